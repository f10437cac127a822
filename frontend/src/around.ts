// Beside the live square: who watches, and what stands in a room besides what is said there. The page has it without this.

interface Line {
  kind: string;
  heading: string;
  words: string;
}

interface Around {
  lit: boolean;
  duty: string;
  lines: Line[];
  /** The words that lead to the board, while few people are here. */
  board: string;
}

const AGAIN_MS = 300_000;
const SPREAD_MS = 10_000;
/** Everybody hears of a change at once; they do not all ask at once. */
const spread = (most: number): number => Math.random() * most;

let asked = "";
let timer = 0;

function roomPath(): string {
  return location.pathname.replace(/\/$/, "");
}

async function look(): Promise<void> {
  const path = roomPath();
  if (document.querySelector(".sq-ended") !== null) return; // Whoever has no visit any more has no room to ask about.
  if (!/^\/square\/[a-z0-9-]+$/.test(path)) return;
  asked = path;
  const answer = await fetch(`${path.replace("/square/", "/api/rooms/")}/around`).catch(() => null);
  if (answer?.ok && path === roomPath()) show((await answer.json()) as Around);
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void look(), AGAIN_MS + spread(AGAIN_MS));
}

function show(around: Around): void {
  duty(around.lit, around.duty);
  const feed = document.querySelector("body.live .sq-feed-frame");
  if (feed === null) return;
  const box = document.createElement("div");
  box.className = "sq-around";
  box.setAttribute("role", "status");
  box.append(...around.lines.map(drawn));
  if (around.board !== "") box.append(way(around.board));
  const old = document.querySelector(".sq-around");
  if (old?.textContent === box.textContent && box.hasChildNodes()) return;
  old?.remove();
  if (box.hasChildNodes()) feed.before(box);
}

function way(words: string): HTMLElement {
  const line = document.createElement("p");
  line.append(Object.assign(document.createElement("a"), { href: "/board", textContent: words }));
  return line;
}

function drawn(line: Line): HTMLElement {
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = line.words;
  if (line.kind !== "pinned") {
    if (line.heading === "") return words;
    const both = document.createElement("div");
    const heading = document.createElement("p");
    heading.dir = "auto";
    heading.append(Object.assign(document.createElement("b"), { textContent: line.heading }));
    both.append(heading, words);
    return both;
  }
  const details = document.createElement("details");
  details.append(Object.assign(document.createElement("summary"), { textContent: line.heading }), words);
  return details;
}

/** The words beside the lantern; its flame is drawn anew when the page is. */
function duty(lit: boolean, words: string): void {
  const place = document.querySelector(".sq-duty");
  const said = place?.querySelector("span:last-child");
  if (place == null || said == null) return;
  place.classList.toggle("lit", lit);
  said.textContent = words;
  for (const lantern of place.querySelectorAll("svg.lantern")) lantern.classList.toggle("lit", lit);
}

function watch(): void {
  const title = document.querySelector("body.live .sq-title");
  if (title === null) return void window.setTimeout(watch, 200);
  void look();
  new MutationObserver(() => {
    if (roomPath() !== asked) void look();
  }).observe(title, { childList: true, characterData: true, subtree: true });
}

addEventListener("house", () => window.setTimeout(() => void look(), spread(SPREAD_MS)));
watch();
