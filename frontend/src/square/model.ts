// What the client knows, as plain values: the square, its conversations, and what has not been sent yet.
import type { Author, Edit, Gone, Limits, Me, Msg, Person, RoomState } from "./protocol";

export type Args = Record<string, string | number>;

/** A sentence to show: the id of a text and what fills it. */
export interface Said {
  key: string;
  args: Args;
}

/** What the page brings along in its JSON block. */
export interface Bootstrap {
  lang: string;
  conv: string;
  ws: string;
  csrf: string;
  me: Me;
  leave: string;
  square: string;
  lantern: boolean;
}

/** One place `n` in a conversation. `text` is null once it is gone; a tombstone from a page has neither author nor time. */
export interface Item {
  n: number;
  rev: number;
  from: Author | null;
  text: string | null;
  ts: number | null;
  re: number | null;
  edited: number | null;
  gone: string | null;
  /** A neutral note for those who read it: the id of a text. */
  card: string | null;
}

export type Change = Msg | Edit | Gone;

export interface Conversation {
  conv: string;
  items: Item[];
  rev: number;
  lastN: number;
  /** Nothing older is kept by the server. */
  complete: boolean;
  /** What has been asked for and not answered yet. */
  loading: "newest" | "older" | null;
  /** Changes that came before what they build on. */
  held: Change[];
  /** Edits and removals of places that are not loaded, kept while older ones are on their way. */
  late: (Edit | Gone)[];
  /** The `n` after which "new messages" stands. */
  divider: number | null;
}

/** `waiting` for its turn or the network, `flying`, being `checking`ed, `held` for a person, `delivered` but not seen yet. */
export type Fate = "waiting" | "flying" | "checking" | "held" | "delivered" | "refused" | "failed";

export interface Unsent {
  cid: string;
  conv: string;
  text: string;
  re: number | null;
  at: number;
  fate: Fate;
  said: Said | null;
  tries: number;
  notBefore: number;
  n: number | null;
  /** It has been seen in the feed before its answer came: not shown a second time. */
  seen: boolean;
  /** It was decided on for good: a refusal has reasons that can be asked for. What is only asked for first has none. */
  why?: boolean;
}

export interface Presences {
  people: Person[];
  here: number;
}

export interface Typist {
  id: string;
  nick: string;
  conv: string;
  until: number;
}

/** A command on its way, by its id. */
export type Asked =
  | { of: "say"; cid: string }
  | { of: "edit"; conv: string; n: number; text: string }
  | { of: "delete"; conv: string; n: number }
  | { of: "newest" | "older" | "join" | "leave" | "people"; conv: string };

export interface Square {
  me: Me;
  limits: Limits;
  /** Server time minus ours, milliseconds. */
  skew: number;
  live: boolean;
  rooms: RoomState[];
  open: string;
  talks: Record<string, Conversation>;
  unsent: Unsent[];
  present: Record<string, Presences>;
  typists: Typist[];
  asked: Record<number, Asked>;
  nextId: number;
  pos: number | null;
  /** The text about how open the whole square is; null while it is as usual. */
  mode: string | null;
}

export function fresh(bootstrap: Bootstrap, unsent: Unsent[]): Square {
  return {
    me: bootstrap.me,
    limits: { text: 2_000, frame: 16_384, page: 100, edit_ms: 120_000 },
    skew: 0,
    live: false,
    rooms: [],
    open: bootstrap.conv,
    talks: {},
    unsent,
    present: {},
    typists: [],
    asked: {},
    nextId: 1,
    pos: null,
    mode: null,
  };
}

export function emptyTalk(conv: string): Conversation {
  return { conv, items: [], rev: 0, lastN: 0, complete: false, loading: "newest", held: [], late: [], divider: null };
}

export function roomOf(square: Square, conv: string): RoomState | null {
  return square.rooms.find((room) => room.conv === conv) ?? null;
}

export function unreadIn(room: RoomState): number {
  return room.joined ? Math.max(0, room.last_n - Math.max(room.read_n, room.floor_n - 1)) : 0;
}
