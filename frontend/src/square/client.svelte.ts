// The client put together: the reducer, the line, the tab's storage and the announcer, as state that components draw.
import { Announcer } from "./announce";
import { Connection } from "./connection";
import type { Link } from "./connection";
import { lengthOf, meaningOf } from "./commands";
import { Draft } from "./draft.svelte";
import { Keep, forget } from "./keep";
import type { Bootstrap, Item, Said, Square, Unsent } from "./model";
import { fresh, roomOf, unreadIn } from "./model";
import { kept } from "./outbox";
import type { ByeCode, RoomState } from "./protocol";
import { helloOf, step } from "./store";
import type { Effect, Happening } from "./store";
import { browser, freshCid } from "./surroundings";
import { say, t } from "./texts";

/** What is being reported: a message, or somebody. */
export type About = { item: Item } | { person: { id: string; nick: string } };
export type Pane = "feed" | "rooms" | "people" | "menu";

const TYPING_MS = 4_000;
const READ_MS = 800;
const ACK_MS = 3_000;

export class Client {
  square: Square = $state.raw<Square>() as Square;
  link: Link = $state("connecting");
  ended: { code: ByeCode; key: string } | null = $state(null);
  pane: Pane = $state("feed");
  help = $state(false);
  /** The sheet for reporting lies over the square. */
  reporting = false;
  /** What the visitor does not want to see any more: messages as `conv#n`, people by their ids. */
  hidden: ReadonlySet<string> = $state.raw(new Set());
  jump = $state(false);
  muted = $state(false);
  folded = $state(false);
  /** Said in words under the feed, with role=alert. */
  fault = $state("");
  /** A decision to be read, until it is put away. */
  notice: { kind: string; code: string } | null = $state(null);
  /** What the team did to the room that is open, in plain words. */
  roomNews = $state("");
  /** Said to screen readers, one after the other. */
  spoken: { id: number; text: string }[] = $state([]);
  /** Goes up when the composer should take the focus. */
  focusAsked = $state(0);

  readonly room: RoomState | null = $derived(roomOf(this.square, this.square.open));
  readonly unread: number = $derived(
    this.square.rooms.reduce((sum, room) => sum + (room.conv === this.square.open ? 0 : unreadIn(room)), 0),
  );

  readonly draft: Draft;
  private readonly keep: Keep;
  private readonly connection: Connection;
  private readonly announcer: Announcer;
  /** Codes of decisions that were put away: not shown again by a line that comes back. */
  private readonly heeded = new Set<string>();
  private typedAt = 0;
  private spokenId = 0;
  private readTimer = 0;
  private ackTimer = 0;

  constructor(readonly bootstrap: Bootstrap) {
    this.keep = new Keep(bootstrap.me.id);
    this.square = fresh(bootstrap, kept(this.keep.unsent()));
    this.draft = new Draft(this.keep, bootstrap.conv);
    this.muted = this.keep.choice("muted") === "yes";
    this.folded = this.keep.choice("folded") === "yes";
    this.hidden = new Set(this.keep.choice("hidden").split(" ").filter(Boolean));
    this.announcer = new Announcer(
      {
        one: (nick, text) => this.speak(t("square-heard", { nick, text })),
        many: (count) => this.speak(t("square-heard-many", { count, room: this.room?.name ?? "" })),
      },
      { now: Date.now, after: (ms, call) => void setTimeout(call, ms) },
    );
    this.announcer.muted = this.muted;
    this.connection = new Connection(browser(bootstrap), {
      hello: () => helloOf(this.square, bootstrap.lang),
      frame: (frame) => this.happen({ is: "frame", frame }),
      link: (link, ended) => this.linked(link, ended),
    });
  }

