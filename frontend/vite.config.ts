// How the client becomes the few files that the server hands out under /static/.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What is loaded later brings no style of its own: Vite's helper for that would weigh more than what it helps. */
const plainImport: Plugin = {
  name: "plain-import",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
};

export default defineConfig({
  plugins: [plainImport, svelte()],
  base: "/static/",
  publicDir: false,
  build: {
    // The oldest browsers that Parvis promises to work in.
    target: ["chrome109", "safari15.4", "firefox115"],
    outDir: here("../src/parvis/web/dist"),
    emptyOutDir: true,
    manifest: true,
    // The content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        square: here("src/square.ts"),
        around: here("src/around.ts"),
        door: here("src/door.ts"),
        staff: here("src/staff.ts"),
        proof: here("src/proof.ts"),
        desk: here("src/desk.ts"),
        rules: here("src/rules.ts"),
        deskStyle: here("src/desk.css"),
        style: here("src/style.css"),
        handbookStyle: here("src/handbook.css"),
      },
    },
  },
});
