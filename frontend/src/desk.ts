// The desk's comforts: keys, freshness, a countdown, evidence shown while held. Every act there works without this.

const ASK_EVERY_MS = 6000;
const desk = document.getElementById("desk");

const typing = (at: EventTarget | null): boolean =>
  at instanceof HTMLElement && at.matches("input:not([type=checkbox], [type=radio]), textarea, select");

const one = <T extends Element>(selector: string): T | null => document.querySelector<T>(selector);

// ------------------------------------------------------------------------------------------------------------ freshness

/** Ask whether anything moved, while the page is looked at; say so once, and let its reader decide when to look. */
function keepFresh(root: HTMLElement): void {
  const { moves } = root.dataset;
  const open = document.getElementById("case");
  const [caseId, seq] = [open?.dataset["case"], open?.dataset["seq"]];
  const said = document.getElementById("moved");
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const query = caseId === undefined ? "" : `?case=${caseId}`;
    const answer = await fetch(`/api/desk/pulse${query}`, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const now = (await answer.json()) as { moves: number; seq?: number };
    const changed = caseId === undefined ? String(now.moves) !== moves : now.seq !== undefined && String(now.seq) !== seq;
    if (changed && said !== null) said.hidden = false;
  };
  setInterval(() => void ask().catch(() => undefined), ASK_EVERY_MS);
}

// ----------------------------------------------------------------------------------------------------------- countdowns

/** `data-count` seconds, shown and counted down; then `data-done` in their place. */
function countDown(shown: HTMLElement): void {
  let left = Number(shown.dataset["count"]);
  const sentence = shown.dataset["sentence"] ?? "#";
  const tell = (): void => {
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    shown.textContent = left > 0 ? sentence.replace("#", clock) : (shown.dataset["done"] ?? "");
  };
  tell();
  const timer = setInterval(() => {
    left -= 1;
    tell();
    if (left <= 0) {
      clearInterval(timer);
      if (shown.dataset["then"] === "reload") location.reload();
    }
  }, 1000);
}

// ------------------------------------------------------------------------------------------------------- sensitive words

/** A veil opens while it is pressed, or stays open after a short press; how often is kept for its reader's own sake. */
function veil(details: HTMLDetailsElement): void {
  const summary = details.querySelector("summary");
  let since = 0;
  details.addEventListener("toggle", () => {
    const url = details.dataset["revealed"];
    const csrf = one<HTMLInputElement>("input[name=csrf]")?.value ?? "";
    if (!details.open || url === undefined) return;
    void fetch(url, { method: "POST", body: new URLSearchParams({ csrf, do: "revealed" }) }).catch(() => undefined);
  });
  summary?.addEventListener("pointerdown", () => {
    since = performance.now();
    if (!details.open) details.open = true;
  });
  summary?.addEventListener("click", (event) => {
    // The press has opened it already: a short one leaves it so, a long one ends with the finger.
    if (since === 0) return;
    event.preventDefault();
    if (performance.now() - since > 400 || details.dataset["kept"] === "yes") details.open = false;
    details.dataset["kept"] = details.open ? "yes" : "no";
    since = 0;
  });
}

// ----------------------------------------------------------------------------------------------------------------- keys

const press = (selector: string): boolean => {
  const found = one<HTMLElement>(selector);
  found?.click();
  return found !== null;
};

const focus = (selector: string): boolean => {
  const found = one<HTMLElement>(selector);
  const fold = found?.closest("details");
  if (fold) fold.open = true;
  found?.focus();
  return found !== null;
};

const KEYS: Record<string, () => boolean> = {
  "?": () => go("/desk/help"),
  g: () => go("/desk"),
  f: () => focus("[name^=facts-]"),
  t: () => focus("#text"),
  c: () => focus("#rule"),
  n: () => focus("#note"),
  v: () => press("#preview"),
  e: () => press("#escalate"),
  p: () => focus("#protect"), // takes effect at once and cannot be undone: a slip of the finger must not press it
  s: () => press("#skip"),
  z: () => press("#undo"),
  " ": () => press(".dk-veil > summary"),
};

function go(path: string): boolean {
  location.href = path;
  return true;
}

/** Ctrl-K: a case by its number, or one of the desk's rooms by its name. */
function ask(): void {
  const dialog = one<HTMLDialogElement>("#go");
  dialog?.showModal();
}

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    ask();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const onControl = event.target instanceof HTMLElement && event.target.matches("a, button, summary, input");
  if (onControl && (event.key === "Enter" || event.key === " ")) return;
  if (event.key === "Enter") {
    if (press("#next:not([disabled])")) event.preventDefault();
    return;
  }
  if (/^[1-9]$/.test(event.key)) {
    if (press(`[data-key="${event.key}"]`)) event.preventDefault();
    return;
  }
  if (KEYS[event.key]?.() === true) event.preventDefault();
}

// ------------------------------------------------------------------------------------------------------------ templates

/** Choosing a template fills the facts in each language; what was typed there is never overwritten unasked. */
function fillFromTemplate(select: HTMLSelectElement): void {
  select.addEventListener("change", () => {
    const chosen = select.selectedOptions[0];
    if (chosen === undefined) return;
    for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[name^=facts-]")) {
      const text = chosen.dataset[field.lang];
      const untouched = field.value.trim() === "" || field.dataset["from"] === field.value;
      if (text === undefined || !untouched) continue;
      field.value = text;
      field.dataset["from"] = text;
    }
    const first = one<HTMLTextAreaElement>("textarea[name^=facts-]");
    const blank = first?.value.indexOf("###") ?? -1;
    if (first !== null && blank >= 0) {
      first.focus();
      first.setSelectionRange(blank, blank + 3);
    }
  });
}

document.addEventListener("keydown", onKey);
if (desk?.dataset["moves"] !== undefined) keepFresh(desk);
document.querySelectorAll<HTMLElement>("[data-count]").forEach(countDown);
document.querySelectorAll<HTMLDetailsElement>(".dk-veil").forEach(veil);
const text = one<HTMLSelectElement>("#text");
if (text !== null) fillFromTemplate(text);
document.getElementById("problem")?.focus();

export {};