  start(): void {
    this.connection.start();
    setInterval(() => this.happen({ is: "tick" }), 1_000);
    addEventListener("online", () => this.connection.nudge());
    addEventListener("offline", () => this.connection.cut());
    document.addEventListener("visibilitychange", () => this.looked());
    addEventListener("popstate", () => this.openConv(convOfPath(this.bootstrap.square) ?? this.square.open));
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  happen(happening: Happening): void {
    const before = this.square;
    const { square, effects } = step(before, happening, Date.now());
    this.square = square;
    if (square.unsent !== before.unsent) this.keep.setUnsent(kept(square.unsent));
    if (square.pos !== before.pos) this.acknowledge();
    for (const effect of effects) this.act(effect);
  }

  /** The notice of a decision was seen, by its link or its button. */
  heed(): void {
    if (this.notice !== null) this.heeded.add(this.notice.code);
    this.notice = null;
    this.focusAsked += 1;
  }

  retryNow(): void {
    this.connection.nudge();
  }

  /** Sends what the composer holds, or says why not. */
  submit(): void {
    this.fault = "";
    const { text, reply, editing } = this.draft;
    const max = this.square.limits.text;
    if (lengthOf(text) > max) return this.warn(t("refuse-too-long", { max }));
    const meaning = meaningOf(text);
    if (editing !== null && meaning.is === "text") return this.saveEdit(editing, meaning.text);
    switch (meaning.is) {
      case "text":
        this.happen({ is: "say", cid: freshCid(), text: meaning.text, re: reply });
        return this.clear();
      case "help":
        this.help = true;
        return this.clear();
      case "leave":
        this.clear();
        return this.happen({ is: "leave-room" });
      case "unknown":
        return this.warn(t("square-cmd-unknown", { word: meaning.word }));
      case "empty-me":
        return this.warn(t("square-cmd-me-empty"));
      case "nothing":
        return editing === null ? undefined : this.warn(t("refuse-empty"));
    }
  }

  /** On every change of the composer's text. */
  typed(): void {
    this.draft.store();
    const { text, editing } = this.draft;
    const now = Date.now();
    const isTalk = text.trim() !== "" && !text.startsWith("/") && editing === null;
    if (!isTalk || now - this.typedAt < TYPING_MS) return;
    this.typedAt = now;
    this.connection.send({ t: "typing", conv: this.square.open });
  }

  startReply(item: Item): void {
    this.draft.answer(item.n);
    this.focusAsked += 1;
  }

  startEdit(item: Item): void {
    this.draft.edit(item.n, item.text ?? "");
    this.focusAsked += 1;
  }

  mayEdit(item: Item): boolean {
    const left = (item.ts ?? 0) + this.square.limits.edit_ms - (Date.now() + this.square.skew);
    return item.from?.id === this.square.me.id && item.text !== null && left > 0;
  }

  takeBack(one: Unsent): void {
    this.draft.takeBack(one.text, one.re);
    this.happen({ is: "drop", cid: one.cid });
    this.focusAsked += 1;
  }

  /** Opens a room, and writes it into the address. */
  openRoom(conv: string): void {
    this.pane = "feed";
    if (conv !== this.square.open) {
      history.pushState(null, "", `${this.bootstrap.square}/${conv.slice(2)}`);
      this.openConv(conv);
    }
    this.focusAsked += 1;
  }

  /** The room `by` places further down the list, or the next unread one. */
  step(by: 1 | -1, unreadOnly: boolean): void {
    const rooms = this.square.rooms.filter((room) => room.joined || room.conv === this.square.open);
    const at = rooms.findIndex((room) => room.conv === this.square.open);
    for (let far = 1; far < rooms.length; far += 1) {
      const room = rooms[(at + by * far + rooms.length * far) % rooms.length];
      if (room !== undefined && (!unreadOnly || unreadIn(room) > 0)) return this.openRoom(room.conv);
    }
  }

  /** The end of the feed is in view: what stands there counts as read, after a moment. */
  seen(): void {
    clearTimeout(this.readTimer);
    this.readTimer = window.setTimeout(() => {
      if (document.visibilityState === "visible") this.happen({ is: "read" });
    }, READ_MS);
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    this.announcer.muted = muted;
    this.keep.setChoice("muted", muted ? "yes" : "");
  }

  setFolded(folded: boolean): void {
    this.folded = folded;
    this.keep.setChoice("folded", folded ? "yes" : "");
  }

  /** Opens the sheet, which is loaded only now; where it cannot be, the page with the same form. */
  async report(about: About): Promise<void> {
    try {
      await (await import("./report")).open(this, about);
    } catch {
      const at = "item" in about ? `conv=${encodeURIComponent(this.square.open)}&n=${about.item.n}` : `visit=${about.person.id}`;
      location.assign(`/report?${at}`);
    }
  }

  hide(id: string): void {
    this.hidden = new Set([...this.hidden, id]);
    this.keep.setChoice("hidden", [...this.hidden].join(" "));
  }

  hides(item: Item): boolean {
    return this.hidden.has(`${this.square.open}#${item.n}`) || this.hidden.has(item.from?.id ?? "");
  }

  /** The visit ends: nothing stays in the tab, and the page is empty before the network has answered. */
  goodbye(): void {
    forget();
    this.connection.end("left", "bye-left");
  }

  speak(text: string): void {
    this.spokenId += 1;
    const id = this.spokenId;
    this.spoken = [...this.spoken.slice(-4), { id, text }];
    setTimeout(() => (this.spoken = this.spoken.filter((one) => one.id !== id)), 10_000);
  }

  warn(text: string): void {
    this.fault = text;
    this.focusAsked += 1;
  }

  private saveEdit(n: number, text: string): void {
    if (this.link !== "live") return this.warn(t("square-edit-offline"));
    this.draft.stopEdit();
    this.happen({ is: "edit", n, text });
    this.focusAsked += 1;
  }

  private clear(): void {
    this.draft.clear();
    this.typedAt = 0;
    this.focusAsked += 1;
  }

  private openConv(conv: string): void {
    this.draft.move(conv);
    this.fault = "";
    this.roomNews = "";
    this.typedAt = 0;
    this.announcer.reset();
    this.happen({ is: "open", conv });
    this.speak(t("square-opened", { room: this.room?.name ?? "" }));
  }

  private act(effect: Effect): void {
    switch (effect.do) {
      case "send":
        return this.connection.send(effect.command);
      case "later":
        return void setTimeout(() => this.happen(effect.what), effect.ms);
      case "announce":
        return this.hidden.has(effect.from) ? undefined : this.announcer.message(effect.nick, effect.text);
      case "tell":
        return this.warn(say(effect.said));
      case "room-news":
        this.roomNews = say(effect.said);
        return this.speak(this.roomNews);
      case "edit-back":
        return this.editBack(effect);
      case "notice":
        if (!this.heeded.has(effect.code)) this.notice = effect;
        return;
      case "told":
        return void import("./told").then(({ show }) => show(this, effect.told));
      case "consent":
        return location.assign(`${this.bootstrap.square}/${effect.conv.slice(2)}/consent`);
      case "lobby":
        return location.assign(this.bootstrap.square);
    }
  }

  /** A change that was refused: the new text comes back, with the reason; after the two minutes only as a draft. */
  private editBack(effect: { n: number; text: string; said: Said }): void {
    const item = this.square.talks[this.square.open]?.items.find((one) => one.n === effect.n);
    if (item !== undefined && this.mayEdit(item)) this.startEdit({ ...item, text: effect.text });
    else if (this.draft.text === "") this.draft.text = effect.text;
    this.warn(say(effect.said));
  }

  private linked(link: Link, ended: { code: ByeCode; key: string } | null): void {
    const was = this.link;
    // A new try after a loss still reads as "reconnecting": the bar must not blink at every one.
    this.link = link === "connecting" && was !== "connecting" ? "waiting" : link;
    this.ended = ended;
    if (ended?.code === "closed") location.replace("/");
    if (was === "live" && link !== "live") this.happen({ is: "down" });
  }

  private looked(): void {
    if (document.visibilityState === "visible") this.connection.nudge();
    else this.happen({ is: "look-away" });
  }

  private acknowledge(): void {
    clearTimeout(this.ackTimer);
    this.ackTimer = window.setTimeout(() => {
      if (this.square.pos !== null) this.connection.send({ t: "ack", pos: this.square.pos });
    }, ACK_MS);
  }
}

function convOfPath(base: string): string | null {
  const room = location.pathname.startsWith(`${base}/`) ? location.pathname.slice(base.length + 1).split("/")[0] : "";
  return room === undefined || room === "" ? null : `r:${decodeURIComponent(room)}`;
}
