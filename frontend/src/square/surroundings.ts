// The browser as the connection needs it: a socket to our own origin, timers, chance, and a plain question to the server.
import type { Line, Surroundings } from "./connection";
import type { Bootstrap } from "./model";

export function browser(bootstrap: Bootstrap): Surroundings {
  return {
    dial: () => dial(bootstrap.ws),
    now: Date.now,
    after: (ms, call) => window.setTimeout(call, ms),
    cancel: (timer) => clearTimeout(timer),
    random: Math.random,
    online: () => navigator.onLine,
    visitStands: () => visitStands(bootstrap.square),
  };
}

function dial(path: string): Line {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  const line: Line = {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => socket.close(),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.onopen = () => line.onopen?.();
  socket.onmessage = (event) => typeof event.data === "string" && line.onmessage?.(event.data);
  socket.onclose = (event) => line.onclose?.(event.code);
  return line;
}

/** Without a visit the lobby sends to the door; no answer at all says nothing about the visit. */
async function visitStands(square: string): Promise<boolean> {
  try {
    const answer = await fetch(square, { redirect: "manual", cache: "no-store", credentials: "same-origin" });
    // Only the notice of a closed square asks not to be found: it stands at every address now.
    if (answer.headers.has("x-robots-tag")) location.replace("/");
    return answer.type !== "opaqueredirect";
  } catch {
    return true;
  }
}

/** An idempotency key; `randomUUID` is missing on plain http pages other than localhost. */
export function freshCid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
