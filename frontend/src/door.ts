// Small comforts on the pages before the square; every form there works without this.

const field = (id: string): HTMLInputElement | null => {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : null;
};

/** A card's link carries its code as `#v=CODE`, a decision's as `#c=CODE`: a fragment is never sent, so no server, proxy or log has seen it. */
function takeCodeFromFragment(): void {
  const input = field("code");
  const fragment = new URLSearchParams(location.hash.slice(1));
  const code = fragment.get("v") ?? fragment.get("c");
  if (input === null || code === null || code === "") return;
  input.value = code;
  // Out of the address bar and of the history: the next person on this device must not find it.
  history.replaceState(null, "", location.pathname);
  input.form?.querySelector<HTMLButtonElement>("button")?.focus();
}

/** How long the nickname is, counted as the server counts: in Unicode code points after NFC. */
function countNickname(): void {
  const input = field("nickname");
  const count = document.getElementById("nickname-count");
  const sentence = count?.dataset["length"];
  if (input === null || count === null || sentence === undefined) return;
  const show = (): void => {
    const length = [...input.value.trim().normalize("NFC")].length;
    count.textContent = sentence.replace("#", String(length));
    count.hidden = length === 0;
  };
  input.addEventListener("input", show);
  show();
}

/** A proof of work that is asked at the door is done while the card is filled in; whoever cannot compute waits instead. */
async function prove(): Promise<void> {
  const input = field("proof");
  const state = document.getElementById("proof-state");
  if (input === null || state === null) return;
  const answer = JSON.parse(input.value);
  if (answer.solution == null) {
    const told = state.textContent;
    state.textContent = state.dataset["working"] ?? "";
    const { solve } = await import("./proof");
    const solution = await solve(answer.challenge).catch(() => null);
    if (solution === null) return void (state.textContent = told);
    input.value = JSON.stringify({ ...answer, solution });
  }
  state.textContent = input.dataset["ready"] ?? "";
}

takeCodeFromFragment();
window.addEventListener("hashchange", takeCodeFromFragment);
countNickname();
void prove();

export {};
