// The question bank: choosing all rows of a page, and previews that are tried but never sent.

for (const face of document.querySelectorAll("[data-face]")) {
  face.addEventListener("submit", (event) => event.preventDefault());
}

const boxes = () => [...document.querySelectorAll('.bank-tick input[name="question"]')];

function offerAll() {
  const form = document.getElementById("chosen");
  if (!form || !boxes().length || form.querySelector("[data-all]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary button-small";
  button.dataset.all = "";
  button.textContent = form.dataset.all;
  button.addEventListener("click", () => {
    const every = boxes();
    const on = !every.every((box) => box.checked);
    for (const box of every) box.checked = on;
  });
  form.prepend(button);
}

const results = document.getElementById("listing-results");
if (results) {
  offerAll();
  new MutationObserver(offerAll).observe(results, { childList: true });
}
