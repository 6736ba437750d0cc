/** What the server signs: which edition there is, what is in it, and until when that may be believed. */

import type { Recall } from "../bundle.js";
import { fromBase64Url, textOf, utf8, type Bytes, type Verify } from "./bytes.js";
import { digestIn, momentOf, mustHave, objectOf, Refusal } from "./refusal.js";

export interface Part {
  kind: string | null;
  url: string;
  sha256: string;
  length: number;
}

/** `issuedAt`, `expiresAt`: in milliseconds. */
export interface Signed {
  sequence: number;
  issuedAt: number;
  expiresAt: number;
}

export interface Statement extends Signed {
  edition: number;
  contents: string;
  reference: string;
  parts: Part[];
  hideContactsAfterDays: number;
}

export interface RecallList extends Signed {
  recalls: Recall[];
}

export type FindKey = (id: string) => Promise<Bytes | undefined>;

/** The statement of a JWS, if its signature is that of a key which `find` knows. */
export async function statementOf(jws: unknown, find: FindKey, verify: Verify): Promise<Statement> {
  const found: any = await payloadOf(jws, "helpapi-statement+jws", find, verify);
  mustHave(found, "statement", { edition: "number", parts: "array", hide_contacts_after_days: "number" });
  for (const part of found.parts) {
    if (typeof part !== "object" || part === null) throw new Refusal("malformed", "statement: a part");
    mustHave(part, "part", { url: "string", length: "number" });
    digestIn(part.sha256, "part: sha256");
  }
  return {
    ...signedOf(found),
    edition: found.edition,
    contents: digestIn(found.contents, "statement: contents"),
    reference: digestIn(found.reference, "statement: reference"),
    parts: found.parts,
    hideContactsAfterDays: found.hide_contacts_after_days,
  };
}

/** The list of a JWS of recalls, likewise. */
export async function recallsOf(jws: unknown, find: FindKey, verify: Verify): Promise<RecallList> {
  const found: any = await payloadOf(jws, "helpapi-recalls+jws", find, verify);
  mustHave(found, "recalls", { recalls: "array" });
  for (const one of found.recalls) {
    if (typeof one !== "object" || one === null) throw new Refusal("malformed", "recalls: one of them");
    mustHave(one, "recall", { channel: "string", since: "string" });
  }
  return { ...signedOf(found), recalls: found.recalls };
}

function signedOf(found: any): Signed {
  mustHave(found, "statement", { sequence: "number" });
  return {
    sequence: found.sequence,
    issuedAt: momentOf(found.issued_at, "issued_at"),
    expiresAt: momentOf(found.expires_at, "expires_at"),
  };
}

async function payloadOf(jws: unknown, type: string, find: FindKey, verify: Verify): Promise<Record<string, unknown>> {
  if (typeof jws !== "string") throw new Refusal("malformed", "nothing is signed");
  const [head, body, end, more] = jws.split(".");
  const [header, payload, signature] = [head, body, end].map((part) => fromBase64Url(part ?? ""));
  const said = headerOf(header ?? null);
  const isOurs = said?.alg === "Ed25519" && said.typ === type && typeof said.kid === "string";
  // Anything else in a header would ask for something that nobody here does.
  if (!isOurs || Object.keys(said).length !== 3 || !payload || !signature || more !== undefined) {
    throw new Refusal("bad-signature", "signed in another way, or something else");
  }
  const key = await find(said.kid as string);
  if (!key) throw new Refusal("unknown-key", "signed by a key that the root of trust does not name");
  if (!(await verify(key, signature, utf8(`${head}.${body}`)))) {
    throw new Refusal("bad-signature", "the signature is not of this statement");
  }
  return objectOf(textOf(payload) ?? "", "statement");
}

function headerOf(bytes: Bytes | null): Record<string, unknown> | null {
  try {
    return objectOf((bytes && textOf(bytes)) ?? "", "header");
  } catch {
    return null;
  }
}
