// What each frame of the server changes; the other half of the reducer in store.ts.
import { placeOf, trimmed, withChange, withNewest, withOlder, withResume } from "./history";
import type { Asked, Change, Conversation, Item, Said } from "./model";
import { roomOf } from "./model";
import * as outbox from "./outbox";
import type {
  Crowd,
  Err,
  ModeFrame,
  Ok,
  PageFrame,
  PeoplePage,
  Presence,
  RoomChange,
  RoomState,
  ServerFrame,
  State,
  Typing,
  Welcome,
} from "./protocol";
import type { Turn } from "./store";
import { askPeople, dividerOf, loadNewest, patch, setTalk } from "./store";

/** How long "is writing" stands without a new sign. */
const TYPING_MS = 6_000;

export function applyFrame(turn: Turn, frame: ServerFrame): void {
  if ("told" in frame && frame.told != null) turn.effects.push({ do: "told", told: frame.told });
  switch (frame.t) {
    case "welcome":
      return welcome(turn, frame);
    case "state":
      return state(turn, frame);
    case "msg":
    case "edit":
    case "gone":
      return change(turn, frame);
    case "page":
      return page(turn, frame);
    case "ok":
      return done(turn, frame);
    case "err":
      return notDone(turn, frame);
    case "status":
      patch(turn, { pos: Math.max(turn.square.pos ?? 0, frame.pos) });
          return settle(turn, frame.cid, { st: frame.st, n: frame.n ?? null, said: saidOf(frame.text_key) });
    case "decision":
      patch(turn, { pos: Math.max(turn.square.pos ?? 0, frame.pos) });
      return void turn.effects.push({ do: "notice", kind: frame.kind, code: frame.code });
    case "people":
      return people(turn, frame);
    case "presence":
      return presence(turn, frame);
    case "typing":
      return typing(turn, frame);
    case "crowd":
      return crowd(turn, frame);
    case "room":
      return roomChanged(turn, frame);
    case "mode":
      return modeChanged(turn, frame);
    case "house":
      return void dispatchEvent(new Event(frame.t));
    case "beat":
      return patch(turn, { skew: frame.now - turn.now });
    case "bye":
      return;
  }
}

function welcome(turn: Turn, frame: Welcome): void {
  const { me, limits, pos } = frame;
  patch(turn, { live: true, mode: null, me, limits, pos, skew: frame.now - turn.now });
  if (!frame.resumed) return;
  const { open, talks } = turn.square;
  if (talks[open] === undefined || talks[open].loading === "newest") loadNewest(turn, open);
  askPeople(turn, open);
}

/** The whole picture. A conversation that nothing happened to stays; another is loaded again when it is looked at. */
function state(turn: Turn, frame: State): void {
  patch(turn, { rooms: frame.rooms });
  const { open, talks } = turn.square;
  const intact = Object.values(talks).filter((talk) => talk.loading === null && talk.rev === revOf(frame, talk.conv));
  patch(turn, { talks: Object.fromEntries(intact.map((talk) => [talk.conv, talk])) });
  if (!intact.some((talk) => talk.conv === open)) {
    const old = talks[open];
    if (old !== undefined) patch(turn, { talks: { ...turn.square.talks, [open]: old } });
    loadNewest(turn, open);
  }
  for (const one of frame.pending) settle(turn, one.cid, { st: one.st, n: one.n ?? null, said: saidOf(one.text_key, one.args) });
  askPeople(turn, open);
}

function revOf(frame: State, conv: string): number {
  return frame.rooms.find((room) => room.conv === conv)?.rev ?? -1;
}

function change(turn: Turn, frame: Change): void {
  const { me, open } = turn.square;
  const old = turn.square.talks[frame.conv];
  const isNew = frame.t === "msg" && frame.n > (old?.lastN ?? roomOf(turn.square, frame.conv)?.last_n ?? 0);
  if (frame.t === "msg") {
    raise(turn, frame.conv, { last_n: frame.n });
    patch(turn, { typists: turn.square.typists.filter((one) => one.id !== frame.from.id) });
  }
  if (old === undefined) return;
  replaced(turn, trimmed(withChange(old, frame)), frame.t === "msg" ? [frame.n] : []);
  if (isNew && frame.conv === open && frame.from.id !== me.id) {
    turn.effects.push({ do: "announce", conv: open, from: frame.from.id, nick: frame.from.nick, text: frame.text });
  }
}

/** Puts a conversation in place and lets the queue know which own messages are in it now. */
function replaced(turn: Turn, talk: Conversation, places: readonly number[]): void {
  const { me, unsent, skew } = turn.square;
  setTalk(turn, talk);
  const own = places.map((n) => talk.items[placeOf(talk.items, n)]).filter((item): item is Item => item?.from?.id === me.id);
  patch(turn, { unsent: outbox.arrived(unsent, talk.conv, own, talk.lastN, skew) });
}

function page(turn: Turn, frame: PageFrame): void {
  const asked = frame.re == null ? null : answered(turn, frame.re);
  const old = turn.square.talks[frame.conv];
  raise(turn, frame.conv, { last_n: frame.last_n, rev: frame.rev, floor_n: frame.floor_n });
  if (asked?.of === "join") enter(turn, frame.conv);
  if (old === undefined) return;
  const places = frame.items.map((item) => item.n);
  if (asked?.of === "older") return replaced(turn, withOlder(old, frame), places);
  if (asked === null && frame.since != null) {
    const resumed = withResume(old, frame);
    return resumed === null ? loadNewest(turn, frame.conv) : replaced(turn, resumed, places);
  }
  const divider = old.divider ?? dividerOf(turn.square, frame.conv);
  replaced(turn, withNewest({ ...old, divider }, frame), places);
}

