// One answer on its way to the server.

const PATIENCE = 10000; // milliseconds after which a request counts as lost
const ROOM = 60000; // characters that a browser still carries when the page it comes from is closed

// What the server said of an entry: {status, …}; {signedOut: true} if nobody is signed in. Throws when nothing came back
// that the server says: the page of a proxy or of a shop's Wi-Fi has any status and stores nothing.
export const post = async (entry, token) => {
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", token);
  body.set("save", entry.id);
  body.set("given", String(Math.max(0, Math.round(entry.given))));
  entry.fields.forEach(([name, value]) => body.append(name, value));
  const response = await fetch(entry.url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    keepalive: body.toString().length < ROOM,
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.type === "opaqueredirect" || response.status === 403) return { signedOut: true };
  if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
  const said = { ...(await response.json()), status: response.status };
  if (response.status === 200 ? !said.saved : !said.sentence) throw new Error(String(response.status));
  return said;
};
