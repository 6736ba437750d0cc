/** What must hold for a service to be right for someone, as a code and words an app can show. */

import { areKnown, disputedLeft, maximumLeft, minimumLeft, turnNobodyAway, type Reader } from "./ages.js";
import type { AgeLimits } from "./bundle.js";
import type { Data } from "./data.js";
import { GUESSED, LARGE_USERS, type Outcode } from "./outcodes.js";
import { UNITED_KINGDOM } from "./regions.js";
import { fits, OUTSIDE_UK, placeMatch, type Place, type Rule } from "./rules.js";
import { oneOf } from "./text.js";

const OF_WHATEVER_AGE = ["maximum-age-disputed", "check-eligibility", "age-varies-by-area"];
const MOST_NAMED = 4;

export interface Condition {
  code: string;
  text: string;
}

/** Whom it is for, unless everybody who is asking is among them. */
export function ofAudience(data: Data, audiences: readonly string[], asking: readonly string[]): Condition[] {
  if (!audiences.length || asking.every((one) => audiences.includes(one))) return [];
  const whom = data.labels("audiences", audiences).map((label) => label.toLowerCase());
  return [{ code: "only-for-audience", text: `Only for ${oneOf(whom)}.` }];
}

/** What is left to check of ages for a reader whom the limits do not exclude. */
export function ofAge(limits: AgeLimits, reader: Reader): Condition[] {
  if (turnNobodyAway(limits)) return intended(limits);
  const found = limitsLeft(limits, reader);
  if (!areKnown(limits)) {
    const text = "Check who may use it: an age limit of this service isn't known.";
    found.push({ code: "check-eligibility", text });
  }
  if (limits.varies) {
    found.push({ code: "age-varies-by-area", text: "The age limits differ from area to area: check for yours." });
  }
  return found;
}

/** What is left to check where any of these may hold of a reader, and one of them must. */
export function ofRules(data: Data, rules: readonly Rule[], reader: Reader, place: Place | null): Condition[] {
  const settled = rules.find((rule) => fits(rule, reader, place, data.regions));
  if (settled || rules.length === 1) return ofRule(data, settled ?? rules[0]!, reader, place);
  const found = [
    { code: "eligibility", text: `For ${rules.map((rule) => people(data, rule)).join("; or for ")}.` },
  ];
  for (const rule of rules) {
    for (const one of ofAge(rule.limits, reader)) {
      const isTold = found.some((other) => other.code === one.code && other.text === one.text);
      if (OF_WHATEVER_AGE.includes(one.code) && !isTold) found.push(one);
    }
  }
  return found;
}

/** Who people must be. Nobody is asked, so everybody is told. */
export function ofCircumstances(data: Data, rule: Rule): Condition[] {
  if (!rule.circumstances.length) return [];
  return [{ code: "only-for-circumstances", text: `Only for ${circumstances(data, rule)}.` }];
}

/** What is left to check of places. `match`: as in an answer. */
export function ofPlace(data: Data, coverage: readonly string[], isWorldwide: boolean, match: string): Condition[] {
  if (isWorldwide) return [];
  if (!coverage.length) {
    const text = "Check availability where you live: it isn't known which areas have this.";
    return [{ code: "check-availability", text }];
  }
  if (match === "part") {
    const text = `Only for people in ${names(data, coverage)}: check that this includes you.`;
    return [{ code: "part-of-area", text }];
  }
  if (match === "not-asked" && data.regions.match(coverage, [UNITED_KINGDOM]) !== "whole") {
    return [{ code: "only-in-area", text: `Only for people in ${names(data, coverage)}.` }];
  }
  return [];
}

