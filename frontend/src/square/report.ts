// The sheet for reporting a message or somebody; loaded when it is wanted, and drawn by hand, so that it shares next to
// nothing with the square's own script, whose first load must stay small.
import enReports from "../../../src/parvis/locales/en/reports.ftl?url";
import frReports from "../../../src/parvis/locales/fr/reports.ftl?url";
import type { About, Client } from "./client.svelte";
import { learn, t } from "./texts";

interface Receipt {
  code: string;
  due_at: number;
  warned: boolean;
}

type Answer = Receipt | { detail: string };

const NOTE_MAX = 2_000;
const REASONS = [
  "minor", "seeks-minors", "danger", "attacked", "self-harm", "blackmail", "privacy", "harassment", "sexual", "hate",
  "terrorism", "paid-sex", "drugs", "scam", "impersonation", "spam", "other",
];
/** Who listens, said at once when one of these is chosen. */
const HELP: Record<string, string> = {
  minor: "report-help-young",
  "seeks-minors": "report-help-young",
  danger: "report-help-danger",
  attacked: "report-help-danger",
  blackmail: "report-help-danger",
  "self-harm": "report-help-dark",
};

let texts: Promise<void> | null = null;

/** Lays the sheet over the square, once its sentences are there; rejects without a network. */
export async function open(client: Client, about: About): Promise<void> {
  texts ??= learn({ fr: frReports, en: enReports });
  try {
    await texts;
  } catch (fault) {
    texts = null;
    throw fault;
  }
  if (!client.reporting) new Sheet(client, about);
}

type Child = Node | string | false;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string>,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== false));
  return made;
}

function button(words: string, look: string, act: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: look }, words);
  made.addEventListener("click", act);
  return made;
}

class Sheet {
  private readonly dialog: HTMLDialogElement;
  private readonly title = make("h2", { id: "sq-report-title" });
  private readonly body = make("div", { class: "sq-report-form", tabindex: "-1" });
  private readonly fault = make("p", { class: "sq-fault", role: "alert" });
  private readonly help = make("p", { class: "sq-help", role: "status" });
  private readonly note = make("textarea", { id: "sq-report-note", rows: "3", dir: "auto", autocomplete: "off" });
  private readonly only = make("input", { type: "checkbox" });
  private readonly send = make("button", { class: "sq-send" });
  private readonly conv: string;
  private reason = "";

  constructor(
    private readonly client: Client,
    private readonly about: About,
  ) {
    this.conv = client.square.open;
    const header = make("header", {}, this.title, button(t("square-close"), "quiet", () => this.dialog.close()));
    this.dialog = make("dialog", { class: "sq-dialog", "aria-labelledby": this.title.id }, header, this.body);
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      client.reporting = false;
      client.focusAsked += 1;
    });
    this.ask();
    document.body.append(this.dialog);
    client.reporting = true;
    this.dialog.showModal();
  }

  private ask(): void {
    const { about } = this;
    const nick = "item" in about ? (about.item.from?.nick ?? "") : about.person.nick;
    const isMessage = "item" in about;
    this.title.textContent = t(isMessage ? "report-message-of" : "square-report-person", { nick });
    this.say("");
    this.wait(false);
    const form = make(
      "form",
      { novalidate: "" },
      "item" in about && make("blockquote", { dir: "auto" }, about.item.text ?? ""),
      make("p", { class: "sq-hint" }, t("report-frozen-short")),
      make("fieldset", {}, make("legend", {}, t("report-choose")), ...REASONS.map((one) => this.choice(one))),
      "person" in about && make("label", { class: "choice" }, this.only, make("span", {}, t("report-nickname-only"))),
      make("label", { for: this.note.id }, t("report-note")),
      this.note,
      this.fault,
      make("p", { class: "sq-report-acts" }, this.send, button(t("report-cancel"), "button", () => this.dialog.close())),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.body.replaceChildren(form);
  }

  private choice(reason: string): HTMLElement {
    const input = make("input", { type: "radio", name: "reason", value: reason });
    const label = make("label", { class: "choice" }, input, make("span", {}, t(`reason-${reason}`)));
    input.addEventListener("change", () => {
      this.reason = reason;
      this.say("");
      const help = HELP[reason];
      this.help.remove();
      if (help === undefined) return;
      label.after(this.help);
      this.help.textContent = t(help);
    });
    return label;
  }

  private async submit(): Promise<void> {
    if (this.reason === "") return this.say(t("refuse-report-reason"));
    if ([...this.note.value.normalize("NFC")].length > NOTE_MAX) {
      return this.say(t("refuse-report-note-long", { max: NOTE_MAX }));
    }
    this.say("");
    this.wait(true);
    try {
      const answer = await this.post();
      if ("code" in answer) return this.thank(answer);
      this.say(answer.detail);
    } catch {
      this.say(t("report-not-sent"));
    }
    this.wait(false);
  }

  private async post(): Promise<Answer> {
    const { about, conv, reason } = this;
    const at =
      "item" in about ? { message: { conv, n: about.item.n } } : { visit: about.person.id, nickname: this.only.checked };
    const answer = await fetch("/api/reports", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ reason, note: this.note.value, ...at }),
    });
    return (await answer.json()) as Answer;
  }

  private thank({ code, due_at, warned }: Receipt): void {
    const { about, client } = this;
    this.title.textContent = t("report-sent");
    const lang = document.documentElement.lang;
    const due = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "short" });
    const copy = button(t("report-copy"), "sq-send", () => {
      void navigator.clipboard.writeText(code).then(
        () => (copy.textContent = t("report-copied")),
        () => client.warn(t("square-copy-failed")),
      );
    });
    const isMessage = "item" in about;
    const hide = button(t(isMessage ? "report-hide-message" : "report-hide-person"), "button", () => {
      client.hide("item" in about ? `${this.conv}#${about.item.n}` : about.person.id);
      hide.replaceWith(make("span", { role: "status" }, t("report-hidden")));
    });
    this.body.replaceChildren(
      make("p", { role: "status" }, t("report-sent-due", { due: due.format(due_at) })),
      ...(this.reason in HELP ? [make("p", { class: "sq-help" }, t(HELP[this.reason] ?? ""))] : []),
      ...(warned ? [make("p", { class: "sq-help" }, t("report-warned-short"))] : []),
      make("p", {}, t("report-your-code"), make("output", { class: "sq-code" }, code)),
      make("p", {}, t("report-keep-code")),
      make(
        "p",
        { class: "sq-report-acts" },
        copy,
        make("a", { class: "button", href: `/receipt#c=${code}`, target: "_blank", rel: "noopener" }, t("report-read-it")),
        hide,
      ),
    );
    this.body.focus();
  }

  private say(words: string): void {
    this.fault.textContent = words;
    this.fault.hidden = words === "";
  }

  private wait(on: boolean): void {
    this.send.disabled = on;
    this.send.textContent = t(on ? "report-loading" : "report-now");
  }
}
