// What the composer's text means: something to say, one of the few commands, or a slip that must not be sent.

export type Meaning =
  | { is: "nothing" }
  | { is: "text"; text: string }
  | { is: "leave" }
  | { is: "help" }
  | { is: "empty-me" }
  | { is: "unknown"; word: string };

/** `//` at the start sends a text that begins with one slash. */
export function meaningOf(typed: string): Meaning {
  const text = typed.trim();
  if (text === "") return { is: "nothing" };
  if (text.startsWith("//")) return { is: "text", text: text.slice(1) };
  const [, word = "", rest = ""] = /^\/(\p{L}+)(?=\s|$)\s*([^]*)$/u.exec(text) ?? [];
  switch (word.toLowerCase()) {
    case "":
      return { is: "text", text };
    case "me":
      return rest === "" ? { is: "empty-me" } : { is: "text", text };
    case "leave":
      return { is: "leave" };
    case "help":
      return { is: "help" };
    default:
      return { is: "unknown", word: `/${word}` };
  }
}

/** The way back: what to type for this text to be sent. */
export function typedAs(text: string): string {
  return text.startsWith("/") && actionOf(text) === null ? `/${text}` : text;
}

/** The rest of a `/me` text, which is shown as something done, or null. */
export function actionOf(text: string): string | null {
  return /^\/me\s+([^]+)$/i.exec(text)?.[1] ?? null;
}

/** Characters as the server counts them: code points after NFC. */
export function lengthOf(text: string): number {
  return [...text.normalize("NFC")].length;
}
