// The page editor: fields inside blocks that Wagtail leaves without a name get that of their label or block, so that
// a screen reader says what is to be written there. Blocks that are added later get theirs as they come.

const FIELDS = "input:not([type=hidden], [type=button], [type=submit]), textarea, select, [role=textbox]";

const isNamed = (field) =>
  field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby") || (field.labels && field.labels.length > 0);

const nameOf = (field) => {
  const label = field.closest("[data-field-wrapper]")?.parentElement.querySelector(":scope > label");
  if (!label) return field.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  label.id ||= `${label.htmlFor}-name`;
  return label.id;
};

const nameAll = (form) => {
  for (const field of form.querySelectorAll(FIELDS)) {
    const name = isNamed(field) ? "" : nameOf(field);
    if (name) field.setAttribute("aria-labelledby", name);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("page-edit-form");
  if (!form) return;
  let waiting = false;
  const look = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      nameAll(form);
    });
  };
  new MutationObserver(look).observe(form, { childList: true, subtree: true });
  look();
});
