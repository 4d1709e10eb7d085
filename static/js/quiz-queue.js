// Answers that the server has not confirmed yet, kept on this device: in IndexedDB or, where a browser refuses that,
// in localStorage; where it refuses both, in memory.
//
// An entry: {id, person, attempt, order, url, fields: [[name, value], …], given}. `id`: the answer's own; the server takes
// each id once. `given`: when it was given, in milliseconds by the server's clock as this device knows it.

const HINT = "five-hearts:answers"; // is there while something waits, so that other pages know without asking
const PREFIX = "five-hearts:answer:";
const SLOW = 3000; // milliseconds after which a browser that does not open its database is taken to refuse

const asPromise = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inDatabase = async () => {
  const opening = indexedDB.open("five-hearts-answers", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("answers", { keyPath: "id" });
  const database = await asPromise(opening);
  database.onversionchange = () => database.close();
  // Done when it is on the disk: a phone may lose its battery in the next moment.
  const write = (how) =>
    new Promise((resolve, reject) => {
      const change = database.transaction("answers", "readwrite", { durability: "strict" });
      change.oncomplete = () => resolve();
      change.onerror = change.onabort = () => reject(change.error);
      how(change.objectStore("answers"));
    });
  return {
    all: () => asPromise(database.transaction("answers").objectStore("answers").getAll()),
    put: (entry, instead) =>
      write((answers) => {
        answers.put(entry);
        instead.forEach((id) => answers.delete(id));
      }),
    remove: (id) => write((answers) => answers.delete(id)),
  };
};

const inStorage = async () => {
  localStorage.setItem(`${PREFIX}trial`, "");
  localStorage.removeItem(`${PREFIX}trial`);
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  return {
    all: async () => keys().map((key) => JSON.parse(localStorage.getItem(key))),
    put: async (entry, instead) => {
      localStorage.setItem(PREFIX + entry.id, JSON.stringify(entry));
      instead.forEach((id) => localStorage.removeItem(PREFIX + id));
    },
    remove: async (id) => localStorage.removeItem(PREFIX + id),
  };
};

const inMemory = () => {
  const entries = new Map();
  return {
    all: async () => [...entries.values()],
    put: async (entry, instead) => {
      entries.set(entry.id, entry);
      instead.forEach((id) => entries.delete(id));
    },
    remove: async (id) => entries.delete(id),
  };
};

const soon = (promise) =>
  Promise.race([promise, new Promise((_resolve, reject) => setTimeout(() => reject(new Error("too slow")), SLOW))]);

const opened = soon(inDatabase()).catch(inStorage).catch(inMemory);
const extra = inMemory(); // what a full device has no room for; it lives as long as this page

const hint = (waiting) => {
  try {
    if (waiting) localStorage.setItem(HINT, "yes");
    else localStorage.removeItem(HINT);
  } catch {
    // Without it, what waits is sent when the quiz is opened again.
  }
};

// Everything that waits, of every person who uses this device, in the order in which it was given.
export const all = async () => {
  const shelf = await opened;
  const found = [...(await shelf.all().catch(() => [])), ...(await extra.all())];
  hint(found.length > 0);
  return found.sort((one, other) => one.given - other.given);
};

// Keeps an entry; `instead`: ids of those that it replaces. An entry is never changed: another tab may have sent it.
export const put = async (entry, instead = []) => {
  const shelf = await opened;
  hint(true);
  await shelf.put(entry, instead).catch(() => extra.put(entry, instead));
};

export const remove = async (id) => {
  const shelf = await opened;
  await extra.remove(id);
  await shelf.remove(id).catch(() => undefined);
  await all(); // takes the hint away with the last one
};

// An id of its own for each answer, also where a page without https has no crypto.randomUUID.
export const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
