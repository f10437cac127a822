// Keeps what is being read where it is while lines come, change and go around it.

export type Hold = { is: "end" } | { is: "line"; line: Element; top: number };

const NEAR_END = 48;

export function isAtEnd(feed: HTMLElement): boolean {
  return feed.scrollHeight - feed.scrollTop - feed.clientHeight < NEAR_END;
}

/** Before the lines change: the end, or the first line in view and where it stands. */
export function held(feed: HTMLElement, atEnd: boolean): Hold {
  if (atEnd) return { is: "end" };
  const edge = feed.getBoundingClientRect().top;
  for (const line of feed.querySelectorAll("[data-n]")) {
    const box = line.getBoundingClientRect();
    if (box.bottom > edge) return { is: "line", line, top: box.top };
  }
  return { is: "end" };
}

/** After they changed. */
export function restored(feed: HTMLElement, hold: Hold): void {
  if (hold.is === "end") feed.scrollTop = feed.scrollHeight;
  else if (hold.line.isConnected) feed.scrollTop += hold.line.getBoundingClientRect().top - hold.top;
}
