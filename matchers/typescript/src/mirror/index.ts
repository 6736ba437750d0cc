/** A copy of everything public that keeps itself right. */

export { EMERGENCY } from "../emergency.js";
export { Mirror, type Options, type Outcome, type State } from "./mirror.js";
export { digestOf, normalForm } from "./recalls.js";
export type { RefusalName } from "./refusal.js";
export type { Fetch } from "./fetching.js";
export { IndexedDbStorage, MemoryStorage, WebStorage, type Storage } from "./storage.js";
