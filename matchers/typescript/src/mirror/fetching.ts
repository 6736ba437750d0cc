/** Asks the server, within bounds: no answer is read further than it may be long, or waited for longer than a while. */

import { textOf, type Bytes } from "./bytes.js";
import { Refusal, Unreached } from "./refusal.js";

export interface Answer {
  status: number;
  etag: string | null;
  bytes: Bytes;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export class Server {
  private readonly origin: string;

  /** `patience`: how long an answer may take, in milliseconds. */
  constructor(
    address: string,
    private readonly fetch: Fetch,
    private readonly patience: number,
  ) {
    this.origin = new URL(address).origin;
  }

  /**
   * An answer of at most `most` bytes. Only the path of an address is used: whatever it says, nobody else is asked.
   *
   * Throws `Unreached` for any status that is not in `statuses`.
   */
  async get(address: string, most: number, etag: string | null = null, statuses = [200, 304]): Promise<Answer> {
    const { pathname, search } = new URL(address, this.origin);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.patience);
    try {
      const response = await this.fetch(`${this.origin}${pathname}${search}`, {
        headers: etag ? { Accept: "application/json", "If-None-Match": etag } : { Accept: "application/json" },
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: stop.signal,
      });
      if (!statuses.includes(response.status)) throw new Unreached(`${response.status} at ${pathname}`);
      const bytes = response.status === 200 ? await bounded(response, most) : new Uint8Array();
      return { status: response.status, etag: response.headers.get("ETag"), bytes };
    } catch (fault) {
      if (fault instanceof Refusal || fault instanceof Unreached) throw fault;
      throw new Unreached(`no answer at ${pathname}`);
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }
}

/** The text of an answer; refused where it is not UTF-8. */
export function textOfAnswer({ bytes }: Answer): string {
  const text = textOf(bytes);
  if (text === null) throw new Refusal("malformed", "not UTF-8");
  return text;
}

async function bounded(response: Response, most: number): Promise<Bytes> {
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
