// Small courtesies of every page. Each page works without them.

// Say so when the line is gone, and when it is back.
const offline = document.querySelector("[data-offline]");
const tellLine = () => {
  if (offline) offline.hidden = navigator.onLine;
};
window.addEventListener("online", tellLine);
window.addEventListener("offline", tellLine);
tellLine();

// One press sends a form once; after ten seconds it may be tried again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[data-repeatable], [hx-post], [hx-get], [data-hx-post]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 10_000);
});

const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
};

// Coming back with the back button, everything can be pressed again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(release);
});

// Menus close when one looks elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (close) close.closest(".note").remove();

  const eye = event.target.closest("[data-reveal]");
  if (eye) {
    const field = eye.parentElement.querySelector("input");
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    eye.setAttribute("aria-pressed", String(!shown));
  }
});

// In the demo: a tap on a person fills in the sign-in form.
document.addEventListener("click", (event) => {
  const person = event.target.closest("[data-fill]");
  if (!person) return;
  const form = document.querySelector("#sign-in");
  form.elements.login.value = person.dataset.fill;
  form.elements.password.value = person.dataset.with;
  form.scrollIntoView({ block: "center" });
  form.querySelector("button.btn-primary").focus();
});

// A request that did not get through is said where the answer would have stood.
document.addEventListener("htmx:sendError", () => {
  if (offline) offline.hidden = false;
});

// Answers of a quiz that are still on this device go on their way from any page.
const answersWait = () => {
  try {
    return Boolean(localStorage.getItem("five-hearts:answers"));
  } catch {
    return false;
  }
};
if (document.body.dataset.reader && !document.getElementById("sitting") && answersWait()) import("./quiz-leftovers.js");
