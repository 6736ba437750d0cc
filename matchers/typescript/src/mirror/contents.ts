/** What a copy holds, as one digest: that of the digests of all entries, sorted. */

import type { Entry } from "../bundle.js";
import { sha256, utf8 } from "./bytes.js";
import { mustHave, Refusal } from "./refusal.js";

const digests = new WeakMap<Entry, string>();

export async function contentsOf(entries: Iterable<Entry>): Promise<string> {
  const found = await Promise.all(Array.from(entries, digestOfEntry));
  return sha256(utf8(found.sort().join("\n")));
}

async function digestOfEntry(entry: Entry): Promise<string> {
  let found = digests.get(entry);
  if (!found) digests.set(entry, (found = await sha256(utf8(JSON.stringify(entry)))));
  return found;
}

/** Entries as they came; refused where one is none. */
export function entriesOf(found: unknown): Entry[] {
  if (!Array.isArray(found)) throw new Refusal("malformed", "entries");
  for (const entry of found) {
    if (typeof entry !== "object" || entry === null) throw new Refusal("malformed", "an entry");
    mustHave(entry, "entry", { kind: "string", uid: "string", slug: "string", order: "array" });
  }
  return found;
}
