// A quiz that survives a dead network. Every answer goes to the server as it is given; until the server
// has said that it is stored, it is kept on this device and sent again. Without this file the same page
// works with its buttons: each of them sends the form of its question.

const RETRY = [2000, 4000, 8000, 15000, 30000]; // milliseconds between attempts to send
const PATIENCE = 10000; // milliseconds after which a request counts as lost

const sitting = document.getElementById("sitting");
const words = sitting.dataset;
const count = Number(words.count);
const forms = new Map([...sitting.querySelectorAll("form[data-order]")].map((form) => [Number(form.dataset.order), form]));
const back = document.getElementById("back");
const next = document.getElementById("next");
const endBack = document.getElementById("end-back");
const handIn = document.getElementById("hand-in");
const handInButton = document.getElementById("hand-in-button");
let here = Number(words.here);

// What the server has not confirmed yet: question → {chosen, at}, in memory and on the device.
const shelf = `five-hearts:attempt:${words.attempt}`;
let kept = {};
try {
  kept = JSON.parse(localStorage.getItem(shelf)) || {};
} catch {
  kept = {};
}

const keep = () => {
  try {
    if (Object.keys(kept).length) localStorage.setItem(shelf, JSON.stringify(kept));
    else localStorage.removeItem(shelf);
  } catch {
    // A browser that stores nothing still has the answers in memory.
  }
};

const boxes = (form) => [...form.querySelectorAll("input[name=chosen]")];
const chosenIn = (form) => boxes(form).filter((box) => box.checked).map((box) => box.value);
const show = (form, chosen) => boxes(form).forEach((box) => (box.checked = chosen.includes(box.value)));

const say = (order, text, state = "") => {
  const status = forms.get(order).querySelector("[data-status]");
  status.className = `saved ${state}`;
  status.textContent = text;
};

// Moving between questions, without asking the server.

const paint = () => {
  let open = 0;
  forms.forEach((form, order) => {
    const answered = chosenIn(form).length > 0;
    if (!answered) open += 1;
    form.hidden = order !== here;
    const segment = sitting.querySelector(`[data-segment="${order}"]`);
    segment.className = order === here ? "here" : answered ? "done" : "";
    const row = sitting.querySelector(`.row-card[data-go="${order}"]`);
    row.classList.toggle("done", answered);
    row.querySelector("[data-state]").textContent = answered ? words.answered : words.unanswered;
  });
  document.getElementById("end").hidden = here !== 0;
  sitting.querySelector("[data-all-answered]").hidden = open > 0;
  sitting.querySelector("[data-some-open]").hidden = open === 0;
  back.hidden = here < 2;
  next.hidden = here === 0;
  endBack.hidden = handInButton.hidden = here !== 0;
  back.setAttribute("form", `q${here}`);
  next.setAttribute("form", `q${here}`);
};

const turnTo = (place, remember = true) => {
  here = place;
  paint();
  if (remember) history.pushState({ place }, "", `?q=${place || "end"}`);
  const top = place ? forms.get(place).querySelector("legend") : document.getElementById("end");
  window.scrollTo(0, 0);
  top.focus({ preventScroll: true });
};

window.addEventListener("popstate", () => {
  const wanted = new URLSearchParams(location.search).get("q");
  turnTo(wanted === "end" ? 0 : Math.min(Math.max(Number(wanted) || 1, 1), count), false);
});

document.addEventListener("click", (event) => {
  const way = event.target.closest("a[data-go]");
  if (!way) return;
  event.preventDefault();
  turnTo(Number(way.dataset.go));
});

// Sending.

const underWay = new Map(); // question → promise
let misses = 0;
let timer = 0;

const refuse = (sentence, url) => {
  const note = sitting.querySelector("[data-refusal]");
  note.querySelector("[data-refusal-text]").textContent = sentence;
  note.querySelector("[data-refusal-link]").href = url;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
};

const close = () => {
  kept = {};
  keep();
  forms.forEach((form) => boxes(form).forEach((box) => (box.disabled = true)));
  handInButton.disabled = true;
};

const post = async (order, answer) => {
  const form = forms.get(order);
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("age", String(Math.max(0, Date.now() - answer.at)));
  answer.chosen.forEach((key) => body.append("chosen", key));
  const response = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.type === "opaqueredirect" || response.status === 403) return { signedOut: true };
  if (response.status >= 500) throw new Error(String(response.status));
  return { status: response.status, ...(await response.json()) };
};

const settle = (order, answer, reply) => {
  if (reply.signedOut) {
    say(order, words.signedOut, "failed");
    refuse(words.signedOut, `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (kept[order] && kept[order].at === answer.at) delete kept[order];
  keep();
  if (reply.status === 200) {
    if (!kept[order]) {
      show(forms.get(order), reply.chosen);
      forms.get(order).elements.shown.value = reply.chosen.join(",");
      say(order, reply.saved);
    }
  } else {
    say(order, reply.sentence, "failed");
    refuse(reply.sentence, reply.url);
    if (reply.status === 409) close();
  }
  paint();
};

// One request at a time for a question: a later choice can never be overtaken by an earlier one.
const send = (order) => {
  if (!kept[order]) return Promise.resolve();
  if (!underWay.has(order)) underWay.set(order, carry(order).finally(() => underWay.delete(order)));
  return underWay.get(order);
};

const carry = async (order) => {
  while (kept[order]) {
    const answer = kept[order];
    try {
      const reply = await post(order, answer);
      misses = 0;
      settle(order, answer, reply);
      if (reply.signedOut) return;
    } catch {
      say(order, words.kept, "waiting");
      clearTimeout(timer);
      timer = setTimeout(sendAll, RETRY[Math.min(misses, RETRY.length - 1)]);
      misses += 1;
      return;
    }
  }
};

const sendAll = () => Promise.all(Object.keys(kept).map((order) => send(Number(order))));

forms.forEach((form, order) => {
  form.addEventListener("change", () => {
    kept[order] = { chosen: chosenIn(form), at: Date.now() };
    keep();
    say(order, words.saving, "waiting");
    paint();
    send(order);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const step = event.submitter && event.submitter.value === "back" ? -1 : 1;
    turnTo(order + step > count ? 0 : Math.max(order + step, 1));
  });
});

window.addEventListener("online", sendAll);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) sendAll();
});

// Handing in waits until the server has every answer.
handIn.addEventListener("submit", (event) => {
  if (Object.keys(kept).length === 0) return;
  event.preventDefault();
  const status = sitting.querySelector("[data-end-status]");
  handInButton.setAttribute("aria-busy", "true");
  status.className = "saved waiting";
  status.textContent = words.saving;
  sendAll().then(() => {
    handInButton.removeAttribute("aria-busy");
    const waiting = Object.keys(kept).length > 0;
    status.textContent = waiting ? words.unsent : "";
    if (!waiting && !handInButton.disabled) handIn.requestSubmit(handInButton);
  });
});

// Here, being offline loses nothing: say that instead of what other pages say.
const offline = document.querySelector("[data-offline]");
if (offline) offline.textContent = words.offlineNote;

// What was kept from before shows again, and goes on its way.
Object.entries(kept).forEach(([order, answer]) => {
  const form = forms.get(Number(order));
  if (!form) {
    delete kept[order];
    return;
  }
  show(form, answer.chosen);
  say(Number(order), words.kept, "waiting");
});
keep();
paint();
sendAll();
