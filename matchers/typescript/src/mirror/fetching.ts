/** Asks the server, within bounds: no answer is read further than it may be long, or waited for longer than a while. */

import { textOf, type Bytes } from "./bytes.js";
import { objectOf, Refusal, Unreached } from "./refusal.js";

export interface Answer {
  status: number;
  etag: string | null;
  bytes: Bytes;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const API = "/api/v1/";
const SPARE = 65_536; // bytes by which a length that is told may be wrong

export class Server {
  private readonly address: string;

  /** `patience`: how long an answer may take, in milliseconds. */
  constructor(
    address: string,
    private readonly fetch: Fetch,
    private readonly patience: number,
  ) {
    const { origin, pathname } = new URL(address);
    this.address = origin + pathname.replace(/\/+$/, "");
  }

  /** An answer of at most `most` bytes to `path`, below the address. Throws `Unreached` where there is none. */
  async get(path: string, most: number, etag: string | null = null): Promise<Answer> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.patience);
    try {
      const response = await this.fetch(this.address + path, {
        headers: etag ? { Accept: "application/json", "If-None-Match": etag } : { Accept: "application/json" },
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: stop.signal,
      });
      const bytes = response.status === 200 ? await bounded(response, most) : new Uint8Array();
      return { status: response.status, etag: response.headers.get("ETag"), bytes };
    } catch (fault) {
      if (fault instanceof Refusal) throw fault;
      throw new Unreached(`no answer at ${path}`);
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }
}

/** The object that a good answer holds. Throws `Unreached` for any other answer. */
export function held({ status, bytes }: Answer): Record<string, unknown> {
  if (status !== 200) throw new Unreached(`it answers ${status}`);
  return objectOf(textOf(bytes) ?? "", "an answer");
}

/** What an address says below ours: whatever host it names, nobody else is asked. */
export function pathOf(address: string): string {
  const at = address.indexOf(API);
  const path = at < 0 ? "" : address.slice(at);
  if (!/^[!-~]+$/.test(path) || path.includes("..")) throw new Refusal("malformed", "an address of something else");
  return path;
}

async function bounded(response: Response, most: number): Promise<Bytes> {
  if (Number(response.headers.get("Content-Length") ?? 0) > most + SPARE) {
    throw new Refusal("too-large", "longer than it may be");
  }
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) throw new Refusal("too-large", "longer than it may be");
    pieces.push(value);
  }
  const found = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    found.set(piece, at);
    at += piece.length;
  }
  return found;
}
