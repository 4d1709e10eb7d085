// The sheet of a learning path: rows are added and moved, and "comes after" offers the courses of the path.
// Without it there are blank rows to fill in, numbers to order by, and every course to tick.

const form = document.querySelector(".path-form");

const rowsOf = (name) => form.querySelector(`[data-rows="${name}"]`);
const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

// Adding: the blank row in the template, with the next number in its names.
const add = (name) => {
  const total = form.querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const holder = document.createElement("div");
  holder.innerHTML = form.querySelector(`[data-empty="${name}"]`).innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.querySelector("[data-row]");
  rowsOf(name).append(row);
  total.value = Number(total.value) + 1;
  show();
  row.querySelector("input, select, textarea").focus();
};

// Moving: the order is the order of the rows.
const number = () => {
  rowsOf("steps")
    .querySelectorAll("[data-row]")
    .forEach((row, place) => {
      if (field(row, "course").value) field(row, "ORDER").value = place + 1;
    });
};

const move = (row, way) => {
  const other = way < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (way < 0) other.before(row);
  else other.after(row);
  number();
};

// "Comes after" offers what is in the path, and says in a word what is ticked.
const offer = () => {
  const rows = [...rowsOf("steps").querySelectorAll("[data-row]")];
  const chosen = new Set(rows.map((row) => field(row, "course").value).filter(Boolean));
  rows.forEach((row) => {
    const own = field(row, "course").value;
    const ticked = [];
    row.querySelectorAll('[name$="-after"]').forEach((box) => {
      const line = box.closest("label");
      (line.parentElement.matches("li, div div") ? line.parentElement : line).hidden =
        !box.checked && (!chosen.has(box.value) || box.value === own);
      if (box.checked) ticked.push(line.textContent.trim());
    });
    row.querySelector("[data-after]").textContent = ticked.length ? `· ${ticked.join(" · ")}` : "";
  });
};

const show = () => {
  form.querySelectorAll("[data-move], [data-add]").forEach((button) => {
    button.hidden = false;
  });
  form.querySelectorAll("[data-row]").forEach((row) => {
    row.classList.toggle("path-out", Boolean(field(row, "DELETE")?.checked));
  });
  offer();
};

if (form) {
  form.classList.add("path-moves");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-move]");
    if (!button) return;
    if (button.dataset.add) add(button.dataset.add);
    else {
      move(button.closest("[data-row]"), Number(button.dataset.move));
      button.focus();
    }
  });
  form.addEventListener("change", show);
  form.addEventListener("submit", number);
  show();
}
