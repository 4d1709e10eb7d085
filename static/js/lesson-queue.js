// What is done in lessons goes to the server; until the server has said that it is stored it is kept on this
// device, through reload, crash and dead network. On other pages this file only sends what is still waiting.

const RETRY = [2000, 4000, 8000, 15000, 30000]; // milliseconds between attempts to send
const PATIENCE = 10000; // milliseconds after which a request counts as lost
const GATHER = 400; // milliseconds in which several things are sent as one

const page = document.querySelector("[data-person]");
const words = page.dataset;
const form = document.getElementById("lesson-form");
const status = document.querySelector("[data-saved]");

// The shelf: a small store on the device, in IndexedDB or, where a browser refuses that, in localStorage; where
// it refuses both, in memory, so that a lesson can still be taken.
// `change` hands over what stands under a key and stores what comes back; nothing comes between the two.

const asPromise = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inDatabase = async () => {
  const opening = indexedDB.open("five-hearts", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("lessons");
  const database = await asPromise(opening);
  const store = (mode) => database.transaction("lessons", mode).objectStore("lessons");
  return {
    keys: () => asPromise(store("readonly").getAllKeys()),
    read: (key) => asPromise(store("readonly").get(key)),
    change: async (key, how) => {
      const lessons = store("readwrite");
      const next = how(await asPromise(lessons.get(key)));
      await asPromise(next ? lessons.put(next, key) : lessons.delete(key));
    },
  };
};

const inStorage = async () => {
  const prefix = "five-hearts:lesson:";
  localStorage.setItem(`${prefix}trial`, "");
  localStorage.removeItem(`${prefix}trial`);
  const read = (key) => JSON.parse(localStorage.getItem(prefix + key) || "null") || undefined;
  return {
    keys: async () => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    read: async (key) => read(key),
    change: async (key, how) => {
      const next = how(read(key));
      if (next) localStorage.setItem(prefix + key, JSON.stringify(next));
      else localStorage.removeItem(prefix + key);
    },
  };
};

const inMemory = () => {
  const entries = new Map();
  return {
    keys: async () => [...entries.keys()],
    read: async (key) => entries.get(key),
    change: async (key, how) => {
      const next = how(entries.get(key));
      if (next) entries.set(key, next);
      else entries.delete(key);
    },
  };
};

let shelf = await inDatabase().catch(inStorage).catch(inMemory);

// A full device must not stop anybody: from there on this page remembers by itself.
const change = (key, how) =>
  shelf.change(key, how).catch(() => {
    shelf = inMemory();
    return shelf.change(key, how);
  });

// One entry for each person, lesson, language, revision and round: people share a phone, and authors publish anew.
const field = (name) => form.elements[name].value;
const mine = `${words.person} `;
const key = form && words.send ? [words.person, words.send, field("language"), field("revision"), field("round")].join(" ") : "";

let latest; // what waits for this lesson, as this page knows it: when it closes there is no time to ask the shelf

const say = (text, state = "") => {
  if (!status) return;
  status.className = `saved ${state}`;
  status.textContent = text || "";
};

// Sending.

const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];

const report = (entry) => {
  const now = Date.now();
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", token());
  ["language", "revision", "round"].forEach((name) => body.set(name, entry[name]));
  const answers = Object.entries(entry.answers).map(([block, { way, at }]) => [block, { way, age: now - at }]);
  const place = entry.place && { id: entry.place.id, age: now - entry.place.at };
  body.set("report", JSON.stringify({ seen: entry.seen, answers: Object.fromEntries(answers), place }));
  return body;
};

