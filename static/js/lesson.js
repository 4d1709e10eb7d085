// A lesson: one step at a time, and replies that answer at once. Without this file it is one long page.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Replies: each <details> becomes a button; what it holds is said below, aloud for screen readers.
for (const group of document.querySelectorAll("[data-choices]")) {
  const answer = group.querySelector("[data-answer]");
  const buttons = [...group.querySelectorAll("details")].map((details) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = details.querySelector("summary").className;
    button.textContent = details.querySelector("summary").textContent;
    button.setAttribute("aria-pressed", "false");
    const reaction = details.querySelector(".reaction");
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      answer.replaceChildren(reaction.cloneNode(true));
      answer.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    });
    details.replaceWith(button);
    return button;
  });
}

// Steps.
const steps = [...document.querySelectorAll("[data-step]")];
const foot = document.querySelector("[data-steps-form]");

if (steps.length > 1 && foot) {
  const back = foot.querySelector("[data-back]");
  const forward = foot.querySelector("[data-forward]");
  const done = forward.textContent;
  const head = document.querySelector("[data-head]");
  const meter = document.querySelector("[data-progress]");
  const text = document.querySelector("[data-progress-text]");

  const here = () => {
    const number = Number(location.hash.replace("#step-", "")) || 1;
    return Math.min(Math.max(number, 1), steps.length);
  };

  const show = (focus) => {
    const number = here();
    steps.forEach((step, index) => {
      step.hidden = index + 1 !== number;
    });
    head.classList.toggle("visually-hidden", number > 1);
    head.querySelector("[data-head-rest]").hidden = number > 1;
    forward.textContent = number < steps.length ? forward.dataset.forward : done;
    text.textContent = `${number} / ${steps.length}`;
    if (meter) {
      meter.max = steps.length;
      meter.value = number;
    }
    if (focus) {
      window.scrollTo(0, 0);
      steps[number - 1].focus({ preventScroll: true });
    }
  };

  const turn = (event, by) => {
    const number = here() + by;
    if (number < 1 || number > steps.length) return;
    event.preventDefault();
    location.hash = `step-${number}`;
  };

  // The editor's preview is drawn anew while somebody types: stay at the step they look at.
  const kept = `step of ${location.pathname}`;
  if (document.querySelector("[data-preview]")) {
    if (!location.hash && sessionStorage.getItem(kept)) location.replace(sessionStorage.getItem(kept));
    window.addEventListener("hashchange", () => sessionStorage.setItem(kept, location.hash));
  }

  back.addEventListener("click", (event) => turn(event, -1));
  forward.addEventListener("click", (event) => turn(event, 1));
  window.addEventListener("hashchange", () => show(true));
  show(false);
}
