/** What has happened, and what that does to an answer: it marks and orders, and hides nothing. */

import { inOrder } from "./text.js";

/** Which need moves up, and to which place among the needs, from 0. */
const NEEDS: Record<string, [string, number]> = { "account-taken": ["secure", 2], "bulk-email": ["secure", 1] };
const OF_FRAUD: [string, string[]] = ["report", ["fraud-cyber-report", "police-report"]];
const OF_ACCOUNTS: [string, string[]] = ["secure", ["cyber-security-guidance"]];
/** Which kinds of help come first within a need. */
const FIRST: Record<string, [string, string[]]> = {
  paid: OF_FRAUD,
  "asked-for-more": OF_FRAUD,
  "account-taken": OF_ACCOUNTS,
  "bulk-email": OF_ACCOUNTS,
};
/** What must be true of the reader, by the code lists `preconditions` and `image-origins`. */
export const PRECONDITIONS: Record<string, string> = { "told-police": "reader-has-contacted-police" };
export const IMAGE_ORIGINS: Record<string, string> = { faked: "stolen-hacked-or-faked" };

/** The needs in the order in which they are shown to somebody to whom this has happened. */
export function ordered(needs: readonly string[], situations: readonly string[]): string[] {
  const found = [...needs];
  const moves = new Map(situations.flatMap((one) => (NEEDS[one] ? [[NEEDS[one].join(), NEEDS[one]]] : [])));
  const inTurn = [...moves.values()].sort((one, other) => other[1] - one[1] || inOrder(one[0], other[0]));
  for (const [need, place] of inTurn) {
    const at = found.indexOf(need);
    if (at < 0) continue;
    found.splice(at, 1);
    found.splice(place, 0, need);
  }
  return found;
}

/** The kinds of help that come first within a need. */
export function firstTypes(need: string, situations: readonly string[]): string[] {
  return situations.flatMap((one) => (FIRST[one]?.[0] === need ? FIRST[one][1] : []));
}