const post = async (entry) => {
  const response = await fetch(entry.send, {
    method: "POST",
    body: report(entry),
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.type === "opaqueredirect" || response.status === 403) return { signedOut: true };
  if (response.status >= 500) throw new Error(String(response.status));
  if (response.status === 404) return { status: 404, sentence: "" };
  return { status: response.status, ...(await response.json()) };
};

// What was sent leaves the shelf; what came since stays.
const without = (sent) => (entry) => {
  if (!entry) return undefined;
  const answers = Object.fromEntries(Object.entries(entry.answers).filter(([block, { at }]) => sent.answers[block]?.at !== at));
  const seen = entry.seen.filter((block) => !sent.seen.includes(block));
  const place = entry.place?.at === sent.place?.at ? null : entry.place;
  return seen.length || place || Object.keys(answers).length ? { ...entry, answers, seen, place } : undefined;
};

// Sends what is on the shelf under `which` until nothing is left, or the reader must sign in first.
const carry = async (which) => {
  for (let entry = await shelf.read(which); entry; entry = await shelf.read(which)) {
    const reply = await post(entry);
    if (reply.signedOut) {
      if (which === key) say(words.signedOut, "failed");
      return;
    }
    await change(which, without(entry));
    if (which === key) latest = await shelf.read(key);
    if (which === key && reply.status === 200) say(reply.saved);
    if (which === key && reply.status !== 200) say(reply.sentence, "failed");
  }
};

let misses = 0;
let timer = 0;
let underWay = null;

// `finishing`: also what somebody learned who has not taken the course yet.
const sendAll = async (finishing) => {
  try {
    for (const which of (await shelf.keys()).filter((each) => each.startsWith(mine))) {
      if (which === key && !words.enrolled && !finishing) continue;
      await carry(which);
    }
    misses = 0;
  } catch {
    if (key) say(words.kept, "waiting");
    soon(RETRY[Math.min(misses, RETRY.length - 1)]);
    misses += 1;
  }
};

const send = (finishing = false) => {
  underWay = (underWay || Promise.resolve()).then(() => sendAll(finishing));
  return underWay;
};

const soon = (wait = GATHER) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

window.addEventListener("online", () => send());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) send();
});

// This lesson.

if (key) {
  const known = JSON.parse(words.reading);
  const seen = new Set(known.seen);
  const blank = () => ({
    send: words.send,
    language: field("language"),
    revision: field("revision"),
    round: field("round"),
    seen: [],
    answers: {},
    place: null,
  });

  let writing = Promise.resolve();
  const keep = (news) => {
    writing = writing.then(() =>
      change(key, (entry) => {
        const kept = entry || blank();
        latest = {
          ...kept,
          seen: [...new Set([...kept.seen, ...(news.seen || [])])],
          answers: { ...kept.answers, ...news.answers },
          place: news.place || kept.place,
        };
        return latest;
      }),
    );
    if (!navigator.onLine) say(words.kept, "waiting");
    soon();
  };

  document.addEventListener("lesson:reach", ({ detail }) => {
    const fresh = (detail.seen || []).filter((block) => !seen.has(block));
    fresh.forEach((block) => seen.add(block));
    if (fresh.length) keep({ seen: fresh });
    if (detail.place) keep({ place: { id: detail.place, at: Date.now() } });
  });

  document.addEventListener("lesson:answer", ({ detail }) => {
    seen.add(detail.block);
    keep({ answers: { [detail.block]: { way: detail.way, at: Date.now() } } });
  });

  window.addEventListener("pagehide", () => {
    if (latest && words.enrolled) navigator.sendBeacon(latest.send, report(latest));
  });

  // Finishing waits until the server has everything.
  let sure = false;
  form.addEventListener("submit", (event) => {
    if (sure) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    writing
      .then(() => send(true))
      .then(() => shelf.read(key))
      .then((unsent) => {
        button.removeAttribute("aria-busy");
        sure = !unsent;
        if (sure) form.requestSubmit(button);
        else if (!status.classList.contains("failed")) say(words.unsent, "waiting");
      });
  });
  window.addEventListener("pageshow", () => {
    sure = false;
  });

  // Here, being offline loses nothing: say that where the page says what is saved, not across its top.
  document.querySelector("[data-offline]")?.remove();
  window.addEventListener("offline", () => say(words.offlineNote, "waiting"));

  // What waits on this device for this lesson and round joins what the server knows; the newer place wins.
  const lesson = `${mine}${words.send} `;
  const waiting = [];
  for (const each of await shelf.keys()) {
    if (!each.startsWith(lesson)) continue;
    const entry = await shelf.read(each);
    if (entry && (entry.round === field("round") || !entry.round)) waiting.push(entry);
  }
  const answers = { ...known.answers };
  let { place, age } = known;
  for (const entry of waiting) {
    entry.seen.forEach((block) => seen.add(block));
    Object.entries(entry.answers).forEach(([block, { way }]) => (answers[block] = way));
    if (entry.place && (age === null || Date.now() - entry.place.at < age)) {
      place = entry.place.id;
      age = Date.now() - entry.place.at;
    }
  }
  if (waiting.length) say(words.kept, "waiting");
  document.dispatchEvent(new CustomEvent("lesson:resume", { detail: { answers, place } }));
}

send();
