// The sheets that lie over the square now and then: the help for keys, and the way to another room.
export { default as Help } from "./Help.svelte";
export { default as Jump } from "./Jump.svelte";