function enter(turn: Turn, conv: string): void {
  raise(turn, conv, { joined: true });
  askPeople(turn, conv);
}

function done(turn: Turn, frame: Ok): void {
  const asked = answered(turn, frame.re);
  if (frame.pos != null) patch(turn, { pos: Math.max(turn.square.pos ?? 0, frame.pos) });
  if (asked?.of === "say") {
    const said = saidOf(frame.text_key, frame.args);
    settle(turn, asked.cid, { st: frame.st ?? "checking", n: frame.n ?? null, said });
  } else if (asked?.of === "leave") {
    left(turn, asked.conv);
  }
}

function left(turn: Turn, conv: string): void {
  raise(turn, conv, { joined: false });
  const { [conv]: _left, ...talks } = turn.square.talks;
  patch(turn, { talks });
  turn.effects.push({ do: "lobby" });
}

function settle(turn: Turn, cid: string, verdict: outbox.Verdict): void {
  const one = turn.square.unsent.find((unsent) => unsent.cid === cid);
  if (one === undefined) return;
  const talk = turn.square.talks[one.conv];
  const unsent = outbox.settled(turn.square.unsent, cid, verdict);
  const lastN = talk === undefined ? Infinity : talk.loading === "newest" ? 0 : talk.lastN;
  patch(turn, { unsent: outbox.arrived(unsent, one.conv, [], lastN, turn.square.skew) });
}

function notDone(turn: Turn, frame: Err): void {
  const asked = frame.re == null ? null : answered(turn, frame.re);
  const said = saidOf(frame.text_key, frame.args) ?? { key: frame.text_key, args: {} };
  switch (asked?.of) {
    case "say": {
      const err = { code: frame.code, key: said.key, args: said.args, retryMs: frame.retry_ms ?? null };
      return patch(turn, { unsent: outbox.notDone(turn.square.unsent, asked.cid, err, turn.now) });
    }
    case "edit":
      turn.effects.push({ do: "edit-back", n: asked.n, text: asked.text, said });
      return;
    case "join":
      if (frame.code === "consent") turn.effects.push({ do: "consent", conv: asked.conv });
      else fail(turn, asked, said);
      return;
    case "newest":
    case "older":
      return fail(turn, asked, said);
    case "delete":
    case "leave":
      turn.effects.push({ do: "tell", said });
      return;
    default:
      return;
  }
}

/** A page that will not come: the room is shown as it is, with the reason in words. */
function fail(turn: Turn, asked: Extract<Asked, { conv: string }>, said: Said): void {
  const talk = turn.square.talks[asked.conv];
  if (talk !== undefined) setTalk(turn, { ...talk, loading: null, held: [], complete: asked.of !== "older" });
  turn.effects.push({ do: "tell", said });
}

function people(turn: Turn, frame: PeoplePage): void {
  answered(turn, frame.re);
  patch(turn, { present: { ...turn.square.present, [frame.conv]: { people: frame.people, here: frame.here } } });
}

function presence(turn: Turn, frame: Presence): void {
  raise(turn, frame.conv, { here: frame.here });
  const known = turn.square.present[frame.conv];
  if (known === undefined) return;
  const moved = new Set([...frame.went, ...frame.came.map((one) => one.id)]);
  const all = [...known.people.filter((one) => !moved.has(one.id)), ...frame.came];
  patch(turn, { present: { ...turn.square.present, [frame.conv]: { people: all, here: frame.here } } });
}

function typing(turn: Turn, frame: Typing): void {
  const { me, typists } = turn.square;
  if (frame.id === me.id) return;
  const one = { id: frame.id, nick: frame.nick, conv: frame.conv, until: turn.now + TYPING_MS };
  patch(turn, { typists: [...typists.filter((other) => other.id !== frame.id), one] });
}

/** The desk closed, opened or slowed a room: said in words to whoever looks at it. */
function roomChanged(turn: Turn, frame: RoomChange): void {
  raise(turn, frame.conv, { opens_at: null, ...frame });
  const said = saidOf(frame.text_key);
  if (said !== null && frame.conv === turn.square.open) turn.effects.push({ do: "room-news", said });
}

/** How open the whole square is: a banner while it is narrowed, a word once it is not. */
function modeChanged(turn: Turn, frame: ModeFrame): void {
  const mode = frame.mode === "normal" ? null : frame.text_key;
  if (mode === null) turn.effects.push({ do: "room-news", said: { key: frame.text_key, args: {} } });
  patch(turn, { mode });
}

function crowd(turn: Turn, frame: Crowd): void {
  const rooms = turn.square.rooms.map((room) => {
    const last_n = Math.max(room.last_n, frame.last[room.conv] ?? 0);
    return { ...room, here: frame.here[room.conv] ?? room.here, last_n };
  });
  patch(turn, { rooms });
}

function raise(turn: Turn, conv: string, change: Partial<RoomState>): void {
  const rooms = turn.square.rooms.map((room) => {
    if (room.conv !== conv) return room;
    return { ...room, ...change, last_n: Math.max(room.last_n, change.last_n ?? 0) };
  });
  patch(turn, { rooms });
}

function answered(turn: Turn, id: number): Asked | null {
  const { [id]: found, ...asked } = turn.square.asked;
  patch(turn, { asked });
  return found ?? null;
}

function saidOf(key: string | null | undefined, args: Said["args"] | null = null): Said | null {
  return key == null ? null : { key, args: args ?? {} };
}
