// The client's one reducer: what happened goes in, the new state and what is to be done come out. No clock, no socket, no DOM.
import { applyFrame } from "./frames";
import type { Conversation, Said, Square, Unsent } from "./model";
import { emptyTalk, roomOf } from "./model";
import * as outbox from "./outbox";
import type { Command, Hello, ServerFrame } from "./protocol";

export type Happening =
  | { is: "frame"; frame: ServerFrame }
  | { is: "down" }
  | { is: "open"; conv: string }
  | { is: "say"; cid: string; text: string; re: number | null }
  | { is: "retry"; cid: string }
  | { is: "drop"; cid: string }
  | { is: "edit"; n: number; text: string }
  | { is: "delete"; n: number }
  | { is: "older" }
  | { is: "leave-room" }
  | { is: "read" }
  | { is: "look-away" }
  | { is: "gap"; conv: string }
  | { is: "tick" };

export type Effect =
  | { do: "send"; command: Command }
  | { do: "later"; ms: number; what: Happening }
  | { do: "announce"; conv: string; from: string; nick: string; text: string }
  | { do: "tell"; said: Said }
  | { do: "room-news"; said: Said }
  | { do: "told"; told: string[] }
  | { do: "edit-back"; n: number; text: string; said: Said }
  | { do: "notice"; kind: string; code: string }
  | { do: "consent"; conv: string }
  | { do: "lobby" };

/** One step under way: `square` is replaced, never changed. */
export interface Turn {
  square: Square;
  effects: Effect[];
  now: number;
}

const GAP_MS = 800;
export const PAGE = 50;

export function step(square: Square, happening: Happening, now: number): { square: Square; effects: Effect[] } {
  const turn: Turn = { square, effects: [], now };
  apply(turn, happening);
  pump(turn);
  return { square: turn.square, effects: turn.effects };
}

export function helloOf(square: Square, lang: string): Hello {
  const whole = Object.values(square.talks).filter((talk) => talk.loading !== "newest");
  const have = Object.fromEntries(whole.map((talk) => [talk.conv, { n: talk.lastN, rev: talk.rev }]));
  return { t: "hello", v: 1, have, caps: [], lang, ...(square.pos === null ? {} : { pos: square.pos }) };
}

function apply(turn: Turn, happening: Happening): void {
  const { open } = turn.square;
  switch (happening.is) {
    case "frame":
      return applyFrame(turn, happening.frame);
    case "down":
      return goDown(turn);
    case "open":
      return openRoom(turn, happening.conv);
    case "say":
      return say(turn, outbox.written(happening.cid, open, happening.text, happening.re, turn.now));
    case "retry":
      return patch(turn, { unsent: outbox.retried(turn.square.unsent, happening.cid, turn.now) });
    case "drop":
      return patch(turn, { unsent: outbox.without(turn.square.unsent, happening.cid) });
    case "edit": {
      const { n, text } = happening;
      const id = ask(turn, { of: "edit", conv: open, n, text });
      return send(turn, { t: "edit", id, conv: open, n, text });
    }
    case "delete": {
      const id = ask(turn, { of: "delete", conv: open, n: happening.n });
      return send(turn, { t: "delete", id, conv: open, n: happening.n });
    }
    case "older":
      return loadOlder(turn);
    case "leave-room":
      return leaveRoom(turn);
    case "read":
      return markRead(turn);
    case "look-away":
      return lookAway(turn);
    case "gap":
      return mend(turn, happening.conv);
    case "tick":
      return tick(turn);
  }
}

export function patch(turn: Turn, change: Partial<Square>): void {
  turn.square = { ...turn.square, ...change };
}

export function send(turn: Turn, command: Command): void {
  if (turn.square.live) turn.effects.push({ do: "send", command });
}

/** Remembers what a command was for; its answer carries the same id. */
export function ask(turn: Turn, what: Square["asked"][number]): number {
  const id = turn.square.nextId;
  patch(turn, { nextId: id + 1, asked: { ...turn.square.asked, [id]: what } });
  return id;
}

export function setTalk(turn: Turn, talk: Conversation): void {
  patch(turn, { talks: { ...turn.square.talks, [talk.conv]: talk } });
  if (talk.held.length > 0 && talk.loading !== "newest") {
    turn.effects.push({ do: "later", ms: GAP_MS, what: { is: "gap", conv: talk.conv } });
  }
}

