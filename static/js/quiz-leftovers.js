// On every page but the quiz itself: answers that are still on this device go to the server. app.js loads this file
// when there are any. What a question does not take stays here until its quiz is opened and it is mended there.

import { post } from "./quiz-post.js";
import { all, remove } from "./quiz-queue.js";

const AGAIN = 30000; // milliseconds

const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];

const sendAll = async () => {
  const stuck = new Set(); // questions of which an earlier answer is still here: the later ones wait for it
  for (const entry of await all()) {
    if (entry.person !== document.body.dataset.reader || stuck.has(entry.url)) continue;
    const reply = await post(entry, token());
    if (reply.signedOut) return;
    if ([200, 404, 409].includes(reply.status)) await remove(entry.id);
    else stuck.add(entry.url);
  }
};

const send = () => sendAll().catch(() => setTimeout(send, AGAIN));

window.addEventListener("online", send);
send();
