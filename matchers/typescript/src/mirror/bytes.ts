/** Bytes and texts. */

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => encoder.encode(text) as Bytes;

/** The text of some bytes; null where they are not UTF-8. */
export function textOf(bytes: Bytes): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

export function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of a hexadecimal text; null where it is none. */
export function fromHex(text: unknown): Bytes | null {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})+$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g)!, (pair) => parseInt(pair, 16));
}

/** The bytes of a base64url text without padding; null where it is none, or not the one way to write them. */
export function fromBase64Url(text: string): Bytes | null {
  if (!/^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/.test(text)) return null;
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

export async function sha256(bytes: Bytes): Promise<string> {
  return hexOf(await crypto.subtle.digest("SHA-256", bytes));
}

export type Verify = (key: Bytes, signature: Bytes, signed: Bytes) => Promise<boolean>;

/** Whether a signature is this Ed25519 key's, as the browser says. */
export const verifyEd25519: Verify = async (key, signature, signed) => {
  if (key.length !== 32 || signature.length !== 64) return false;
  const held = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", held, signature, signed);
};