/** Asks for the newest page, or to come in where this visit is not yet; until it is there, changes are held. */
export function loadNewest(turn: Turn, conv: string): void {
  const old = turn.square.talks[conv] ?? emptyTalk(conv);
  setTalk(turn, { ...old, loading: "newest", late: [] });
  if (!turn.square.live) return;
  if (roomOf(turn.square, conv)?.joined ?? false) {
    send(turn, { t: "hist", id: ask(turn, { of: "newest", conv }), conv, limit: PAGE });
  } else {
    send(turn, { t: "join", id: ask(turn, { of: "join", conv }), conv });
  }
}

export function askPeople(turn: Turn, conv: string): void {
  if (turn.square.live) send(turn, { t: "people", id: ask(turn, { of: "people", conv }), conv });
}

function goDown(turn: Turn): void {
  const talks = Object.values(turn.square.talks).map((talk): [string, Conversation] => [
    talk.conv,
    talk.loading === "older" ? { ...talk, loading: null, late: [] } : talk,
  ]);
  const unsent = outbox.grounded(turn.square.unsent);
  patch(turn, { live: false, asked: {}, typists: [], unsent, talks: Object.fromEntries(talks) });
}

function openRoom(turn: Turn, conv: string): void {
  patch(turn, { open: conv });
  const talk = turn.square.talks[conv];
  if (talk === undefined || talk.loading === "newest") loadNewest(turn, conv);
  else setTalk(turn, { ...talk, divider: dividerOf(turn.square, conv) });
  askPeople(turn, conv);
}

/** Where "new messages" stands on opening a room: after what was read, if anything came since. */
export function dividerOf(square: Square, conv: string): number | null {
  const room = roomOf(square, conv);
  return room !== null && room.read_n > 0 && room.last_n > room.read_n ? room.read_n : null;
}

function say(turn: Turn, one: Unsent): void {
  patch(turn, { unsent: [...turn.square.unsent, one] });
  const talk = turn.square.talks[one.conv];
  if (talk?.divider != null) setTalk(turn, { ...talk, divider: null });
}

function loadOlder(turn: Turn): void {
  const { open, talks, live } = turn.square;
  const talk = talks[open];
  const first = talk?.items[0];
  if (talk === undefined || first === undefined || talk.loading !== null || talk.complete || !live) return;
  setTalk(turn, { ...talk, loading: "older" });
  send(turn, { t: "hist", id: ask(turn, { of: "older", conv: open }), conv: open, before: first.n, limit: PAGE });
}

function leaveRoom(turn: Turn): void {
  const conv = turn.square.open;
  send(turn, { t: "leave", id: ask(turn, { of: "leave", conv }), conv });
}

function markRead(turn: Turn): void {
  const { open, talks, rooms, live } = turn.square;
  const n = talks[open]?.lastN ?? 0;
  const room = roomOf(turn.square, open);
  if (!live || room === null || n <= room.read_n) return;
  patch(turn, { rooms: rooms.map((one) => (one.conv === open ? { ...one, read_n: n } : one)) });
  send(turn, { t: "mark", conv: open, n });
}

/** The page is not looked at any more: what comes from here on will stand under a line. */
function lookAway(turn: Turn): void {
  const talk = turn.square.talks[turn.square.open];
  if (talk !== undefined && talk.loading !== "newest") setTalk(turn, { ...talk, divider: talk.lastN });
}

function mend(turn: Turn, conv: string): void {
  const talk = turn.square.talks[conv];
  if (talk === undefined || talk.loading !== null || talk.held.length === 0) return;
  if (conv === turn.square.open) return loadNewest(turn, conv);
  const { [conv]: _forgotten, ...talks } = turn.square.talks;
  patch(turn, { talks });
}

function tick(turn: Turn): void {
  const { typists, unsent, live } = turn.square;
  const still = typists.filter((one) => one.until > turn.now);
  if (still.length < typists.length) patch(turn, { typists: still });
  const aged = outbox.aged(unsent, turn.now, live);
  if (aged !== unsent) patch(turn, { unsent: aged });
}

/** Lets the next of the queue fly, if it may. */
function pump(turn: Turn): void {
  const next = turn.square.live ? outbox.nextOf(turn.square.unsent, turn.now) : null;
  if (next === null) return;
  const { cid, conv, text, re } = next;
  patch(turn, { unsent: outbox.flown(turn.square.unsent, cid, turn.now) });
  const id = ask(turn, { of: "say", cid });
  send(turn, { t: "send", id, conv, cid, text, ...(re === null ? {} : { re }) });
}
