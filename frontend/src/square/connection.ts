// One WebSocket kept alive: greeting, watch for silence, patient return. No DOM; time, chance and the socket are handed in.
import type { Bye, ByeCode, Command, Hello, ServerFrame } from "./protocol";

export type Link = "connecting" | "live" | "waiting" | "offline" | "ended";

export interface Line {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  onclose: ((code: number) => void) | null;
}

export interface Surroundings {
  dial(): Line;
  now(): number;
  after(ms: number, call: () => void): number;
  cancel(timer: number): void;
  random(): number;
  online(): boolean;
  /** Asks over plain HTTP whether the visit still stands, when the socket is refused without a word. */
  visitStands(): Promise<boolean>;
}

export interface Ears {
  hello(): Hello;
  frame(frame: ServerFrame): void;
  link(link: Link, ended: { code: ByeCode; key: string } | null): void;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
const SILENCE_MS = 60_000;
const GREETING_MS = 20_000;
/** A page that wakes up after more than this without a frame does not trust its line any more. */
const DOUBT_MS = 35_000;
const CODES: Record<number, ByeCode> = {
  4001: "replaced",
  4008: "slow",
  4009: "restart",
  4029: "flood",
  4400: "bad",
  4401: "unauthenticated",
  4403: "restricted",
  4408: "hello",
  4410: "left",
  4413: "too_big",
  4451: "closed",
};
const RESUMABLE: readonly ByeCode[] = ["slow", "restart", "flood", "hello"];

export class Connection {
  link: Link = "connecting";
  private line: Line | null = null;
  private attempt = 0;
  private unheard = 0;
  private heardAt = 0;
  private timer: number | null = null;
  private bye: Bye | null = null;

  constructor(
    private readonly world: Surroundings,
    private readonly ears: Ears,
  ) {}

  start(): void {
    if (this.link === "ended" || this.line !== null) return;
    this.wait(null);
    this.bye = null;
    this.heardAt = this.world.now();
    this.become("connecting");
    const line = this.world.dial();
    this.line = line;
    line.onopen = () => {
      this.unheard = -1;
      this.post(this.ears.hello());
    };
    line.onmessage = (text) => {
      if (this.line === line) this.hear(text);
    };
    line.onclose = (code) => {
      if (this.line === line) this.lost(code);
    };
    this.watch();
  }

  /** Sends when the line is live; what must not be lost is kept by the store, not here. */
  send(command: Command): void {
    if (this.link === "live") this.post(command);
  }

  /** For good: the visitor leaves, or there is nothing to come back to. */
  end(code: ByeCode, key: string): void {
    this.wait(null);
    this.drop();
    this.become("ended", { code, key });
  }

  /** The network is said to be back, the page is looked at again, or somebody pressed "now". */
  nudge(): void {
    if (this.link === "ended") return;
    if (this.line === null) {
      this.attempt = 0;
      this.start();
    } else if (this.world.now() - this.heardAt > DOUBT_MS) {
      this.lost(1006);
      this.nudge();
    }
  }

  /** The network is said to be gone: better known now than after a minute. */
  cut(): void {
    if (this.link !== "ended") this.lost(1006);
  }

  private post(command: Command): void {
    this.line?.send(JSON.stringify(command));
  }

  private hear(text: string): void {
    this.heardAt = this.world.now();
    const frame = parse(text);
    if (frame?.t === "welcome") {
      this.attempt = 0;
      this.become("live");
    } else if (frame?.t === "bye") {
      this.bye = frame;
    }
    this.watch();
    if (frame !== null) this.ears.frame(frame);
    // Said is said: the closing handshake may take a while longer.
    if (frame?.t === "bye") this.lost(1006);
  }

  private lost(closeCode: number): void {
    const code = this.bye?.code ?? CODES[closeCode] ?? null;
    const back = this.bye?.resume_ok ?? (code === null || RESUMABLE.includes(code));
    this.drop();
    if (code !== null && !back) {
      this.end(code, this.bye?.text_key ?? `bye-${code}`);
      return;
    }
    this.unheard += 1;
    if (this.unheard >= 2 && this.world.online()) void this.doubt();
    this.comeBack(this.bye?.after_ms ?? 0);
  }

  private comeBack(notBefore: number): void {
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempt);
    this.attempt += 1;
    const away = !this.world.online();
    this.become(away ? "offline" : "waiting");
    const pause = away ? LONGEST_MS : notBefore + this.world.random() * longest;
    this.wait(() => this.start(), pause);
  }

  private async doubt(): Promise<void> {
    if (!(await this.world.visitStands()) && this.link !== "live") this.end("unauthenticated", "bye-unauthenticated");
  }

  private watch(): void {
    this.wait(() => this.lost(1006), this.link === "live" ? SILENCE_MS : GREETING_MS);
  }

  private wait(call: (() => void) | null, ms = 0): void {
    if (this.timer !== null) this.world.cancel(this.timer);
    this.timer = call === null ? null : this.world.after(ms, call);
  }

  private drop(): void {
    const line = this.line;
    this.line = null;
    line?.close();
  }

  private become(link: Link, ended: { code: ByeCode; key: string } | null = null): void {
    this.link = link;
    this.ears.link(link, ended);
  }
}

/** Unknown kinds are passed on and ignored further up; what is no frame at all is dropped. */
function parse(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null && "t" in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
