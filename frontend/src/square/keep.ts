// What outlives a reload of this tab and nothing else: drafts and unsent messages, under the visit they belong to.
import type { Unsent } from "./model";

const PREFIX = "parvis:";

export class Keep {
  private readonly mine: string;

  constructor(visit: string) {
    this.mine = `${PREFIX}${visit}:`;
    for (const key of keysOf(PREFIX)) if (!key.startsWith(this.mine)) quietly(() => sessionStorage.removeItem(key));
  }

  draft(conv: string): string {
    return this.read(`draft:${conv}`) ?? "";
  }

  setDraft(conv: string, text: string): void {
    this.write(`draft:${conv}`, text);
  }

  unsent(): Unsent[] {
    try {
      const found: unknown = JSON.parse(this.read("unsent") ?? "[]");
      return Array.isArray(found) ? (found as Unsent[]) : [];
    } catch {
      return [];
    }
  }

  setUnsent(unsent: readonly Unsent[]): void {
    this.write("unsent", unsent.length === 0 ? "" : JSON.stringify(unsent));
  }

  choice(name: string): string {
    return this.read(`choice:${name}`) ?? "";
  }

  setChoice(name: string, value: string): void {
    this.write(`choice:${name}`, value);
  }

  private read(name: string): string | null {
    return quietly(() => sessionStorage.getItem(this.mine + name));
  }

  private write(name: string, value: string): void {
    quietly(() => (value === "" ? sessionStorage.removeItem(this.mine + name) : sessionStorage.setItem(this.mine + name, value)));
  }
}

/** On leaving: nothing of Parvis stays in this tab. */
export function forget(): void {
  for (const key of keysOf(PREFIX)) quietly(() => sessionStorage.removeItem(key));
}

function keysOf(prefix: string): string[] {
  return quietly(() => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))) ?? [];
}

/** Storage may be switched off or full; the chat works without it. */
function quietly<T>(call: () => T): T | null {
  try {
    return call();
  } catch {
    return null;
  }
}
