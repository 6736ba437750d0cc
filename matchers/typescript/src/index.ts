/** The server's answers, given on the device: no question leaves it. */

export type { Bundle, Entry, Recall, Reference } from "./bundle.js";
export { help } from "./help.js";
export { Refused, type Fault } from "./parameters.js";
export { preferred } from "./preferred.js";
export { services } from "./services.js";
