// How long a text has become: each Chinese character counts as one, each other word or number as one.
// The same rule as assessments/rules/folding.py.

const DENSE = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = `(?:(?![${DENSE}])[\\p{L}\\p{N}])+`;
const COUNTED = new RegExp(`[${DENSE}]|${WORD}(?:['’.,\\-]${WORD})*`, "gu");

for (const box of document.querySelectorAll("[data-essay]")) {
  const area = box.querySelector("textarea");
  const told = box.querySelector("[data-count]");
  const count = () => {
    told.textContent = told.dataset.words.replace("{count}", (area.value.match(COUNTED) || []).length);
  };
  area.addEventListener("input", count);
  box.closest("form").addEventListener("filled", count);
  count();
}
