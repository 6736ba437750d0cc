/** For whom a service, or one way to it, is: any number of rules, one of which must hold of a reader. */

import { ageFits, ageTakes, type Reader } from "./ages.js";
import type { AgeLimits, RuleDocument, ServiceDocument } from "./bundle.js";
import { UNITED_KINGDOM, type Regions } from "./regions.js";

export const OUTSIDE_UK = "outside-uk";

/** Region codes, one of which the reader is in; none for a place outside the UK. */
export interface Place {
  choices: readonly string[];
  includeWithin: boolean;
}

/** `isConditional`: circumstances or words are left to check. */
export interface Rule {
  limits: AgeLimits;
  coverage: readonly string[];
  isConditional: boolean;
  circumstances: readonly string[];
  text: string;
}

export function ruleOf(rule: RuleDocument): Rule {
  return {
    limits: rule.age,
    coverage: rule.regions.map((region) => region.code),
    isConditional: rule.circumstances.length > 0 || !!rule.text,
    circumstances: rule.circumstances,
    text: rule.text ?? "",
  };
}

/** Those of a service, its own first. */
export function rulesOf(service: ServiceDocument): Rule[] {
  const own = { age: service.age, regions: [], circumstances: service.circumstances, text: null };
  return [own, ...service.also_for].map(ruleOf);
}

/** How the rule's own places fit; null: the reader is certain to be elsewhere. */
export function placeMatch(rule: Rule, place: Place | null, regions: Regions): "whole" | "part" | "not-asked" | null {
  if (!rule.coverage.length) return "whole";
  if (place) return regions.match(rule.coverage, place.choices, place.includeWithin);
  return regions.match(rule.coverage, [UNITED_KINGDOM]) === "whole" ? "whole" : "not-asked";
}

/** Whether the rule can hold of this reader there. */
export function takes(rule: Rule, reader: Reader, place: Place | null, regions: Regions): boolean {
  return ageTakes(rule.limits, reader) && placeMatch(rule, place, regions) !== null;
}

/** Whether nothing is left to check for a reader whom it takes. */
export function fits(rule: Rule, reader: Reader, place: Place | null, regions: Regions): boolean {
  if (rule.isConditional || placeMatch(rule, place, regions) !== "whole") return false;
  return ageTakes(rule.limits, reader) && ageFits(rule.limits, reader);
}
