/** What must hold for a service to be right for someone, as a code and words an app can show. */

import { areKnown, disputedLeft, maximumLeft, minimumLeft, turnNobodyAway, type Reader } from "./ages.js";
import type { AgeLimits } from "./bundle.js";
import type { Data } from "./data.js";
import type { Language } from "./language.js";
import { GUESSED, LARGE_USERS, type Outcode } from "./outcodes.js";
import { UNITED_KINGDOM } from "./regions.js";
import { fits, OUTSIDE_UK, placeMatch, type Place, type Rule } from "./rules.js";

const OF_WHATEVER_AGE = ["maximum-age-disputed", "check-eligibility", "age-varies-by-area"];
const MOST_NAMED = 4;
/** By the basis of the ages: with a lower limit, with an upper one, with both. Some people, and those of such ages. */
const OF_AGES: Record<string, [string, string, string]> = {
  "user-age": ["{people} aged {low} or over", "{people} up to {high}", "{people} aged {low} to {high}"],
  "age-in-image": [
    "{people} who were aged {low} or over when the image was made",
    "{people} who were up to {high} when the image was made",
    "{people} who were aged {low} to {high} when the image was made",
  ],
  "victim-age": [
    "{people} where the child or young person concerned is aged {low} or over",
    "{people} where the child or young person concerned is up to {high}",
    "{people} where the child or young person concerned is aged {low} to {high}",
  ],
  "intended-reader": [
    "Written with people aged {low} or over in mind. Anyone may use it.",
    "Written with people up to {high} in mind. Anyone may use it.",
    "Written with people aged {low} to {high} in mind. Anyone may use it.",
  ],
};

export interface Condition {
  code: string;
  text: string;
}

/** Conditions in words of one language, with the labels of the code lists. */
export class Words {
  constructor(
    private readonly data: Data,
    readonly language: Language,
  ) {}

  say(text: string, values?: Record<string, unknown>): string {
    return this.language.say(text, values);
  }

  /** That of a code of a list. */
  label(name: string, code: string): string {
    return this.say(this.data.label(name, code));
  }

  /** Whom it is for, unless everybody who is asking is among them. */
  ofAudience(audiences: readonly string[], asking: readonly string[]): Condition[] {
    if (!audiences.length || asking.every((one) => audiences.includes(one))) return [];
    const whom = this.labels("audiences", audiences).map((label) => label.toLowerCase());
    return [this.condition("only-for-audience", "Only for {people}.", { people: this.language.oneOf(whom) })];
  }

  /** What is left to check of ages for a reader whom the limits do not exclude. */
  ofAge(limits: AgeLimits, reader: Reader): Condition[] {
    if (turnNobodyAway(limits)) {
      const text = this.ofAges(limits);
      return text ? [{ code: "intended-reader", text }] : [];
    }
    const found = this.limitsLeft(limits, reader);
    const unknown = "Check who may use it: an age limit of this service isn't known.";
    if (!areKnown(limits)) found.push(this.condition("check-eligibility", unknown));
    const varies = "The age limits differ from area to area: check for yours.";
    if (limits.varies) found.push(this.condition("age-varies-by-area", varies));
    return found;
  }

  /** What is left to check where any of these may hold of a reader, and one of them must. */
  ofRules(rules: readonly Rule[], reader: Reader, place: Place | null): Condition[] {
    const settled = rules.find((rule) => fits(rule, reader, place, this.data.regions));
    if (settled || rules.length === 1) return this.ofRule(settled ?? rules[0]!, reader, place);
    const people = rules
      .map((rule) => this.people(rule))
      .reduce((some, others) => this.say("{some}; or for {others}", { some, others }));
    const found = [this.condition("eligibility", "For {people}.", { people })];
    for (const rule of rules) {
      for (const one of this.ofAge(rule.limits, reader)) {
        const isTold = found.some((other) => other.code === one.code && other.text === one.text);
        if (OF_WHATEVER_AGE.includes(one.code) && !isTold) found.push(one);
      }
    }
    return found;
  }

  /** Who people must be. Nobody is asked, so everybody is told. */
  ofCircumstances(rule: Rule): Condition[] {
    if (!rule.circumstances.length) return [];
    return [this.condition("only-for-circumstances", "Only for {people}.", { people: this.circumstances(rule) })];
  }

  /** What is left to check of one way to a service. `label`: what to do to use it. */
  ofWay(label: string, rules: readonly Rule[], reader: Reader, place: Place | null): Condition[] {
    return this.ofRules(rules, reader, place).map(({ text }) =>
      this.condition("way-only-for", "{way}: {condition}", { way: label, condition: text }),
    );
  }

