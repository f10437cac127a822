// What happens to one conversation when a page or a change arrives: pure, gapless by `rev`, the same whatever the order.
import type { Edit, Gone, Msg, PageFrame } from "./protocol";
import type { Change, Conversation, Item } from "./model";

/** How many messages are kept in memory; the page shows fewer. */
const KEPT = 3_000;
const AFTER_TRIM = 2_000;

/** A live change. Returned with something in `held`, it could not be placed yet: ask again after a moment. */
export function withChange(talk: Conversation, change: Change): Conversation {
  if (talk.loading === "newest" || change.rev > talk.rev + 1) return { ...talk, held: [...talk.held, change] };
  return drained(placed(talk, change));
}

/** The newest page: it replaces everything, since what is older may have changed unseen. */
export function withNewest(talk: Conversation, page: PageFrame): Conversation {
  const items = page.items.map(itemOf);
  const base: Conversation = {
    ...talk,
    items,
    rev: page.rev,
    lastN: page.last_n,
    loading: null,
    late: [],
    complete: isStart(items, page),
  };
  return drained(base);
}

/** An older page, put before what is there; what was changed meanwhile stays changed. */
export function withOlder(talk: Conversation, page: PageFrame): Conversation {
  const items = merged(talk.items, page.items.map(itemOf));
  const complete = page.end || page.items.length === 0 || isStart(items, page);
  const base: Conversation = { ...talk, items, complete, loading: null, late: [] };
  return talk.late.reduce(placed, base);
}

/** What happened since `page.since`, after a return; null when that is not enough to be whole again. */
export function withResume(talk: Conversation, page: PageFrame): Conversation | null {
  if ((page.since ?? 0) > talk.rev) return null;
  const first = talk.items[0]?.n ?? 0;
  const items = merged(
    talk.items,
    page.items.map(itemOf).filter((item) => item.n >= first),
  );
  return drained({
    ...talk,
    items,
    rev: Math.max(talk.rev, page.rev),
    lastN: Math.max(talk.lastN, page.last_n),
  });
}

/** Keeps memory bounded over a long evening. */
export function trimmed(talk: Conversation): Conversation {
  if (talk.items.length <= KEPT) return talk;
  return { ...talk, items: talk.items.slice(-AFTER_TRIM), complete: false };
}

function drained(talk: Conversation): Conversation {
  let now = talk;
  const waiting = [...talk.held].sort((a, b) => a.rev - b.rev);
  while (waiting[0] !== undefined && waiting[0].rev <= now.rev + 1) {
    now = placed(now, waiting[0]);
    waiting.shift();
  }
  return waiting.length === now.held.length ? now : { ...now, held: waiting };
}

function placed(talk: Conversation, change: Change): Conversation {
  const rev = Math.max(talk.rev, change.rev);
  if (change.t === "msg") {
    const items = merged(talk.items, [itemOf(change)]);
    return { ...talk, items, rev, lastN: Math.max(talk.lastN, change.n) };
  }
  const at = placeOf(talk.items, change.n);
  const old = talk.items[at];
  if (old === undefined) return { ...talk, rev, late: talk.loading === "older" ? [...talk.late, change] : talk.late };
  if (old.rev >= change.rev) return { ...talk, rev };
  const items = [...talk.items];
  items[at] = changed(old, change);
  return { ...talk, items, rev };
}

function changed(old: Item, change: Edit | Gone): Item {
  if (change.t === "gone") return { ...old, rev: change.rev, text: null, gone: change.by };
  return { ...old, rev: change.rev, text: change.text, edited: change.edited, card: change.card ?? null };
}

/** Both lists in ascending `n`; of two at the same place the later revision stays. */
function merged(old: Item[], more: Item[]): Item[] {
  const last = old[old.length - 1];
  const next = more[0];
  if (next === undefined) return old;
  if (last === undefined || last.n < next.n) return [...old, ...more];
  const byN = new Map(old.map((item) => [item.n, item]));
  for (const item of more) {
    const known = byN.get(item.n);
    if (known === undefined || known.rev < item.rev) byN.set(item.n, item);
  }
  return [...byN.values()].sort((a, b) => a.n - b.n);
}

/** Index of place `n`, or -1; binary, since the list is in order. */
export function placeOf(items: readonly Item[], n: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = items[middle]?.n ?? 0;
    if (found === n) return middle;
    if (found < n) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function itemOf(frame: Msg | Gone): Item {
  const place = { n: frame.n, rev: frame.rev };
  if (frame.t === "gone") {
    return { ...place, from: null, text: null, ts: null, re: null, edited: null, gone: frame.by, card: null };
  }
  const { from, text, ts } = frame;
  return { ...place, from, text, ts, re: frame.re ?? null, edited: frame.edited ?? null, gone: null, card: frame.card ?? null };
}

function isStart(items: readonly Item[], page: PageFrame): boolean {
  return (items[0]?.n ?? 0) <= Math.max(1, page.floor_n);
}
