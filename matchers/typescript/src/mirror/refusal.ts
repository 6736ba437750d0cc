/** Why an update was not taken. The copy is then as it was. */

export type RefusalName =
  | "bad-signature"
  | "unknown-key"
  | "rollback"
  | "expired"
  | "tampered"
  | "too-large"
  | "mixed"
  | "malformed";

export class Refusal extends Error {
  constructor(
    override readonly name: RefusalName,
    about: string,
  ) {
    super(about);
  }
}

/** Nobody answered, or not with what was asked for: not an attack for certain, and worth another try. */
export class Unreached extends Error {
  override readonly name = "Unreached";
}

/** What a text holds as JSON; refused where that is not an object. */
export function objectOf(text: string, what: string): Record<string, unknown> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refusal("malformed", `${what} is not JSON`);
  }
  if (typeof found !== "object" || found === null || Array.isArray(found)) {
    throw new Refusal("malformed", `${what} is not an object`);
  }
  return found as Record<string, unknown>;
}

/** Members of an object that must be there, each of its type; refused otherwise. */
export function mustHave(found: Record<string, unknown>, what: string, types: Record<string, string>): void {
  for (const [name, type] of Object.entries(types)) {
    const value = found[name];
    const isRight = type === "array" ? Array.isArray(value) : typeof value === type && value !== null;
    if (!isRight) throw new Refusal("malformed", `${what}: ${name}`);
    if (type === "number" && !(Number.isSafeInteger(value) && (value as number) >= 0)) {
      throw new Refusal("malformed", `${what}: ${name} is not a whole number`);
    }
  }
}

/** A moment in milliseconds; refused where a text is none. */
export function momentOf(text: unknown, what: string): number {
  const isMoment = typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text);
  const moment = isMoment ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new Refusal("malformed", `${what} is no moment`);
  return moment;
}

/** A SHA-256 in hexadecimal; refused where a text is none: another way to write it would be another name. */
export function digestIn(text: unknown, what: string): string {
  if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) throw new Refusal("malformed", `${what} is no digest`);
  return text;
}
