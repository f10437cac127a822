// Sentences by their id, from the same Fluent files as the pages; only the language that is read is loaded, as plain files.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import enRefusals from "../../../src/parvis/locales/en/refusals.ftl?url";
import enSquare from "../../../src/parvis/locales/en/square.ftl?url";
import frRefusals from "../../../src/parvis/locales/fr/refusals.ftl?url";
import frSquare from "../../../src/parvis/locales/fr/square.ftl?url";
import type { Args, Said } from "./model";

const FIRST = [frSquare, frRefusals];
const files: Record<string, string[]> = { fr: FIRST, en: [enSquare, enRefusals] };

let bundle = new FluentBundle("fr");
let language = "fr";

/** Loads one language; one that is not there falls back to French, which is written first. Rejects without a network. */
export async function speak(lang: string): Promise<void> {
  language = lang in files ? lang : "fr";
  const sources = await Promise.all((files[language] ?? FIRST).map(textOf));
  bundle = new FluentBundle(language);
  for (const source of sources) bundle.addResource(new FluentResource(source));
}

/** Adds sentences that only a part loaded later needs; rejects without a network. */
export async function learn(urls: Record<string, string>): Promise<void> {
  bundle.addResource(new FluentResource(await textOf(urls[language] ?? "")));
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

/** A sentence; a text that is missing shows its id, so that the gap is seen. */
export function t(key: string, args: Args = {}): string {
  const pattern = bundle.getMessage(key)?.value;
  return pattern == null ? key : bundle.formatPattern(pattern, args, []);
}

export function say(said: Said): string {
  return t(said.key, said.args);
}

/** A text that holds two things, such as a key and what it does. */
export function pair(key: string): [string, string] {
  const [first = "", second = ""] = t(key).split(" · ", 2);
  return [first, second];
}

export function clockTime(ts: number): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ts);
}

/** "Today", "Yesterday", or the day in words. */
export function dayName(ts: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(ts)) / 86_400_000);
  if (days === 0) return t("square-today");
  if (days === 1) return t("square-yesterday");
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(ts);
}

export function midnight(ts: number): number {
  return new Date(ts).setHours(0, 0, 0, 0);
}
