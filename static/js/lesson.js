// A lesson, one step at a time. What comes into view is told as `lesson:reach`; `lesson:resume` brings the
// reader back to where they stopped. Without this file the lesson is one long page.

const steps = [...document.querySelectorAll("[data-step]")];
const foot = document.querySelector("[data-steps-form]");
const head = document.querySelector("[data-head]");
const left = document.querySelector("[data-left]");

const blocksOf = (step) => [...step.querySelectorAll("[data-block]")];
const reach = (detail) => document.dispatchEvent(new CustomEvent("lesson:reach", { detail }));

// Page by page nothing is seen unless it was in view; a form sent from here says so.
const whole = foot.querySelector("[name=whole]");
if (whole) whole.remove();

// A block is seen once half of it was in view, or, of a long one, half a screen.
const watch = new IntersectionObserver(
  (entries) => {
    const seen = entries
      .filter((entry) => entry.isIntersecting)
      .filter((entry) => entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= innerHeight / 2)
      .map((entry) => entry.target.id);
    if (seen.length) reach({ seen });
  },
  { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
);
document.addEventListener("lesson:resume", () => {
  requestAnimationFrame(() => steps.forEach((step) => blocksOf(step).forEach((block) => watch.observe(block))));
});

const numbered = () => Number(location.hash.replace("#step-", "")) || 0;
const pointed = () => (location.hash.startsWith("#step-") ? null : document.getElementById(decodeURIComponent(location.hash.slice(1))));

const stepOf = (element) => (element ? steps.indexOf(element.closest("[data-step]")) + 1 : 0);
let start = 1; // the step to show while the address names none
const here = () => Math.min(Math.max(stepOf(pointed()) || numbered() || start, 1), Math.max(steps.length, 1));

if (steps.length > 1) {
  const back = foot.querySelector("[data-back]");
  const forward = foot.querySelector("[data-forward]");
  const done = forward.textContent;
  const meter = document.querySelector("[data-progress]");
  const text = document.querySelector("[data-progress-text]");

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
      const block = pointed();
      steps[number - 1].focus({ preventScroll: true });
      if (block && stepOf(block)) block.scrollIntoView({ block: "start" });
      else window.scrollTo(0, 0);
    }
    const first = blocksOf(steps[number - 1])[0];
    if (focus && first) reach({ place: first.id });
  };

  const turn = (event, by) => {
    const number = here() + by;
    if (by > 0) reach({ seen: blocksOf(steps[number - 2]).map((block) => block.id) });
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

  // Where somebody stopped, unless the address says where to go, or something is still open there.
  document.addEventListener("lesson:resume", (event) => {
    if (location.hash || left) return;
    start = stepOf(document.getElementById(event.detail.place)) || 1;
    show(false);
  });
  // What is still open is said at the top, with the first of it below.
  if (left && !location.hash) {
    start = stepOf(document.getElementById(left.querySelector("a").hash.slice(1))) || 1;
    left.focus();
  }
  show(false);
} else if (steps.length) {
  foot.addEventListener("submit", () => reach({ seen: blocksOf(steps[0]).map((block) => block.id) }));
}
