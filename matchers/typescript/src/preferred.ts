/** Which language to ask for, from what a device says of itself. */

import type { Bundle } from "./bundle.js";
import { Data } from "./data.js";
import { ENGLISH } from "./language.js";
import { stripped } from "./text.js";

const LONGEST_HEADER = 1000;
const QUALITY = /^(?:[01]|[01]?\.\d*)$/;

/**
 * The `lang` that somebody likes best, of those that the bundle knows; English where none is among them.
 *
 * `languages`: tags in order of preference, such as `navigator.languages`, or an Accept-Language header. It is read as the
 * server reads one: by q-values, and each tag without its last parts where it is not known whole.
 */
export function preferred(bundle: Bundle, languages: string | readonly string[]): string {
  const header = typeof languages === "string" ? languages : languages.join(",");
  const known = Data.of(bundle).languages;
  const wanted = [...weights([...header].slice(0, LONGEST_HEADER).join(""))].filter(([, weight]) => weight > 0);
  for (const [tag] of wanted.sort(([, one], [, other]) => other - one)) {
    const parts = tag.split("-");
    for (let length = parts.length; length > 0; length--) {
      const found = parts.slice(0, length).join("-");
      if (known.includes(found)) return found;
    }
  }
  return ENGLISH;
}

/** What a header names, in lower case, with its q-value. The unreadable is left out. */
function weights(header: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name, ...parameters] = part.split(";").map(stripped) as [string, ...string[]];
    const quality = parameters.find((one) => one.startsWith("q="))?.slice(2) ?? "1";
    if (name && QUALITY.test(quality)) found.set(name, Number(`${quality}0`));
  }
  return found;
}
