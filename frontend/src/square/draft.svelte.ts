// What stands in the composer: the text being written, what it answers, or which own message it changes.
import { typedAs } from "./commands";
import type { Keep } from "./keep";

export class Draft {
  text = $state("");
  /** The `n` it answers. */
  reply: number | null = $state(null);
  /** The `n` of the own message it changes. */
  editing: number | null = $state(null);
  /** What stood here before a change began. */
  private aside = "";

  constructor(
    private readonly keep: Keep,
    private conv: string,
  ) {
    this.text = keep.draft(conv);
  }

  /** To another room: each keeps what was begun in it. */
  move(conv: string): void {
    this.stopEdit();
    this.store();
    this.reply = null;
    this.conv = conv;
    this.text = this.keep.draft(conv);
  }

  /** Kept for a reload, unless it is a change to something already said. */
  store(): void {
    if (this.editing === null) this.keep.setDraft(this.conv, this.text);
  }

  clear(): void {
    this.text = "";
    this.reply = null;
    this.store();
  }

  answer(n: number): void {
    this.stopEdit();
    this.reply = n;
  }

  edit(n: number, text: string): void {
    if (this.editing === null) this.aside = this.text;
    this.editing = n;
    this.reply = null;
    this.text = typedAs(text);
  }

  stopEdit(): void {
    if (this.editing === null) return;
    this.editing = null;
    this.text = this.aside;
    this.aside = "";
  }

  /** A text that did not go comes back, before what was begun since. */
  takeBack(text: string, re: number | null): void {
    this.stopEdit();
    this.text = [typedAs(text), this.text].filter((part) => part.trim() !== "").join("\n");
    this.reply = re;
    this.store();
  }

  cancel(): void {
    this.stopEdit();
    this.reply = null;
  }
}
