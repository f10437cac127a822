// The proof of work (ALTCHA, PBKDF2/SHA-256) of a form marked `data-proof`: worked out beside the reading, then sent.
// Without this script the same form is good once its wait is over.

interface Challenge {
  parameters: { nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string };
}

const BITS = 8;

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hex(data: ArrayBuffer): string {
  return [...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tries counters until the derived key begins as it should; a hundred tries take a moment of nobody's time. */
export async function solve({ parameters }: Challenge): Promise<{ counter: number; derivedKey: string }> {
  const nonce = bytes(parameters.nonce);
  const salt = bytes(parameters.salt);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  for (let counter = 0; ; counter += 1) {
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: parameters.cost };
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * BITS));
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey };
  }
}

async function work(form: HTMLFormElement): Promise<void> {
  const field = form.elements.namedItem("proof");
  const told = form.querySelector<HTMLElement>("[data-working]");
  if (!(field instanceof HTMLInputElement) || !("subtle" in crypto)) return;
  if (told !== null) told.textContent = told.dataset["working"] ?? "";
  const { challenge } = JSON.parse(field.value) as { challenge: Challenge };
  field.value = JSON.stringify({ challenge, solution: await solve(challenge) });
  form.submit();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-proof]")) void work(form);
