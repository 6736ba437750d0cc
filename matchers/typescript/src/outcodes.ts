/** Which regions the first half of a postcode may be in. What was asked is never repeated in an error. */

import type { PackedOutcodes } from "./bundle.js";
import { UNITED_KINGDOM } from "./regions.js";

export const GUESSED = ["area-fallback", "unknown"];
export const LARGE_USERS = "live-no-location";

const ROUTING_KEY = "[ACDEFHKNPRTVWXY][0-9]{2}|D6W";
const OUTWARD = "([A-Z]{1,2})[0-9][0-9A-Z]?";
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "i");
const OUTCODE_OR_SECTOR = whole(`(${OUTWARD})(?:[ +]([0-9]))?`);
const IRISH = whole(ROUTING_KEY);
const FULL_POSTCODE = whole(` *${OUTWARD}[ +-]*[0-9][A-Z]{2} *`);
const FULL_EIRCODE = whole(` *(?:${ROUTING_KEY})[ +-]*[0-9ACDEFHKNPRTVWXY]{4} *`);

/** `choices`: one of which somebody is in; none outside the UK, and only there a `jurisdiction`. */
export interface Outcode {
  outcode: string;
  status: string;
  jurisdiction: string | null;
  choices: readonly string[];
}

interface Found {
  status: string;
  jurisdiction: string | null;
  choices: readonly string[];
}

export class Outcodes {
  private readonly known = new Map<string, Found>();
  private readonly sectors = new Map<string, readonly string[]>();
  private readonly areas = new Map<string, Found>();

  /** `codes`: of the regions, by whose numbers the places are packed. The server's `partners/places.py` tells how. */
  constructor(packed: PackedOutcodes, codes: string[]) {
    const status = (number: number): string => packed.statuses[number]!;
    for (const [letters, [number, jurisdiction, , choices]] of Object.entries(packed.areas)) {
      const found = { status: status(number), jurisdiction, choices: choices.map((place) => codes[place]!) };
      this.areas.set(letters, found);
    }
    for (const line of packed.known.split("\n")) {
      const [letters, named, ...outcodes] = line.split(" ") as [string, string, ...string[]];
      const places = named ? named.split(",").map((place) => codes[parseInt(place, 36)]!) : [];
      const jurisdiction = this.areas.get(letters)?.jurisdiction ?? null;
      for (const one of outcodes) {
        const [rest, digits, number] = one.split(":") as [string, string, string | undefined];
        const choices = chosen(places, digits);
        this.known.set(letters + rest, { status: status(Number(number ?? 0)), jurisdiction, choices });
      }
    }
    for (const line of packed.sectors.split("\n")) {
      const [outcode, ...sectors] = line.split(" ") as [string, ...string[]];
      const { choices } = this.known.get(outcode) ?? { choices: [] };
      for (const one of sectors) this.sectors.set(`${outcode} ${one[0]}`, chosen(choices, one.slice(1)));
    }
  }

  /** The answer for an outcode or a sector; a code of what is wrong with any other text. */
  resolve(text: string): Outcode | string {
    const parts = OUTCODE_OR_SECTOR.exec(text)?.slice(1).map((part) => part?.toUpperCase());
    if (!parts) return FULL_POSTCODE.test(text) || FULL_EIRCODE.test(text) ? "full-postcode" : "malformed";
    const [outcode, area, sector] = parts as [string, string, string | undefined];
    const found = this.known.get(outcode) ?? this.areas.get(area) ?? elsewhere(outcode);
    const narrowed = found.status === LARGE_USERS ? undefined : this.sectors.get(`${outcode} ${sector}`);
    return { outcode, ...found, choices: narrowed ?? found.choices };
  }
}

/** Those of some places that a text names by digits in base 36. */
const chosen = (places: readonly string[], digits: string): string[] =>
  [...digits].map((digit) => places[parseInt(digit, 36)]!);

function elsewhere(outcode: string): Found {
  if (IRISH.test(outcode)) return { status: "ireland", jurisdiction: "Ireland", choices: [] };
  return { status: "unknown", jurisdiction: null, choices: [UNITED_KINGDOM] };
}
