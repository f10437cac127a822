// What a screen reader hears: each message while the room is calm, only their number once they come in crowds.

const WINDOW_MS = 5_000;
const SINGLY = 3;

export interface Voice {
  /** Says one message. */
  one(nick: string, text: string): void;
  /** Says how many came. */
  many(count: number): void;
}

export interface Timing {
  now(): number;
  after(ms: number, call: () => void): void;
}

export class Announcer {
  /** Switched off in the menu: nothing is said, nothing is counted. */
  muted = false;
  private heard: number[] = [];
  private waiting = 0;

  constructor(
    private readonly voice: Voice,
    private readonly timing: Timing,
  ) {}

  /** A message of somebody else in the room that is open. */
  message(nick: string, text: string): void {
    if (this.muted) return;
    const now = this.timing.now();
    this.heard = [...this.heard.filter((at) => now - at < WINDOW_MS), now];
    if (this.waiting === 0 && this.heard.length <= SINGLY) {
      this.voice.one(nick, text);
      return;
    }
    this.waiting += 1;
    if (this.waiting === 1) this.timing.after(WINDOW_MS, () => this.flush());
  }

  /** Another room is open: what waited was said there. */
  reset(): void {
    this.heard = [];
    this.waiting = 0;
  }

  private flush(): void {
    const count = this.waiting;
    this.waiting = 0;
    if (count > 0 && !this.muted) this.voice.many(count);
  }
}
