// What the author of a message alone is shown: help lines, that a part was left out, what must be shown first. Loaded
// when it is needed, and drawn by hand: the square's own script stays small.
import type { Client } from "./client.svelte";
import { t } from "./texts";

/** Where a sentence leads, by how its id begins; the others lead nowhere. */
const WAYS: [string, string, string][] = [
  ["help-", "/help-lines", "square-told-help"],
  ["told-step-up-", "/check", "square-told-check"],
];

/** Puts the sentences above the composer, one card each, until they are put away. */
export function show(client: Client, keys: string[]): void {
  const place = document.querySelector(".sq-write");
  for (const key of keys) {
    document.querySelector(`.sq-told[data-key="${CSS.escape(key)}"]`)?.remove();
    place?.before(card(client, key));
  }
}

function card(client: Client, key: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "sq-notice sq-told";
  box.dataset["key"] = key;
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.append(t(key));
  const way = WAYS.find(([start]) => key.startsWith(start));
  if (way !== undefined) {
    const link = document.createElement("a");
    link.href = way[1];
    link.target = way[1] === "/check" ? "_self" : "_blank";
    link.append(t(way[2]));
    words.append(" ", link);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button";
  close.append(t("square-close"));
  close.addEventListener("click", () => {
    box.remove();
    client.focusAsked += 1;
  });
  box.append(words, close);
  return box;
}
