/** A copy of everything public: what a statement says, and the entries that bear it out. */

import type { Bundle, Entry, Recall, Reference } from "../bundle.js";
import { sha256, textOf, utf8, type Bytes } from "./bytes.js";
import { contentsOf, entriesOf } from "./contents.js";
import { mustHave, objectOf, Refusal } from "./refusal.js";
import type { Part, Statement } from "./statement.js";

export interface Copy {
  jws: string;
  statement: Statement;
  entries: Entry[];
  reference: Reference;
  /** As they were when the bundle was made; the signed list is newer. */
  recalls: Recall[];
}

/** What a copy is made of, before it is known to be what the statement says. */
export interface Held {
  entries: Entry[];
  reference: Reference;
  recalls: Recall[];
}

/** The copy that a statement and these make; refused where they are not what it says. */
export async function proven(jws: string, statement: Statement, held: Held): Promise<Copy> {
  const reference = await sha256(utf8(JSON.stringify(held.reference)));
  if (reference !== statement.reference) throw new Refusal("tampered", "not the reference that was signed");
  if ((await contentsOf(held.entries)) !== statement.contents) {
    throw new Refusal("tampered", "not the contents that were signed");
  }
  return { jws, statement, ...held };
}

/** What a part of a bundle holds; refused unless it is the very file that the statement names. */
export async function heldOf(bytes: Bytes, part: Part, statement: Statement): Promise<Held> {
  if ((await sha256(bytes)) !== part.sha256) throw new Refusal("tampered", "not the file that was signed");
  const found: any = objectOf(textOf(bytes) ?? "", "bundle");
  mustHave(found, "bundle", { edition: "number", sequence: "number", contents: "string", reference: "object" });
  if (found.format !== 1) throw new Refusal("malformed", "bundle: another format");
  const isOfIt =
    found.edition === statement.edition &&
    found.sequence === statement.sequence &&
    found.contents === statement.contents &&
    found.reference_digest === statement.reference;
  if (!isOfIt) throw new Refusal("mixed", "a bundle of another edition");
  return { entries: entriesOf(found.entries), reference: found.reference, recalls: found.recalls ?? [] };
}

/** As a matcher takes it. */
export function bundleOf({ statement, reference }: Copy, entries: Entry[], recalls: Recall[]): Bundle {
  return {
    format: 1,
    edition: statement.edition,
    sequence: statement.sequence,
    contents: statement.contents,
    reference_digest: statement.reference,
    hide_contacts_after_days: statement.hideContactsAfterDays,
    entries,
    reference,
    recalls,
  };
}