  /** What is left to check of places. `match`: as in an answer. */
  ofPlace(coverage: readonly string[], isWorldwide: boolean, match: string): Condition[] {
    if (isWorldwide) return [];
    if (!coverage.length) {
      const text = "Check availability where you live: it isn't known which areas have this.";
      return [this.condition("check-availability", text)];
    }
    const places = this.names(coverage);
    if (match === "part") {
      const text = places
        ? "Only for people in {places}: check that this includes you."
        : "Only for people in certain areas: check that this includes you.";
      return [this.condition("part-of-area", text, { places })];
    }
    if (match === "not-asked" && this.data.regions.match(coverage, [UNITED_KINGDOM]) !== "whole") {
      const text = places ? "Only for people in {places}." : "Only for people in certain areas.";
      return [this.condition("only-in-area", text, { places })];
    }
    return [];
  }

  /** What to know of the place a reader named: that it is not in the UK, or may be wrong. */
  ofReaderPlace(outcode: Outcode | null, region: string | null): Condition[] {
    if (region === OUTSIDE_UK || (outcode && !outcode.choices.length)) {
      const text = "This place is not in the United Kingdom. Only services that are open worldwide are known for it.";
      return [this.condition("outside-the-uk", text)];
    }
    if (outcode && GUESSED.includes(outcode.status)) {
      const text = "We don't have this postcode in our list. The place is a guess and may be wrong.";
      return [this.condition("place-is-a-guess", text)];
    }
    if (outcode?.status === LARGE_USERS) {
      const text = "This postcode is for post boxes and large organisations. The place may be wrong.";
      return [this.condition("large-users", text)];
    }
    return [];
  }

  /** `isKnown`: it is known to speak the language asked for, where one was. */
  ofLanguage(isKnown: boolean): Condition[] {
    const text = "Check the language: it isn't known whether this service speaks it.";
    return isKnown ? [] : [this.condition("language-not-known", text)];
  }

  private condition(code: string, text: string, values?: Record<string, unknown>): Condition {
    return { code, text: this.say(text, values) };
  }

  private ofRule(rule: Rule, reader: Reader, place: Place | null): Condition[] {
    const found = [...this.ofAge(rule.limits, reader), ...this.ofCircumstances(rule)];
    if (rule.text) found.push({ code: "eligibility", text: rule.text });
    if (rule.coverage.length) {
      found.push(...this.ofPlace(rule.coverage, false, placeMatch(rule, place, this.data.regions) ?? "part"));
    }
    return found;
  }

  /** Whom a rule is of, in words that follow “for”. */
  private people(rule: Rule): string {
    let people = this.circumstances(rule) || this.say("people");
    if (!turnNobodyAway(rule.limits)) people = this.ofAges(rule.limits, people) || people;
    if (rule.coverage.length) {
      const places = this.names(rule.coverage);
      people = this.say(places ? "{people} in {places}" : "{people} in certain areas", { people, places });
    }
    const condition = rule.text.replace(/\.$/, "");
    return condition ? this.say("{people} ({condition})", { people, condition }) : people;
  }

  private circumstances(rule: Rule): string {
    const labels = this.labels("circumstances", rule.circumstances);
    return this.language.oneOf(labels.map((label) => label.slice(0, 1).toLowerCase() + label.slice(1)));
  }

  /** People of these ages, in words; empty where nothing limits them. */
  private ofAges({ basis, minimum, maximum }: AgeLimits, people = ""): string {
    const low = minimum || null;
    if (low === null && maximum === null) return "";
    const text = OF_AGES[basis]?.[low === null ? 1 : maximum === null ? 0 : 2];
    return text ? this.say(text, { people, low, high: maximum }) : "";
  }

  private limitsLeft(limits: AgeLimits, reader: Reader): Condition[] {
    const [low, high] = [minimumLeft(limits, reader), maximumLeft(limits, reader)];
    const disputed = disputedLeft(limits, reader);
    const isOfImage = limits.basis === "age-in-image";
    const found: Condition[] = [];
    const say = (code: string, text: string, age: number): unknown => found.push(this.condition(code, text, { age }));
    if (isOfImage) {
      const whose = "Only if the person in the image was";
      if (low !== null) say("age-in-image-over", `${whose} {age} or over when it was made.`, low);
      if (high !== null) say("age-in-image-under", `${whose} under {age} when it was made.`, high + 1);
    } else {
      const whom = limits.basis === "user-age" ? "For people" : "Where the child or young person concerned is";
      if (low !== null) say("minimum-age", `${whom} aged {age} or over.`, low);
      if (high !== null) say("maximum-age", `${whom} under {age}.`, high + 1);
    }
    if (disputed !== null) {
      const whom = isOfImage ? "images of people" : "people";
      say("maximum-age-disputed", `Sources differ on whether it is for ${whom} aged {age}.`, disputed);
    }
    return found;
  }

  /** The places in words; empty where there are more than a few, which are not named. */
  private names(coverage: readonly string[]): string {
    const known = coverage.map((code) => this.data.regions.get(code)).filter((region) => region !== undefined);
    const isNamed = known.length > 0 && known.length <= MOST_NAMED;
    return isNamed ? this.language.oneOf(known.map((region) => this.language.nameOf(region))) : "";
  }

  private labels(name: string, codes: readonly string[]): string[] {
    return this.data.labels(name, codes).map((label) => this.say(label));
  }
}
