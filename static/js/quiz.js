// A quiz that survives a dead network, a reload and a crash. Every answer is kept on this device, under an id of its
// own, until the server has said that it is stored (quiz-queue.js); the answers to one question go one after the
// other. Without this file the same page works with its buttons: each of them sends the form of its question.

import { post } from "./quiz-post.js";
import { all, newId, put, remove } from "./quiz-queue.js";
import { watch } from "./quiz-time.js";

const RETRY = [2000, 4000, 8000, 15000, 30000]; // milliseconds between attempts to send
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

// The server's clock, as far as this device knows it: never ahead of it, and never the same moment twice, so that of
// two answers given here the later one is the later one there. All tabs share it: a page that took long to come knows
// the server's clock less well than one that came at once.
const CLOCK = "five-hearts:clock";
const NEAR = 60000; // milliseconds; what is further away was noted before somebody set the device's clock
const shared = () => {
  try {
    return JSON.parse(localStorage.getItem(CLOCK)) || {};
  } catch {
    return {};
  }
};
const share = () => {
  try {
    localStorage.setItem(CLOCK, JSON.stringify({ ahead, last: lastMoment }));
  } catch {
    // Then each tab has a clock of its own.
  }
};
let ahead = Number(words.now) - Date.now();
let lastMoment = 0;
const clock = () => Date.now() + ahead;
const agree = () => {
  const others = shared();
  if (others.ahead > ahead && others.ahead - ahead < NEAR) ahead = others.ahead;
  if (others.last > lastMoment && others.last - clock() < NEAR) lastMoment = others.last;
};
const moment = () => {
  agree();
  lastMoment = Math.max(clock(), lastMoment + 1);
  share();
  return lastMoment;
};
const setClock = (reply) => {
  if (reply.now) ahead = Math.max(ahead, reply.now - Date.now());
};
agree();
share();

// What the server has not confirmed yet: question → entries of the queue, in the order in which they were given.
const kept = new Map([...forms.keys()].map((order) => [order, []]));
const refused = new Set(); // ids of what the server could not take; it stays here until it is mended
const confirmed = new Set(); // ids of what this page knows to be stored

let writing = Promise.resolve(); // one change of the queue after the other
const later = (how) => (writing = writing.then(how).catch(() => undefined));

const waitingFor = (order) => kept.get(order).filter((entry) => !refused.has(entry.id));
const waiting = () => [...kept.keys()].filter((order) => waitingFor(order).length > 0);
const isRefused = (order) => kept.get(order).some((entry) => refused.has(entry.id));

