// From messages to lines of the feed: days, groups by one person, and where the new ones begin.
import type { Item } from "./model";
import { dayName, midnight } from "./texts";

const GROUP_MS = 3 * 60_000;
/** Lines on the page at most; more makes a poor phone slow. */
export const SHOWN = 400;

export interface Row {
  item: Item;
  /** The day's name, where a new day begins. */
  day: string | null;
  /** Same author, shortly after: no name again. */
  grouped: boolean;
  /** The first one not read yet. */
  fresh: boolean;
}

const known = new WeakMap<Item, Row>();

/** Rows that did not change are the same objects as before, so that only changed lines are drawn again. */
export function rowsOf(items: readonly Item[], divider: number | null, now: number): Row[] {
  let before: Item | null = null;
  let day = 0;
  let divided = divider === null || (items[0]?.n ?? 0) > divider;
  return items.map((item) => {
    const today = item.ts === null ? day : midnight(item.ts);
    const fresh: boolean = !divided && divider !== null && item.n > divider;
    const newDay = today !== day && item.ts !== null ? dayName(item.ts, now) : null;
    const row = { item, day: newDay, grouped: newDay === null && !fresh && isSameBreath(before, item), fresh };
    divided ||= fresh;
    day = today;
    before = item;
    return remembered(row);
  });
}

function isSameBreath(before: Item | null, item: Item): boolean {
  if (before?.from == null || item.from === null || before.gone !== null || item.gone !== null) return false;
  const close = item.ts !== null && before.ts !== null && item.ts - before.ts < GROUP_MS;
  return close && before.from.id === item.from.id && item.re === null;
}

function remembered(row: Row): Row {
  const old = known.get(row.item);
  if (old !== undefined && old.day === row.day && old.grouped === row.grouped && old.fresh === row.fresh) return old;
  known.set(row.item, row);
  return row;
}
