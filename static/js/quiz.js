// A quiz that survives a dead network. Every answer goes to the server as it is given; until the server
// has said that it is stored, it is kept on this device and sent again. Without this file the same page
// works with its buttons: each of them sends the form of its question.

const RETRY = [2000, 4000, 8000, 15000, 30000]; // milliseconds between attempts to send
const PATIENCE = 10000; // milliseconds after which a request counts as lost
const PAUSE = 1200; // milliseconds without a key after which what was typed is sent

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

// What the server has not confirmed yet: question → {fields, at}, in memory and on the device.
// `refused`: the server could not take it; it stays here until it is mended.
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

// What a question's form holds: pairs of name and value, whatever its kind. The modules in types/ make forms easier
// to fill in; what they change, they change in these fields, and tell it by a change event.
const OURS = ["csrfmiddlewaretoken", "shown"];
const filledIn = (form) =>
  [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string" && value.trim());
const controls = (form) => [...form.elements].filter((each) => each.name && !OURS.includes(each.name) && each.type !== "submit");
const fill = (form, fields) => {
  controls(form).forEach((control) => {
    const values = fields[control.name] || [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else if (control.type !== "file" && control !== document.activeElement) control.value = values[0] || "";
  });
  form.dispatchEvent(new CustomEvent("filled", { detail: fields }));
};
const grouped = (pairs) => {
  const fields = {};
  pairs.forEach(([name, value]) => (fields[name] = [...(fields[name] || []), value]));
  return fields;
};
const refused = (order) => Boolean(kept[order] && kept[order].refused);
const waiting = () => Object.keys(kept).map(Number).filter((order) => !refused(order));

const say = (order, text, state = "") => {
  const status = forms.get(order).querySelector("[data-status]");
  status.className = `saved ${state}`;
  status.textContent = text;
};

// Moving between questions, without asking the server.

const paint = () => {
  let open = 0;
  forms.forEach((form, order) => {
    const answered = filledIn(form).length > 0 && !refused(order);
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
  const top = place ? forms.get(place).querySelector("[data-stem]") : document.getElementById("end");
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

const note = sitting.querySelector("[data-refusal]");

const refuse = (sentence, url, order = 0) => {
  const link = note.querySelector("[data-refusal-link]");
  note.querySelector("[data-refusal-text]").textContent = sentence;
  link.href = order ? `?q=${order}` : url;
  if (order) link.dataset.go = order;
  else delete link.dataset.go;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
};

const close = () => {
  kept = {};
  keep();
  forms.forEach((form) => controls(form).forEach((control) => (control.disabled = true)));
  handInButton.disabled = true;
};

const post = async (order, answer) => {
  const form = forms.get(order);
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("age", String(Math.max(0, Date.now() - answer.at)));
  answer.fields.forEach(([name, value]) => body.append(name, value));
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

const stored = (order, reply) => {
  const form = forms.get(order);
  fill(form, reply.fields);
  form.elements.shown.value = reply.shown;
  form.querySelectorAll("[data-problem]").forEach((problem) => problem.remove());
  if (note.querySelector("[data-refusal-link]").dataset.go === String(order)) note.hidden = true;
  say(order, reply.saved);
};

const settle = (order, answer, reply) => {
  if (reply.signedOut) {
    say(order, words.signedOut, "failed");
    refuse(words.signedOut, `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  const newest = kept[order] === answer;
  if (reply.status === 400) {
    if (newest) {
      kept[order].refused = true;
      say(order, reply.sentence, "failed");
      if (here !== order) refuse(reply.sentence, reply.url, order);
    }
  } else if (reply.status === 200) {
    if (newest) delete kept[order];
    if (!kept[order]) stored(order, reply);
  } else {
    if (newest) delete kept[order];
    say(order, reply.sentence, "failed");
    refuse(reply.sentence, reply.url);
    if (reply.status === 409) close();
  }
  keep();
  paint();
};

// One request at a time for a question: a later choice can never be overtaken by an earlier one.
const send = (order) => {
  if (!kept[order] || refused(order)) return Promise.resolve();
  if (!underWay.has(order)) underWay.set(order, carry(order).finally(() => underWay.delete(order)));
  return underWay.get(order);
};

const carry = async (order) => {
  while (kept[order] && !refused(order)) {
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

const sendAll = () => Promise.all(waiting().map(send));

const pauses = new Map(); // question → timer of what is being typed

const noteDown = (form, order) => {
  kept[order] = { fields: filledIn(form), at: Date.now() };
  keep();
  say(order, words.saving, "waiting");
  paint();
};

forms.forEach((form, order) => {
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input[type=text]")) return;
    noteDown(form, order);
    clearTimeout(pauses.get(order));
    pauses.set(order, setTimeout(() => send(order), PAUSE));
  });
  form.addEventListener("change", () => {
    clearTimeout(pauses.get(order));
    noteDown(form, order);
    send(order);
  });
  form.addEventListener("stored", (event) => {
    delete kept[order];
    keep();
    stored(order, event.detail);
    paint();
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
  if (waiting().length === 0) return;
  event.preventDefault();
  const status = sitting.querySelector("[data-end-status]");
  handInButton.setAttribute("aria-busy", "true");
  status.className = "saved waiting";
  status.textContent = words.saving;
  sendAll().then(() => {
    handInButton.removeAttribute("aria-busy");
    const unsent = waiting().length > 0;
    status.textContent = unsent ? words.unsent : "";
    if (!unsent && !handInButton.disabled) handIn.requestSubmit(handInButton);
  });
});

// Here, being offline loses nothing: say that instead of what other pages say.
const offline = document.querySelector("[data-offline]");
if (offline) offline.textContent = words.offlineNote;

// What was kept from before shows again, and goes on its way. So does what was answered before this file was there
// to hear it.
const atFirst = (select) => ([...select.options].find((option) => option.defaultSelected) || select.options[0]).value;
const unheard = (control) => {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.type === "select-one") return control.value !== atFirst(control);
  return ["textarea", "text"].includes(control.type) && control.value !== control.defaultValue;
};

forms.forEach((form, order) => {
  if (!kept[order] && controls(form).some(unheard)) noteDown(form, order);
});
Object.entries(kept).forEach(([order, answer]) => {
  const form = forms.get(Number(order));
  if (!form || !answer.fields) {
    delete kept[order];
    return;
  }
  answer.refused = false;
  fill(form, grouped(answer.fields));
  say(Number(order), words.kept, "waiting");
});
keep();
paint();
sendAll();
