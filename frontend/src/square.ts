// Starts the live square in the page that the server drew, which works without it too.
import { mount } from "svelte";
import "./square.css";
import App from "./square/App.svelte";
import { Client } from "./square/client.svelte";
import type { Bootstrap } from "./square/model";
import { speak } from "./square/texts";

/** How long the page as the server drew it stays while the first messages are on their way. */
const PATIENCE_MS = 1_500;

async function start(place: HTMLElement, bootstrap: Bootstrap): Promise<void> {
  await patiently(() => speak(bootstrap.lang));
  const client = new Client(bootstrap);
  client.start();
  await firstMessages(client);
  const typed = place.querySelector<HTMLTextAreaElement>("textarea")?.value ?? "";
  if (typed !== "" && client.draft.text === "") client.draft.text = typed;
  place.textContent = "";
  document.body.classList.add("live");
  mount(App, { target: place, props: { client } });
}

/** Over a bad network until it works; the page as the server drew it can be used meanwhile. */
async function patiently(load: () => Promise<void>): Promise<void> {
  for (let pause = 1_000; ; pause = Math.min(30_000, pause * 2)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * pause));
    }
  }
}

/** Resolves once there is something to show, or something to say, or patience ends. */
function firstMessages(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const began = Date.now();
    const look = (): void => {
      const talk = client.square.talks[client.square.open];
      const isThere = (talk !== undefined && talk.loading !== "newest") || client.ended !== null;
      if (isThere || Date.now() - began > PATIENCE_MS) resolve();
      else setTimeout(look, 30);
    };
    look();
  });
}

const place = document.getElementById("square");
const block = document.getElementById("bootstrap");
if (place !== null && block !== null) void start(place, JSON.parse(block.textContent ?? "{}") as Bootstrap);
