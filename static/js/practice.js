// One answer of the daily practice on its way: what comes back is read out, and what does not get through is said, with
// the answer left where it is. Without this file the same page works by its forms.

const practice = document.getElementById("practice");
const slot = () => practice.querySelector("[data-problem]");

const say = (name) => slot() && slot().replaceChildren(document.getElementById(name).content.cloneNode(true));

practice.addEventListener("htmx:beforeRequest", () => slot() && slot().replaceChildren());
for (const lost of ["htmx:sendError", "htmx:timeout"]) practice.addEventListener(lost, () => say("unsent"));

practice.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== event.detail.pathInfo.requestPath) {
    event.detail.shouldSwap = false; // nobody is signed in any more: the way back leads through the sign-in page
    location.assign(location.pathname);
  } else if (xhr.status === 422) {
    event.detail.shouldSwap = true; // the sentence alone; what was filled in stays as it is
    event.detail.isError = false;
    event.detail.target = slot();
    event.detail.swapOverride = "innerHTML";
  } else if (xhr.status >= 400) {
    say("refused");
  }
});

practice.addEventListener("htmx:afterSettle", () => {
  const verdict = document.getElementById("verdict");
  if (verdict) verdict.focus({ preventScroll: true });
});
