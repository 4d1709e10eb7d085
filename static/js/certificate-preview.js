// The picture beside the form of a certificate template follows what is filled in.

const PAUSE = 500; // milliseconds without a keystroke

const form = document.querySelector("[data-certificate-preview]");
if (form) follow(form);

function follow(form) {
  const picture = form.querySelector(".certificate-picture");
  const problem = form.querySelector("[data-problem]");
  let waiting;
  let asked = 0;

  async function draw() {
    const turn = ++asked;
    let answer;
    try {
      answer = await fetch(form.dataset.certificatePreview, { method: "POST", body: new FormData(form) });
    } catch {
      return; // offline: the last picture stays
    }
    if (turn !== asked) return;
    if (answer.ok) {
      const before = picture.src;
      picture.src = URL.createObjectURL(await answer.blob());
      if (before.startsWith("blob:")) URL.revokeObjectURL(before);
      problem.textContent = "";
    } else if (answer.status === 422) {
      problem.textContent = await answer.text();
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, PAUSE);
  });
}
