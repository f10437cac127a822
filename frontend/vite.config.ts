// How the client becomes the few files that the server hands out under /static/.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
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
        door: here("src/door.ts"),
        staff: here("src/staff.ts"),
        desk: here("src/desk.ts"),
        deskStyle: here("src/desk.css"),
        style: here("src/style.css"),
      },
    },
  },
});
