/** Texts as the server reads them. Its strings are code points, ours UTF-16, and each has its own idea of a space. */

const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`, "g");
const AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const LAST_IN_ORDER = "\u0345"; // every other combining mark is put before it
const LINES = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** Which of two texts comes first by code points; not the order of `<`, where a surrogate comes before U+E000. */
export function inOrder(one: string, other: string): number {
  const [these, those] = [[...one], [...other]];
  for (let at = 0; at < these.length && at < those.length; at++) {
    const difference = these[at]!.codePointAt(0)! - those[at]!.codePointAt(0)!;
    if (difference) return difference;
  }
  return these.length - those.length;
}

/** Which of two sort keys comes first. */
export function inStandingOrder(one: (number | string)[], other: (number | string)[]): number {
  for (let at = 0; at < one.length && at < other.length; at++) {
    const [here, there] = [one[at]!, other[at]!];
    const difference =
      typeof here === "number" && typeof there === "number" ? here - there : inOrder(String(here), String(there));
    if (difference) return difference;
  }
  return one.length - other.length;
}

/** Without case, by Unicode's full case folding. */
export function folded(text: string): string {
  let found = "";
  for (const letter of text) {
    if (letter === "ı") found += letter;
    else if (letter === "ẞ") found += "ss";
    else if (/\p{Script=Cherokee}/u.test(letter)) found += letter.toUpperCase();
    else found += letter.toUpperCase().toLowerCase();
  }
  return found.replaceAll("ς", "σ");
}

/** The words of a text without case, accents and punctuation, in order. */
export function wordsOf(text: string): string[] {
  const plain = [...folded(text).normalize("NFKD")].filter((letter) => !isCombining(letter));
  return plain.join("").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether Unicode puts a mark in a class of its own order, as it does accents; other marks divide words. */
function isCombining(letter: string): boolean {
  return letter === LAST_IN_ORDER || !`${LAST_IN_ORDER}${letter}`.normalize("NFD").startsWith(LAST_IN_ORDER);
}

export function hasAWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.normalize("NFKD"));
}

/** On one line, with one space between words. */
export function collapsed(text: string): string {
  return text.replace(SPACES, " ").replace(/^ | $/g, "");
}

/** Without spaces before and after it. */
export const stripped = (text: string): string => text.replace(AROUND, "");

export function linesOf(text: string): string[] {
  return text.split(LINES);
}

export function trimmed(text: string, marks: string): string {
  let [start, end] = [0, text.length];
  while (start < end && marks.includes(text[start]!)) start++;
  return trimmedEnd(text.slice(start, end), marks);
}

export function trimmedEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && marks.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export function capitalised(text: string): string {
  const first = [...text][0] ?? "";
  return first.toUpperCase() + text.slice(first.length);
}
