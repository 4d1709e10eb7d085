// The sheet of a quiz: one more section or draw, and what the bank holds for the draws while they are written.
// Without it there is a blank row to fill in, and a button that counts.

const form = document.querySelector(".quiz-form");
const PAUSE = 400; // milliseconds after the last key

const add = (name) => {
  const total = form.querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const most = Number(form.querySelector(`[name="${name}-MAX_NUM_FORMS"]`).value);
  if (Number(total.value) >= most) return;
  const holder = document.createElement("div");
  holder.innerHTML = form.querySelector(`[data-empty="${name}"]`).innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.querySelector("[data-row]");
  const number = row.querySelector("[data-number]");
  total.value = String(Number(total.value) + 1);
  if (number) number.textContent = total.value;
  form.querySelector(`[data-rows="${name}"]`).append(row);
  row.querySelector("input:not([type=hidden]), select").focus();
};

// The newest question to the bank wins; an answer to an older one is dropped.
let asked = 0;

const count = async () => {
  const number = ++asked;
  const answer = await fetch(form.dataset.countUrl, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const told = await answer.json();
  for (const row of form.querySelectorAll("[data-draw]")) {
    row.querySelector("[data-told]").textContent = told.draws[row.dataset.draw] ?? "";
  }
  form.querySelector("[data-total]").textContent = [told.total, ...told.problems].join(" ");
};

if (form?.dataset.countUrl) {
  let waiting = 0;
  for (const button of form.querySelectorAll("[data-add]")) {
    button.hidden = false;
    button.addEventListener("click", () => add(button.dataset.add));
  }
  form.querySelector("[data-recount]").hidden = true;
  form.addEventListener("input", (event) => {
    if (!event.target.name?.match(/^(draws|items)-/)) return;
    clearTimeout(waiting);
    waiting = setTimeout(count, PAUSE);
  });
}
