/** What is wrong with a value that could not be read, where that can be told, by the server's code for it. */

import { stripped } from "./text.js";

const STANDS_FOR_NOTHING = ["null", "undefined", "none", "nil", "nan", "(null)", "[object object]"];
const SAID = ["full-postcode", "out-of-range", "plus-as-space"]; // these matter more
const SPELLINGS: [string, RegExp][] = [
  ["in-quotes", /^(?:(["'`]).*\1|[“‘].*[”’])$/s],
  ["placeholder", /^(?:\$?\{.*\}|<.*>|\[.*\]|:[A-Za-z_]+|%[sd@]|\$[A-Za-z_]+)$/s],
  ["semicolon", /^(?=.*=).*;/s],
  ["several-in-one", /[,;|]/],
  ["fraction", /^(?:-?\d+\.\d*[1-9]\d*|-?\d*\.\d+)$/],
  ["encoded-twice", /%[0-9A-Fa-f]{2}/],
];
const BRACKETS = /^([^[]*)\[[^\n]*\]$/;

/** The code of a text that a parameter refused by `code`. */
export function ofValue(text: string, code: string): string {
  if (SAID.includes(code)) return code;
  const bare = stripped(text);
  if (STANDS_FOR_NOTHING.includes(bare.toLowerCase())) return "word-for-nothing";
  if (text !== bare) return "space-around";
  return SPELLINGS.find(([, spelling]) => spelling.test(text))?.[0] ?? code;
}

/** What is wrong with a name that is no parameter. */
export function ofName(name: string, isKnown: (name: string) => boolean): { parameter: string | null; code: string } {
  if (!name) return { parameter: null, code: "no-name" };
  if (name.startsWith("amp;")) return { parameter: null, code: "escaped-ampersand" };
  const bare = BRACKETS.exec(name)?.[1];
  if (bare !== undefined && isKnown(bare)) return { parameter: bare, code: "brackets" };
  return { parameter: null, code: "unknown-parameter" };
}
