// Pages of the team: forms that ask for a passkey first (W3C Web Authentication), and an invitation's link.
import "./staff.css";

type Ceremony = "sign-in" | "enrol" | "step-up" | "add-key";

const said = document.getElementById("passkey");

/** A sentence of the page's own, by the name under which it carries it. */
const sentence = (name: string): string => said?.dataset[name] ?? "";

function say(text: string): void {
  if (said === null) return;
  said.textContent = text;
  said.hidden = text === "";
}

/** Why nothing was done, in words that are already in the reader's language. */
class Refused extends Error {}

// ------------------------------------------------------------------------------------------------- bytes and base64url

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
};

const text = (buffer: ArrayBuffer): string => {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

// ------------------------------------------------------------------------------------------------- what the server asks

interface Known {
  id: string;
  type: "public-key";
}

interface CreationJson extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Known[];
}

interface RequestJson extends Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> {
  challenge: string;
  allowCredentials?: Known[];
}

const decoded = (known: Known[] | undefined): PublicKeyCredentialDescriptor[] =>
  (known ?? []).map((one) => ({ type: one.type, id: bytes(one.id) }));

/** Fresh options, as JSON; a refusal comes as its sentence. */
async function ask(what: Ceremony, form: HTMLFormElement): Promise<unknown> {
  const typed = new FormData(form);
  const field = (name: string): string => String(typed.get(name) ?? "");
  const body = what === "enrol" ? { what, token: field("token"), name: field("name") } : { what };
  const answer = await fetch("/api/staff/passkey", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const found = (await answer.json().catch(() => ({}))) as { options?: unknown; detail?: string };
  if (found.options === undefined) throw new Refused(found.detail ?? sentence("failed"));
  return found.options;
}

async function create(options: CreationJson): Promise<Credential | null> {
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: decoded(options.excludeCredentials),
    },
  });
}

async function get(options: RequestJson): Promise<Credential | null> {
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: decoded(options.allowCredentials),
    },
  });
}

/** The passkey's answer as the JSON that the server reads. */
function answered(credential: Credential | null): string {
  if (!(credential instanceof PublicKeyCredential)) throw new Refused(sentence("cancelled"));
  const response: Record<string, string> = { clientDataJSON: text(credential.response.clientDataJSON) };
  if (credential.response instanceof AuthenticatorAttestationResponse) {
    response["attestationObject"] = text(credential.response.attestationObject);
  } else if (credential.response instanceof AuthenticatorAssertionResponse) {
    response["authenticatorData"] = text(credential.response.authenticatorData);
    response["signature"] = text(credential.response.signature);
    if (credential.response.userHandle !== null) response["userHandle"] = text(credential.response.userHandle);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: {} });
}

async function touch(what: Ceremony, form: HTMLFormElement): Promise<string> {
  const options = await ask(what, form);
  say(sentence("waiting"));
  const makes = what === "enrol" || what === "add-key";
  return answered(makes ? await create(options as CreationJson) : await get(options as RequestJson));
}

// -------------------------------------------------------------------------------------------------------------- forms

/** Until when, on this page's clock, the last touch stands behind grave acts. */
let freshUntil = performance.now() + Number(sentence("touch"));

/** The passkey once more, unless it was touched a moment ago. */
async function stepUp(form: HTMLFormElement): Promise<void> {
  if (performance.now() + 2_000 < freshUntil) return;
  const body = new URLSearchParams({ credential: await touch("step-up", form) });
  body.set("csrf", String(new FormData(form).get("csrf") ?? ""));
  const answer = await fetch("/staff/confirm", { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Refused(sentence("failed"));
  freshUntil = performance.now() + 60_000;
}

function hidden(form: HTMLFormElement, name: string, value: string): void {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
}

function reason(fault: unknown): string {
  if (fault instanceof Refused) return fault.message;
  const name = fault instanceof DOMException ? fault.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return sentence("cancelled");
  if (name === "InvalidStateError") return sentence("known");
  if (name === "SecurityError") return sentence("elsewhere");
  return name === "NotSupportedError" ? sentence("unsupported") : sentence("failed");
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (window.PublicKeyCredential === undefined) throw new Refused(sentence("unsupported"));
  const host = sentence("host");
  if (host !== "" && host !== location.hostname) throw new Refused(sentence("elsewhere"));
  if (touches(form, submitter)) await stepUp(form);
  const what = form.dataset["passkey"] as Ceremony | undefined;
  if (what !== undefined) hidden(form, "credential", await touch(what, form));
  if (submitter instanceof HTMLButtonElement && submitter.name !== "") hidden(form, submitter.name, submitter.value);
  say("");
  form.submit();
}

/** Whether this form, or the button that sends it, asks for the passkey once more. */
const touches = (form: HTMLFormElement, submitter: HTMLElement | null): boolean =>
  form.dataset["touch"] !== undefined || submitter?.dataset["touch"] !== undefined;

for (const form of document.querySelectorAll("form")) {
  if (!form.matches("[data-passkey], [data-touch]") && form.querySelector("[data-touch]") === null) continue;
  let busy = false;
  form.addEventListener("submit", (event) => {
    if (form.dataset["passkey"] === undefined && !touches(form, event.submitter)) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    send(form, event.submitter).catch((fault: unknown) => {
      busy = false;
      say(reason(fault));
    });
  });
  // Whoever goes back to a page from which it was sent may send it again.
  window.addEventListener("pageshow", () => (busy = false));
}

// -------------------------------------------------------------------------------------------------------- invitations

/** The link carries its token as `#t=…`: a fragment is never sent, so no server, proxy or log has seen it. */
function takeTokenFromFragment(): void {
  const input = document.getElementById("token");
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!(input instanceof HTMLInputElement) || token === null || token === "") return;
  input.value = token;
  history.replaceState(null, "", location.pathname);
  input.form?.requestSubmit();
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copies]")) {
  const field = document.getElementById(button.dataset["copies"] ?? "");
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!(field instanceof HTMLInputElement)) return;
    void navigator.clipboard.writeText(field.value).then(
      () => say(button.dataset["copied"] ?? ""),
      () => field.select(),
    );
  });
}

say(""); // until now, the page said that it needs this script
takeTokenFromFragment();
window.addEventListener("hashchange", takeTokenFromFragment);
