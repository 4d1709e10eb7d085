// Lines that are moved by buttons. Their places stay in the select of each line, which works without this file.

for (const box of document.querySelectorAll("[data-ordering]")) {
  const list = box.querySelector("ol");
  const keepButton = box.querySelector("[data-keep]");
  const lines = () => [...list.querySelectorAll("[data-line]")];
  const select = (line) => line.querySelector("select");
  const text = (line) => line.querySelector(".line-text").textContent;

  const button = (line, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "line-move";
    made.dataset.step = step;
    made.setAttribute("aria-label", (step < 0 ? box.dataset.up : box.dataset.down).replace("{line}", text(line)));
    made.addEventListener("click", () => move(line, step));
    return made;
  };

  const paint = () => {
    const all = lines();
    all.forEach((line, place) => {
      line.querySelector("[data-step='-1']").disabled = place === 0;
      line.querySelector("[data-step='1']").disabled = place === all.length - 1;
    });
    keepButton.hidden = all.every((line) => select(line).value);
  };

  const settle = () => {
    lines().forEach((line, place) => (select(line).value = String(place + 1)));
    paint();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const move = (line, step) => {
    const all = lines();
    const place = all.indexOf(line) + step;
    if (place < 0 || place >= all.length) return;
    if (step < 0) all[place].before(line);
    else all[place].after(line);
    settle();
    const pressed = line.querySelector(`[data-step='${step}']`);
    (pressed.disabled ? line.querySelector(`[data-step='${-step}']`) : pressed).focus();
    box.querySelector("[data-said]").textContent = box.dataset.moved
      .replace("{line}", text(line))
      .replace("{place}", place + 1)
      .replace("{count}", all.length);
  };

  const sort = () => {
    const all = lines();
    if (all.every((line) => select(line).value)) {
      const sorted = [...all].sort((one, other) => Number(select(one).value) - Number(select(other).value));
      if (sorted.some((line, place) => line !== all[place])) list.append(...sorted);
    }
    paint();
  };

  lines().forEach((line) => {
    select(line).hidden = true;
    const moves = document.createElement("span");
    moves.className = "line-moves";
    moves.append(button(line, -1), button(line, 1));
    line.append(moves);
  });
  keepButton.addEventListener("click", settle);
  box.querySelector("[data-without-script]").hidden = true;
  box.querySelector("[data-with-script]").hidden = false;
  box.closest("form").addEventListener("filled", sort);
  sort();
}
