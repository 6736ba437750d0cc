/** A copy of everything public: what a statement says, and the entries that bear it out. */

import type { Bundle, Entry, Recall, Reference } from "../bundle.js";
import { sha256, textOf, utf8, type Bytes } from "./bytes.js";
import { contentsOf, entriesOf } from "./contents.js";
import { mustHave, objectOf, Refusal } from "./refusal.js";
import type { Part, Statement } from "./statement.js";

/** `recalls`: as they were at the sequence `recallsOf`; the signed list may be newer. */
export interface Copy {
  statement: Statement;
  entries: Entry[];
  reference: Reference;
  recalls: Recall[];
  recallsOf: number;
}

/** The copy with its statement in mind; refused where it is not what that says. */
export async function proven(copy: Copy): Promise<Copy> {
  const { statement, entries, reference } = copy;
  if ((await sha256(utf8(JSON.stringify(reference)))) !== statement.reference) {
    throw new Refusal("mixed", "not the reference that was signed");
  }
  if ((await contentsOf(entries)) !== statement.contents) throw new Refusal("mixed", "not the contents that were signed");
  return copy;
}

/** What a file of a bundle holds; refused unless it is the very file that the statement names. */
export async function fileOf(bytes: Bytes, part: Part, { edition, sequence }: Statement): Promise<any> {
  if (bytes.length !== part.length || (await sha256(bytes)) !== part.sha256) {
    throw new Refusal("tampered", "not the file that was signed");
  }
  const found: any = objectOf(textOf(bytes) ?? "", "bundle");
  mustHave(found, "bundle", { edition: "number", sequence: "number", reference: "object" });
  if (found.format !== 1) throw new Refusal("malformed", "bundle: another format");
  if (found.edition !== edition || found.sequence !== sequence) throw new Refusal("mixed", "a bundle of another edition");
  return { ...found, entries: entriesOf(found.entries) };
}

/** The copy that the files of a bundle make. */
export function whole(statement: Statement, files: any[]): Promise<Copy> {
  const [first] = files;
  if (!first) throw new Refusal("malformed", "statement: no parts");
  const { reference, recalls = [] } = first;
  const entries = files.flatMap((file) => file.entries);
  return proven({ statement, entries, reference, recalls, recallsOf: statement.sequence });
}

/** The copy with each changed entry in the place of its former one. */
export async function changed(before: Copy, changes: Entry[], statement: Statement): Promise<Copy> {
  if (!changes.length && statement.contents === before.statement.contents) {
    return statement.reference === before.statement.reference ? { ...before, statement } : mixed();
  }
  const found = new Map(before.entries.map((entry) => [entry.uid, entry]));
  for (const entry of changes) found.set(entry.uid, entry);
  return proven({ ...before, statement, entries: [...found.values()].sort(inBundleOrder) });
}

function mixed(): never {
  throw new Refusal("mixed", "the reference has changed");
}

/** By kind, then by uid, as in a bundle that one would fetch. */
function inBundleOrder(one: Entry, other: Entry): number {
  const [here, there] = [`${one.kind} ${one.uid}`, `${other.kind} ${other.uid}`];
  return here < there ? -1 : Number(here > there);
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
