// Keys that work everywhere on the square; the composer has its own few.

export type Wish = "room-before" | "room-after" | "unread-before" | "unread-after" | "jump" | "help" | "region" | "region-back";

const LEAVE_MS = 600;

/** What a key asks for, or null. */
export function wishOf(event: KeyboardEvent): Wish | null {
  if (event.isComposing) return null;
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.altKey && !ctrl && event.key === "ArrowUp") return event.shiftKey ? "unread-before" : "room-before";
  if (event.altKey && !ctrl && event.key === "ArrowDown") return event.shiftKey ? "unread-after" : "room-after";
  if (event.key === "F6") return event.shiftKey ? "region-back" : "region";
  if (ctrl && !event.altKey && event.key.toLowerCase() === "k") return "jump";
  if (ctrl && (event.key === "/" || event.key === ":")) return "help";
  if (event.key === "/" && !ctrl && !event.altKey && !isField(event.target)) return "jump";
  return null;
}

/** Two presses of Escape in a row mean: away from here, now. */
export function escapeTwice(): (event: KeyboardEvent) => boolean {
  let last = -Infinity;
  return (event) => {
    if (event.key !== "Escape" || event.isComposing || event.repeat) return false;
    const isSecond = event.timeStamp - last < LEAVE_MS;
    last = event.timeStamp;
    return isSecond;
  };
}

/** The regions F6 walks through: those that can be seen, in reading order. */
export function nextRegion(root: HTMLElement, back: boolean): void {
  const regions = [...root.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.offsetParent !== null);
  const at = regions.findIndex((one) => one.contains(document.activeElement));
  const next = regions[(at + (back ? -1 : 1) + regions.length) % regions.length];
  const inside = next?.querySelector<HTMLElement>("textarea, [aria-current='page'], a[href], button:not([disabled])");
  (next?.matches("[tabindex]") ? next : (inside ?? next))?.focus();
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
