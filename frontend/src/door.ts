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

takeCodeFromFragment();
window.addEventListener("hashchange", takeCodeFromFragment);
countNickname();

export {};
