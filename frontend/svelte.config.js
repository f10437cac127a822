// Read by the build and by svelte-check: TypeScript inside components, runes everywhere, accessibility warnings are errors.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
