// The draft of a mark is kept as it is written. Without this file there is a button for it.

const WAIT = 800; // milliseconds after the last key

for (const form of document.querySelectorAll("[data-marking]")) {
  const status = form.querySelector("[data-kept]");
  let timer = 0;
  let sent = false;

  form.querySelector("[data-by-hand]").hidden = true;

  const keep = async () => {
    clearTimeout(timer);
    timer = 0;
    if (sent) return;
    try {
      const reply = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true });
      const told = await reply.json();
      if (told.sentence) status.textContent = told.sentence;
    } catch {
      status.textContent = form.dataset.lost;
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  addEventListener("pagehide", () => {
    if (timer) keep();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    clearTimeout(timer);
    sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
}
