// Made by `./dev generate` from src/parvis/core/protocol.py. Do not edit.

/** First frame, within five seconds; the visit is known by its cookie. */
export interface Hello {
  t: "hello";
  v: number;
  have?: Record<string, Seen>;
  pos?: number | null;
  caps?: string[];
  lang?: string | null;
}

/** How far a client got in one conversation. */
export interface Seen {
  n: number;
  rev: number;
}

/** Say something. ``cid`` makes a repeat harmless: it returns the first one's status. */
export interface Send {
  t: "send";
  id: number;
  conv: string;
  cid: string;
  text: string;
  re?: number | null;
}

/** Change an own message within two minutes; both texts are kept. */
export interface EditCommand {
  t: "edit";
  id: number;
  conv: string;
  n: number;
  text: string;
}

/** Take an own message away; a tombstone keeps its ``n``. */
export interface DeleteCommand {
  t: "delete";
  id: number;
  conv: string;
  n: number;
}

/** A stretch of history: exactly one of ``before``, ``after``, ``around`` (an ``n``), or none for the newest. */
export interface Hist {
  t: "hist";
  id: number;
  conv: string;
  before?: number | null;
  after?: number | null;
  around?: number | null;
  limit?: number;
}

/** Come into a room; answered by `Page` with the last messages. */
export interface Join {
  t: "join";
  id: number;
  conv: string;
}

/** Go out of a room. */
export interface Leave {
  t: "leave";
  id: number;
  conv: string;
}

/** Who is in this room now; answered by `PeoplePage`. */
export interface People {
  t: "people";
  id: number;
  conv: string;
}

/** Report a message (``conv`` and ``n``), a whole room (``conv``), or somebody (``visit``); answered by `Receipt`. */
export interface ReportCommand {
  t: "report";
  id: number;
  reason: Reason;
  conv?: string | null;
  n?: number | null;
  visit?: string | null;
  nickname?: boolean;
  note?: string;
  illegal?: boolean;
}

/** What a reporter may choose; the words are ``reason-<value>`` in the locales. */
export type Reason = "attacked" | "blackmail" | "danger" | "drugs" | "harassment" | "hate" | "impersonation" | "minor" | "other" | "paid-sex" | "privacy" | "scam" | "seeks-minors" | "self-harm" | "service" | "sexual" | "spam" | "terrorism";

/** Everything up to ``n`` has been read. No answer. */
export interface MarkRead {
  t: "mark";
  conv: string;
  n: number;
}

/** Somebody is writing. No answer; dropped first when the line is busy. */
export interface TypingCommand {
  t: "typing";
  conv: string;
}

/** Personal frames up to ``pos`` have arrived. No answer. */
export interface Ack {
  t: "ack";
  pos: number;
}

/** Answer to `Hello`. ``resumed``: everything since ``have`` and ``pos`` follows, nothing is missing. */
export interface Welcome {
  t: "welcome";
  v: number;
  resumed: boolean;
  pos: number;
  me: Me;
  limits: Limits;
  beat: number;
  now: number;
}

/** The visitor's own card. */
export interface Me {
  id: string;
  nick: string;
  mark: string;
  band: string;
  gender?: string | null;
}

/** What a client needs to know to stay polite. */
export interface Limits {
  text: number;
  frame: number;
  page: number;
  edit_ms: number;
}

/** The whole picture, when it cannot be proved that nothing was missed, and on the first connection. */
export interface State {
  t: "state";
  rooms: RoomState[];
  requests: number;
  pending: Pending[];
}

/** One room as this visit sees it; ``here`` is a coarse step, not a count. */
export interface RoomState {
  conv: string;
  name: string;
  topic: string;
  kind: string;
  mode: string;
  sensitive: boolean;
  joined: boolean;
  last_n: number;
  rev: number;
  floor_n: number;
  read_n: number;
  here: number;
  opens_at?: number | null;
}

/** What became of something sent in the last minutes. */
export interface Pending {
  cid: string;
  conv: string;
  st: string;
  n?: number | null;
  mid?: string | null;
  text_key?: string | null;
  args?: Record<string, string | number> | null;
}

/** The command ``re`` is done, and durable. */
export interface Ok {
  t: "ok";
  re: number;
  cid?: string | null;
  st?: string | null;
  conv?: string | null;
  n?: number | null;
  mid?: string | null;
  ts?: number | null;
  text_key?: string | null;
  args?: Record<string, string | number> | null;
  pos?: number | null;
  told?: string[] | null;
}

/** A released message, in a room frame or in a page. */
export interface Msg {
  t: "msg";
  conv: string;
  n: number;
  rev: number;
  mid: string;
  from: Author;
  text: string;
  ts: number;
  re?: number | null;
  edited?: number | null;
  card?: string | null;
}

