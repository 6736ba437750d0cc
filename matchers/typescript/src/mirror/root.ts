/** Whom to believe: the roots of trust, each signed by a threshold of the one before and of its own (TUF). */

import { fromHex, utf8, type Bytes, type Verify } from "./bytes.js";
import { momentOf, mustHave, objectOf, Refusal } from "./refusal.js";

interface Role {
  keyids: string[];
  threshold: number;
}

interface Signature {
  keyid: string;
  sig: string;
}

export interface Root {
  version: number;
  expires: number;
  keys: Map<string, Bytes>;
  root: Role;
  timestamp: Role;
  signatures: Signature[];
  /** What is signed, in the one spelling that it is signed in. */
  signed: Bytes;
}

export function rootOf(text: string): Root {
  const { signed, signatures } = objectOf(text, "root") as { signed: any; signatures: any };
  const isRoot = signed?._type === "root" && String(signed.spec_version).startsWith("1.");
  if (!isRoot || !Array.isArray(signatures)) throw new Refusal("malformed", "no root");
  mustHave(signed, "root", { version: "number", expires: "string", keys: "object", roles: "object" });
  const keys = new Map<string, Bytes>();
  for (const [id, key] of Object.entries<any>(signed.keys)) {
    const bytes = key?.keytype === "ed25519" && key.scheme === "ed25519" ? fromHex(key.keyval?.public) : null;
    if (bytes?.length === 32) keys.set(id, bytes);
  }
  return {
    version: signed.version,
    expires: momentOf(signed.expires, "root: expires"),
    keys,
    root: roleOf(signed.roles.root),
    timestamp: online(roleOf(signed.roles.timestamp)),
    signatures: signatures.filter((one) => typeof one?.keyid === "string" && typeof one.sig === "string"),
    signed: utf8(canonical(signed)),
  };
}

function roleOf(role: any): Role {
  const isRole = Array.isArray(role?.keyids) && Number.isSafeInteger(role.threshold) && role.threshold > 0;
  if (!isRole) throw new Refusal("malformed", "root: a role");
  return { keyids: role.keyids, threshold: role.threshold };
}

/** The role of what nodes sign by themselves: one signature is all that a statement has. */
function online(role: Role): Role {
  if (role.threshold !== 1) throw new Refusal("malformed", "root: asks for what there is not");
  return role;
}

/** The next root after one that is believed; refused unless both believe it. */
export async function succeeding(before: Root, text: string, verify: Verify): Promise<Root> {
  const next = rootOf(text);
  for (const judge of [before, next]) await mustBeSigned(next, judge, verify);
  if (next.version <= before.version) throw new Refusal("rollback", "root: an older one");
  if (next.version !== before.version + 1) throw new Refusal("malformed", "root: not the next");
  return next;
}

export async function mustBeSigned(root: Root, judge: Root, verify: Verify): Promise<void> {
  const signers = new Set<string>();
  for (const { keyid, sig } of root.signatures) {
    const [key, signature] = [judge.keys.get(keyid), fromHex(sig)];
    const isCounted = judge.root.keyids.includes(keyid) && key && signature;
    if (isCounted && (await verify(key, signature, root.signed))) signers.add(key.join());
  }
  if (signers.size < judge.root.threshold) throw new Refusal("bad-signature", "root: too few have signed it");
}

/** The key that signs statements under this name; undefined: it is not, or no longer, one of them. */
export function keyOf(root: Root, id: string): Bytes | undefined {
  return root.timestamp.keyids.includes(id) ? root.keys.get(id) : undefined;
}

/** A value as TUF has it signed: members in order, no space, and only the quote and the backslash escaped. */
export function canonical(value: unknown): string {
  if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&")}"`;
  if (value === null || typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new Refusal("malformed", "root: a value that cannot be signed");
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(",")}}`;
}