const forget = (order, id) => {
  kept.set(order, kept.get(order).filter((entry) => entry.id !== id));
  refused.delete(id);
  later(() => remove(id));
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

const say = (order, text, state = "") => {
  const status = forms.get(order).querySelector("[data-status]");
  status.className = `saved ${state}`;
  status.textContent = text;
};

// Moving between questions, without asking the server.

const paint = () => {
  let open = 0;
  forms.forEach((form, order) => {
    const answered = filledIn(form).length > 0 && !isRefused(order);
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
  forms.forEach((form) => controls(form).forEach((control) => (control.disabled = true)));
  handInButton.disabled = true;
};

const stored = (order, reply) => {
  const form = forms.get(order);
  setClock(reply);
  if (kept.get(order).length) return;
  fill(form, reply.fields);
  form.elements.shown.value = reply.shown;
  form.querySelectorAll("[data-problem]").forEach((problem) => problem.remove());
  if (note.querySelector("[data-refusal-link]").dataset.go === String(order)) note.hidden = true;
  say(order, reply.saved);
};

const settle = (order, entry, reply) => {
  if (reply.signedOut) {
    say(order, words.signedOut, "failed");
    refuse(words.signedOut, `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  const newest = kept.get(order).at(-1) === entry;
  if ((reply.status === 400 && newest) || reply.status === 404) {
    refused.add(entry.id);
    say(order, reply.sentence, "failed");
    if (here !== order) refuse(reply.sentence, reply.url, order);
  } else {
    confirmed.add(entry.id);
    forget(order, entry.id);
    if (reply.status === 200) stored(order, reply);
    else if (reply.status !== 400) {
      say(order, reply.sentence, "failed");
      refuse(reply.sentence, reply.url);
      close();
    }
  }
  paint();
};

// One request at a time for a question: a later choice can never be overtaken by an earlier one.
const send = (order) => {
  if (!underWay.has(order)) underWay.set(order, carry(order).finally(() => underWay.delete(order)));
  return underWay.get(order);
};

const onTheirWay = new Set(); // ids that have been sent at least once: the server may know them

const carry = async (order) => {
  for (let entry = waitingFor(order)[0]; entry; entry = waitingFor(order)[0]) {
    onTheirWay.add(entry.id);
    try {
      const reply = await post(entry, forms.get(order).elements.csrfmiddlewaretoken.value);
      misses = 0;
      settle(order, entry, reply);
      if (reply.signedOut) return;
    } catch {
      await writing; // it is said only once it is so
      say(order, words.kept, "waiting");
      clearTimeout(timer);
      timer = setTimeout(sendAll, RETRY[Math.min(misses, RETRY.length - 1)]);
      misses += 1;
      return;
    }
  }
};

// Entries of this attempt that another tab, or this page before it was loaded again, has left in the queue.
const gather = async () => {
  for (const entry of await all()) {
    if (entry.person !== words.person || entry.attempt !== words.attempt || !kept.has(entry.order)) continue;
    const known = kept.get(entry.order);
    if (confirmed.has(entry.id) || replaced.has(entry.id) || known.some((each) => each.id === entry.id)) continue;
    known.push(entry);
    known.sort((one, other) => one.given - other.given);
    lastMoment = Math.max(lastMoment, entry.given);
  }
};

const sendAll = async () => {
  await gather().catch(() => undefined);
  await Promise.all(waiting().map(send));
};

const pauses = new Map(); // question → timer of what is being typed
const replaced = new Set(); // ids of what was typed over before it was sent
const outdated = new Set(); // those of them that may still be in the queue

// What is typed on replaces what was typed before, as long as that has not been sent.
const noteDown = (form, order, typing = false) => {
  const entries = kept.get(order);
  const last = entries.at(-1);
  const instead = last && last.typing && !onTheirWay.has(last.id) ? last.id : undefined;
  const entry = {
    id: newId(),
    person: words.person,
    attempt: words.attempt,
    order,
    url: form.action,
    fields: filledIn(form),
    given: moment(),
    typing,
  };
  if (instead) {
    replaced.add(instead);
    outdated.add(instead);
  }
  entries.filter((each) => refused.has(each.id)).forEach((each) => forget(order, each.id));
  kept.set(order, [...kept.get(order).filter((each) => each.id !== instead), entry]);
  later(() => {
    if (confirmed.has(entry.id) || replaced.has(entry.id)) return undefined;
    const gone = [...outdated];
    outdated.clear();
    return put(entry, gone);
  });
  say(order, words.saving, "waiting");
  paint();
};

forms.forEach((form, order) => {
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input[type=text]")) return;
    noteDown(form, order, true);
    clearTimeout(pauses.get(order));
    pauses.set(order, setTimeout(() => send(order), PAUSE));
  });
  form.addEventListener("change", () => {
    clearTimeout(pauses.get(order));
    noteDown(form, order);
    send(order);
  });
  form.addEventListener("stored", (event) => {
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
window.addEventListener("pagehide", () => waiting().forEach(send));
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

// When the time is up, what is still here goes out, and the server shows what it has handed in.
const finish = async (time) => {
  close();
  await sendAll();
  if (waiting().length) time.say(time.words.unsent);
  else location.assign(location.pathname);
};

const time = sitting.querySelector("[data-time]");
if (time) {
  const end = Number(words.now) + 1000 * Number(time.dataset.left);
  const watched = watch(time, () => end - clock(), finish);
  setTimeout(sendAll, Math.max(0, Math.min(end - clock() - 2000, 2 ** 31 - 1))); // also what is just being typed
  window.addEventListener("online", () => watched.over && finish(watched));
}

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
  if (controls(form).some(unheard)) noteDown(form, order);
});
const answeredHere = new Set(waiting());
paint();
await gather().catch(() => undefined);
kept.forEach((entries, order) => {
  if (!entries.length || answeredHere.has(order) || onTheirWay.has(entries.at(-1).id)) return;
  fill(forms.get(order), grouped(entries.at(-1).fields));
  say(order, words.kept, "waiting");
});
paint();
sendAll();
