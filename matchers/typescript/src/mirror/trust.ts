/** The chain of roots that a reader believes, from the one it was given. */

import { textOf, type Bytes, type Verify } from "./bytes.js";
import type { Server } from "./fetching.js";
import { Refusal } from "./refusal.js";
import { keyOf, mustBeSigned, rootOf, succeeding, type Root } from "./root.js";

export const LARGEST = 262_144; // bytes of anything but a bundle and a page of changes
const MOST_ROOTS = 64; // at once

export class Trust {
  private roots: Root[] = [];
  private texts: string[] = [];

  constructor(
    private readonly pinned: string,
    private readonly verify: Verify,
  ) {}

  /** `kept`: the roots that followed the one given, as this reader kept them; what is not right of them is left. */
  async begin(kept: readonly string[]): Promise<void> {
    const first = rootOf(this.pinned);
    await mustBeSigned(first, first, this.verify);
    [this.roots, this.texts] = [[first], []];
    try {
      for (const text of kept) await this.add(text);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
    }
  }

  /** The roots that followed the one given. */
  get followed(): readonly string[] {
    return this.texts;
  }

  get newest(): Root {
    return this.roots.at(-1)!;
  }

  /** A key of the newest root. */
  key(id: string): Bytes | undefined {
    return keyOf(this.newest, id);
  }

  /** Take every root that comes after the newest. */
  async walk(server: Server): Promise<void> {
    for (let step = 0; step < MOST_ROOTS; step++) {
      const { status, bytes } = await server.get(`/api/v1/trust/${this.newest.version + 1}.root.json`, LARGEST);
      if (status !== 200) return;
      const text = textOf(bytes);
      if (text === null) throw new Refusal("malformed", "root: not UTF-8");
      await this.add(text);
    }
  }

  private async add(text: string): Promise<void> {
    this.roots.push(await succeeding(this.newest, text, this.verify));
    this.texts.push(text);
  }
}
