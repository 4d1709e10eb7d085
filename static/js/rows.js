// A form with rows, and a button for one more. Without this file the empty rows at the end have to do.

for (const form of document.querySelectorAll("[data-rows]")) {
  const list = form.querySelector("[data-list]");
  const empty = form.querySelector("[data-empty]");
  const more = form.querySelector("[data-more]");
  const total = form.querySelector(`[name="${form.dataset.rows}-TOTAL_FORMS"]`);
  const most = Number(form.querySelector(`[name="${form.dataset.rows}-MAX_NUM_FORMS"]`).value);

  more.hidden = false;
  more.addEventListener("click", () => {
    const number = Number(total.value);
    if (number >= most) return;
    const row = document.createElement("li");
    row.innerHTML = empty.innerHTML.replaceAll("__prefix__", String(number));
    list.append(row);
    total.value = String(number + 1);
    more.hidden = number + 1 >= most;
    row.querySelector("input:not([type=hidden])").focus();
  });
}