/** Who said it; ``mark`` is drawn by the server's client, never by text. */
export interface Author {
  id: string;
  nick: string;
  mark: string;
}

/** A message has a new text. */
export interface Edit {
  t: "edit";
  conv: string;
  n: number;
  rev: number;
  mid: string;
  text: string;
  edited: number;
  card?: string | null;
}

/** A message is no longer shown; its ``n`` stays taken. */
export interface Gone {
  t: "gone";
  conv: string;
  n: number;
  rev: number;
  mid: string;
  by: string;
}

/** What became of a send, for its author's other connections and for a resume; numbered by ``pos``. */
export interface StatusFrame {
  t: "status";
  pos: number;
  cid: string;
  conv: string;
  st: string;
  n?: number | null;
  mid?: string | null;
  text_key?: string | null;
  told?: string[] | null;
}

/** A statement of reasons for this visit; numbered by ``pos``, and said again at every `Hello` until it was read. */
export interface DecisionFrame {
  t: "decision";
  pos: number;
  kind: string;
  code: string;
}

/** History, in ascending ``n``; after `Hello` also what happened since, then without ``re`` and with ``since``. */
export interface PageFrame {
  t: "page";
  conv: string;
  items: (Msg | Gone)[];
  floor_n: number;
  last_n: number;
  rev: number;
  end: boolean;
  re?: number | null;
  since?: number | null;
}

/** Who is here; at most 200 are listed, ``here`` is the coarse step. */
export interface PeoplePage {
  t: "people";
  re: number;
  conv: string;
  people: Person[];
  here: number;
}

/** Somebody present: what they chose to show. */
export interface Person {
  id: string;
  nick: string;
  mark: string;
  band: string;
  gender?: string | null;
}

/** The report ``re`` is on the disk, with its evidence. ``code`` opens its answer at ``/receipt``, also later. */
export interface Receipt {
  t: "receipt";
  re: number;
  code: string;
  due: number;
  repeated?: boolean;
  warned?: boolean;
}

/** The desk closed, opened or slowed a room, or lets first messages wait: said to those who are in it. */
export interface RoomChange {
  t: "room";
  conv: string;
  mode: string;
  text_key: string;
  every_s?: number | null;
  first?: number | null;
  opens_at?: number | null;
}

/** How open the whole square is from now on: said to everybody, and after `Welcome` while it is not ``normal``. */
export interface ModeFrame {
  t: "mode";
  mode: string;
  text_key: string;
  until?: number | null;
}

/** Something around the rooms changed: who watches over them, an evening, a room's lines. Said to everybody. */
export interface HouseFrame {
  t: "house";
  on_duty: boolean;
}

/** Who came and went since the last one, at most every five seconds. */
export interface Presence {
  t: "presence";
  conv: string;
  came: Person[];
  went: string[];
  here: number;
}

/** Somebody is writing. */
export interface Typing {
  t: "typing";
  conv: string;
  id: string;
  nick: string;
}

/** Coarse head counts of all rooms, by conversation, and newest ``n`` for unread marks. */
export interface Crowd {
  t: "crowd";
  here: Record<string, number>;
  last: Record<string, number>;
}

/** Still there. */
export interface Beat {
  t: "beat";
  now: number;
}

/** The command ``re`` was not done; ``text_key`` names the sentence to show. */
export interface Err {
  t: "err";
  code: ErrCode;
  text_key: string;
  re?: number | null;
  cid?: string | null;
  retry_ms?: number | null;
  args?: Record<string, string | number> | null;
  told?: string[] | null;
}

/** Why a command was not done; the closed list that pages and clients can rely on. */
export type ErrCode = "bad" | "consent" | "forbidden" | "gone" | "paused" | "rate" | "too_late";

/** Last frame before the server closes. */
export interface Bye {
  t: "bye";
  code: ByeCode;
  resume_ok: boolean;
  after_ms: number;
  text_key: string;
  reason?: Kind | null;
}

/** Why the server closes; each has its WebSocket close code in `CLOSE_CODES`. */
export type ByeCode = "bad" | "closed" | "flood" | "hello" | "left" | "replaced" | "restart" | "restricted" | "slow" | "too_big" | "unauthenticated";

/** Who closes, and for how long; each outranks the one before. */
export type Kind = "judicial" | "operator" | "pause";

export type Command = Hello | Send | EditCommand | DeleteCommand | Hist | Join | Leave | People | ReportCommand | MarkRead | TypingCommand | Ack;
export type ServerFrame = Welcome | State | Ok | Msg | Edit | Gone | StatusFrame | DecisionFrame | PageFrame | PeoplePage | Receipt | RoomChange | ModeFrame | HouseFrame | Presence | Typing | Crowd | Beat | Err | Bye;
