/** The UK's official regions, compared by the councils they are made of. */

import type { RegionDocument, RegionRow } from "./bundle.js";
import { folded } from "./text.js";

export const UNITED_KINGDOM = "K02000001";

export type PlaceMatch = "whole" | "part" | null;

interface Region {
  shown: RegionDocument;
  councils: bigint;
}

export class Regions {
  private readonly byCode = new Map<string, Region>();
  private readonly byKey = new Map<string, Region>();
  private readonly reached = new WeakMap<readonly string[], bigint>();

  constructor(rows: RegionRow[]) {
    const containers = new Map<string, string[]>();
    for (const [code, name, kind, slug, aliases, former, parent, areas] of rows) {
      const region = { shown: { code, name, slug, kind }, councils: 0n };
      this.byCode.set(code, region);
      for (const key of [code, slug, ...aliases, ...former]) this.byKey.set(folded(key), region);
      containers.set(code, parent === null ? areas : [parent, ...areas]);
    }
    let bit = 1n;
    for (const [code, , kind] of rows) {
      if (kind !== "local-authority") continue;
      this.mark(code, bit, containers);
      bit <<= 1n;
    }
  }

  private mark(code: string, bit: bigint, containers: Map<string, string[]>): void {
    const region = this.byCode.get(code);
    if (region) region.councils |= bit;
    for (const container of containers.get(code) ?? []) this.mark(container, bit, containers);
  }

  /** The region that a code, slug, alias or former code means, in any mix of capitals. */
  get(text: string): RegionDocument | undefined {
    return this.byKey.get(folded(text))?.shown;
  }

  /** The region with a current code. */
  at(code: string): RegionDocument {
    return this.byCode.get(code)!.shown;
  }

  /**
   * How far a service for `coverage` serves someone who is in one of `choices`: wherever among them they are, in some
   * of them only (or, with `includeWithin`, in a part of one), or nowhere.
   */
  match(coverage: readonly string[], choices: readonly string[], includeWithin = false): PlaceMatch {
    const reached = this.reach(coverage);
    let [all, any, touched] = [choices.length > 0, false, false];
    for (const code of choices) {
      const place = this.byCode.get(code)!.councils;
      const isWhole = !(place & ~reached);
      all &&= isWhole;
      any ||= isWhole;
      touched ||= !!(place & reached);
    }
    if (all) return "whole";
    return any || (includeWithin && touched) ? "part" : null;
  }

  private reach(coverage: readonly string[]): bigint {
    let found = this.reached.get(coverage);
    if (found === undefined) {
      found = 0n;
      for (const code of coverage) found |= this.byKey.get(folded(code))?.councils ?? 0n;
      this.reached.set(coverage, found);
    }
    return found;
  }
}
