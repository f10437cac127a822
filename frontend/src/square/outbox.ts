// What the visitor wrote and nobody has confirmed yet: one flies at a time, in order, each under its own `cid` for life.
import type { Args, Fate, Item, Said, Unsent } from "./model";

/** A text this old does not leave by itself any more: the talk has moved on. */
const STALE_MS = 10 * 60_000;
/** How long an answer may take on a live line before the same `cid` is sent again. */
const ANSWER_MS = 20_000;
const TRIES = 3;
/** The one refusal that only asks for patience. */
const TOO_FAST = "refuse-rate";

export interface Verdict {
  st: string;
  n: number | null;
  said: Said | null;
}

export function written(cid: string, conv: string, text: string, re: number | null, at: number): Unsent {
  return { cid, conv, text, re, at, fate: "waiting", said: null, tries: 0, notBefore: 0, n: null, seen: false };
}

/** The next to fly, or null while one flies, or while the first of the queue must wait. */
export function nextOf(unsent: readonly Unsent[], now: number): Unsent | null {
  if (unsent.some((one) => one.fate === "flying")) return null;
  const first = unsent.find((one) => one.fate === "waiting");
  return first !== undefined && first.notBefore <= now ? first : null;
}

export function flown(unsent: readonly Unsent[], cid: string, now: number): Unsent[] {
  return each(unsent, cid, (one) => ({ ...one, fate: "flying", notBefore: now + ANSWER_MS }));
}

/** The line broke: whatever had no final answer goes again, and the same `cid` makes that harmless. */
export function grounded(unsent: readonly Unsent[]): Unsent[] {
  return unsent.map((one) => (isAloft(one.fate) ? { ...one, fate: "waiting", notBefore: 0 } : one));
}

/** With time: an answer that does not come, a text that is too old to leave unasked. */
export function aged(unsent: Unsent[], now: number, live: boolean): Unsent[] {
  let touched = false;
  const all = unsent.map((one): Unsent => {
    if (one.fate === "flying" && live && one.notBefore <= now) {
      touched = true;
      return { ...one, fate: "waiting", notBefore: 0 };
    }
    if (one.fate === "waiting" && now - one.at > STALE_MS) {
      touched = true;
      return { ...one, fate: "failed", said: { key: "square-stale", args: {} } };
    }
    return one;
  });
  return touched ? all : unsent;
}

/** The server has decided. */
export function settled(unsent: readonly Unsent[], cid: string, verdict: Verdict): Unsent[] {
  return each(unsent, cid, (one) => {
    const said = verdict.said ?? one.said;
    const fate = fateOf(verdict.st);
    return { ...one, fate, said, why: true, n: verdict.n ?? one.n, seen: fate === "refused" ? false : one.seen };
  });
}

/** Not done: too fast leaves by itself a little later; a fault on the other side asks for a retry; the rest is refused. */
export function notDone(
  unsent: readonly Unsent[],
  cid: string,
  err: { code: string; key: string; args: Args; retryMs: number | null },
  now: number,
): Unsent[] {
  return each(unsent, cid, (one) => {
    const said = { key: err.key, args: err.args };
    const again = err.key === TOO_FAST && one.tries + 1 < TRIES;
    const base = { ...one, said, seen: false, tries: one.tries + 1 };
    if (again) return { ...base, fate: "waiting", notBefore: now + (err.retryMs ?? 2_000) };
    return { ...base, fate: err.code === "paused" || err.code === "rate" ? "failed" : "refused" };
  });
}

export function retried(unsent: readonly Unsent[], cid: string, now: number): Unsent[] {
  return each(unsent, cid, (one) => ({ ...one, fate: "waiting", said: null, tries: 0, notBefore: 0, at: now }));
}

export function without(unsent: Unsent[], cid: string): Unsent[] {
  return unsent.filter((one) => one.cid !== cid);
}

/** Own messages that arrived in the feed: confirmed ones leave the queue, one still without answer is not shown twice. */
export function arrived(unsent: Unsent[], conv: string, own: readonly Item[], lastN: number, skew: number): Unsent[] {
  if (!unsent.some((one) => one.conv === conv)) return unsent;
  let left = unsent.filter((one) => !(one.conv === conv && one.n !== null && one.n <= lastN && one.fate === "delivered"));
  for (const item of own) {
    const twin = left.find((one) => one.conv === conv && !one.seen && one.fate !== "refused" && isTwin(one, item, skew));
    if (twin !== undefined) left = each(left, twin.cid, (one) => ({ ...one, seen: true }));
  }
  return left;
}

/** As kept over a reload: nothing is in the air, and nothing counts as seen. */
export function kept(unsent: readonly Unsent[]): Unsent[] {
  return grounded(unsent.filter((one) => one.fate !== "delivered")).map((one) => ({ ...one, seen: false }));
}

/** `skew` is server time minus ours. A guess for the eye only: the `cid` decides what is sent. */
function isTwin(one: Unsent, item: Item, skew: number): boolean {
  const isAfter = item.ts !== null && item.ts - skew >= one.at - 5_000;
  return isAfter && item.text !== null && one.text.normalize("NFC").trim() === item.text.trim();
}

function isAloft(fate: Fate): boolean {
  return fate === "flying" || fate === "checking";
}

function fateOf(st: string): Fate {
  return st === "delivered" || st === "held" || st === "refused" ? st : "checking";
}

function each(unsent: readonly Unsent[], cid: string, change: (one: Unsent) => Unsent): Unsent[] {
  return unsent.map((one) => (one.cid === cid ? change(one) : one));
}