/** What to know of the place a reader named: that it is not in the UK, or may be wrong. */
export function ofReaderPlace(outcode: Outcode | null, region: string | null): Condition[] {
  if (region === OUTSIDE_UK || (outcode && !outcode.choices.length)) {
    const text = "This place is not in the United Kingdom. Only services that are open worldwide are known for it.";
    return [{ code: "outside-the-uk", text }];
  }
  if (outcode && GUESSED.includes(outcode.status)) {
    const text = "We don't have this postcode in our list. The place is a guess and may be wrong.";
    return [{ code: "place-is-a-guess", text }];
  }
  if (outcode?.status === LARGE_USERS) {
    const text = "This postcode is for post boxes and large organisations. The place may be wrong.";
    return [{ code: "large-users", text }];
  }
  return [];
}

/** `isKnown`: it is known to speak the language asked for, where one was. */
export function ofLanguage(isKnown: boolean): Condition[] {
  const text = "Check the language: it isn't known whether this service speaks it.";
  return isKnown ? [] : [{ code: "language-not-known", text }];
}

function ofRule(data: Data, rule: Rule, reader: Reader, place: Place | null): Condition[] {
  const found = [...ofAge(rule.limits, reader), ...ofCircumstances(data, rule)];
  if (rule.text) found.push({ code: "eligibility", text: rule.text });
  if (rule.coverage.length) {
    found.push(...ofPlace(data, rule.coverage, false, placeMatch(rule, place, data.regions) ?? "part"));
  }
  return found;
}

/** Whom a rule is of, in words that follow “for”. */
function people(data: Data, rule: Rule): string {
  const limits = rule.limits;
  let ages = turnNobodyAway(limits) ? "" : inYears(limits.minimum, limits.maximum);
  if (ages && limits.basis === "age-in-image") ages = `who were ${ages} when the image was made`;
  else if (ages && limits.basis !== "user-age") ages = `where the child or young person concerned is ${ages}`;
  const where = rule.coverage.length ? `in ${names(data, rule.coverage)}` : "";
  const text = rule.text ? `(${rule.text.replace(/\.$/, "")})` : "";
  return [circumstances(data, rule) || "people", ages, where, text].filter(Boolean).join(" ");
}

function circumstances(data: Data, rule: Rule): string {
  const labels = data.labels("circumstances", rule.circumstances);
  return oneOf(labels.map((label) => label.slice(0, 1).toLowerCase() + label.slice(1)));
}

/** A range of ages in words; empty where nothing limits it. */
function inYears(low: number | null, high: number | null): string {
  if (!low) return high === null ? "" : `up to ${high}`;
  return high === null ? `aged ${low} or over` : `aged ${low} to ${high}`;
}

function intended(limits: AgeLimits): Condition[] {
  const ages = inYears(limits.minimum, limits.maximum);
  if (!ages) return [];
  return [{ code: "intended-reader", text: `Written with people ${ages} in mind. Anyone may use it.` }];
}

function limitsLeft(limits: AgeLimits, reader: Reader): Condition[] {
  const [low, high] = [minimumLeft(limits, reader), maximumLeft(limits, reader)];
  const disputed = disputedLeft(limits, reader);
  const isOfImage = limits.basis === "age-in-image";
  const found: Condition[] = [];
  const say = (code: string, text: string): unknown => found.push({ code, text });
  if (isOfImage) {
    const whose = "Only if the person in the image was";
    if (low !== null) say("age-in-image-over", `${whose} ${low} or over when it was made.`);
    if (high !== null) say("age-in-image-under", `${whose} under ${high + 1} when it was made.`);
  } else {
    const whom = limits.basis === "user-age" ? "For people" : "Where the child or young person concerned is";
    if (low !== null) say("minimum-age", `${whom} aged ${low} or over.`);
    if (high !== null) say("maximum-age", `${whom} under ${high + 1}.`);
  }
  if (disputed !== null) {
    const whom = isOfImage ? "images of people" : "people";
    say("maximum-age-disputed", `Sources differ on whether it is for ${whom} aged ${disputed}.`);
  }
  return found;
}

/** The places in words; where there are more than a few, they are not named. */
function names(data: Data, coverage: readonly string[]): string {
  const named = coverage.map((code) => data.regions.get(code)?.name).filter((name) => name !== undefined);
  return named.length > 0 && named.length <= MOST_NAMED ? oneOf(named) : "certain areas";
}
