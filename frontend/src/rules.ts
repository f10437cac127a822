// The rule editor's comforts: faults while typing, and names completed. The form does all of it without this script.

const CHECK_AFTER_MS = 600;
const SHOWN = 8;
const WORD = /[a-z][\w.]*$/;

const source = document.querySelector<HTMLTextAreaElement>("#source");
const faults = document.getElementById("faults");
const list = document.getElementById("suggestions");
const names = [...document.querySelectorAll("#attributes code")].map((one) => one.textContent ?? "");

/** Ask the server what is wrong with the text as it stands, once the fingers rest. */
async function check(field: HTMLTextAreaElement, told: HTMLElement): Promise<void> {
  const url = field.dataset["check"];
  if (url === undefined) return;
  const asked = field.value;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ source: asked }) });
  if (!answer.ok || field.value !== asked) return;
  const found = ((await answer.json()) as { faults: string[] }).faults;
  told.replaceChildren(
    ...(found.length > 0 ? found : [field.dataset["fine"] ?? ""]).map((one) => {
      const line = document.createElement("p");
      line.textContent = one;
      if (found.length > 0) line.lang = "en";
      return line;
    }),
  );
  told.classList.toggle("fine", found.length === 0);
  told.hidden = false;
}

/** Names that begin, or go on, with what stands before the caret; Tab or a click takes one. */
function complete(field: HTMLTextAreaElement, shown: HTMLElement): void {
  let at = 0;
  let found: string[] = [];

  const word = (): string => WORD.exec(field.value.slice(0, field.selectionStart))?.[0] ?? "";

  const draw = (): void => {
    shown.hidden = found.length === 0;
    shown.replaceChildren(
      ...found.map((name, place) => {
        const option = document.createElement("div");
        option.setAttribute("role", "option");
        option.id = `suggestion-${place}`;
        option.setAttribute("aria-selected", String(place === at));
        option.textContent = name;
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(name);
        });
        return option;
      }),
    );
    if (shown.hidden) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `suggestion-${at}`);
  };

  const close = (): void => {
    found = [];
    draw();
  };

  const take = (name: string): void => {
    const end = field.selectionStart;
    field.setRangeText(name, end - word().length, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const look = (): void => {
    const typed = word();
    const fits = (one: string): boolean => one !== typed && (one.startsWith(typed) || one.includes(`.${typed}`));
    found = typed.length < 2 ? [] : names.filter(fits).slice(0, SHOWN);
    at = 0;
    draw();
  };

  field.addEventListener("input", look);
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (event) => {
    const name = found[at];
    if (name === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      at = (at + step + found.length) % found.length;
      draw();
    } else if (event.key === "Tab") take(name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

if (source !== null && faults !== null && list !== null) {
  let timer = 0;
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void check(source, faults).catch(() => undefined), CHECK_AFTER_MS);
  };
  source.addEventListener("input", soon);
  if (source.value !== source.defaultValue) soon(); // Typed before this script had arrived, or brought back by the browser.
  complete(source, list);
}

export {};
