/** A service as it stands in an answer: the card that a reader is shown. */

import { ageMatch, type AgeMatch, type Reader } from "./ages.js";
import type { Condition, Words } from "./conditions.js";
import type { Data } from "./data.js";
import { ENGLISH } from "./language.js";
import { takes, type Place } from "./rules.js";
import type { Service } from "./service.js";
import { ordered, shown } from "./ways.js";
import type { Wish } from "./wish.js";

export const [YOURSELF, PASS_ON] = ["yourself", "pass-on"];

/**
 * For whom cards are made, and in which language. `asking`: the audiences that a service must be for, or it says so.
 * `wish`: what they would rather have; `filters`: what every service was found by. `at`: the moment that the cards speak
 * of.
 */
export interface Asked {
  lang: string;
  reader: Reader;
  place: Place | null;
  asking: readonly string[];
  wish: Wish;
  at: number;
  filters: Wish;
}

export function card(data: Data, asked: Asked, found: Service, need: string, use: string | null): unknown {
  const [words, service] = [data.words(asked.lang), data.said(found, asked.lang)];
  const reader = use === YOURSELF ? { ...asked.reader, isUser: false } : asked.reader;
  const { uid, slug, language, name, organisation, summary, types } = service.document;
  const { checked_on, checked_how, review_overdue } = service.document;
  const [age, ofRules] = rulesFit(data, words, service, reader, asked.place);
  const [region, ofPlace] = placeFits(data, words, service, asked.place);
  if (age === null || region === null) throw new Error(`${slug} was found for somebody whom it is not for`);
  const ways = service.waysFor(reader, asked.place);
  const best = ordered(ways, asked.wish, asked.at);
  const { languages } = asked.filters;
  const isSpoken = !languages.length || ways.some((way) => way.suits(asked.filters));
  return {
    uid,
    slug,
    language: language ?? ENGLISH,
    name,
    organisation,
    summary,
    types,
    need,
    use,
    conditions: [
      ...(use ? [] : words.ofAudience(service.document.audiences ?? [], asked.asking)),
      ...ofRules,
      ...ofPlace,
      ...ofWays(data, words, service, reader, asked.place),
      ...words.ofLanguage(isSpoken),
    ],
    match: { age, region },
    ways: shown(best, asked.at, words),
    meets: best[0]?.[0].meets(asked.wish) ?? [],
    checked_on: checked_how === "compiled" ? null : checked_on,
    review_overdue: review_overdue ?? false,
    url: `${data.address}/api/v1/services/${slug}`,
  };
}

function rulesFit(
  data: Data,
  words: Words,
  { rules }: Service,
  reader: Reader,
  place: Place | null,
): [AgeMatch, Condition[]] {
  const [own] = rules;
  if (rules.length === 1) {
    const age = ageMatch(own!.limits, reader);
    return [age, [...words.ofAge(own!.limits, reader), ...words.ofCircumstances(own!)]];
  }
  const holding = rules.filter((rule) => takes(rule, reader, place, data.regions));
  const matches = holding.map((rule) => ageMatch(rule.limits, reader));
  const best = (["not-asked", "fits", "depends"] as const).find((match) => matches.includes(match)) ?? null;
  return [best, best ? words.ofRules(holding, reader, place) : []];
}

function placeFits(
  data: Data,
  words: Words,
  service: Service,
  place: Place | null,
): [string | null, Condition[]] {
  const match = regionMatch(data, service, place);
  return [match, match ? words.ofPlace(service.coverage, service.isWorldwide, match) : []];
}

function regionMatch(data: Data, { coverage, isWorldwide }: Service, place: Place | null): string | null {
  if (place === null) return "not-asked";
  const found = data.regions.match(coverage, place.choices, place.includeWithin);
  if (isWorldwide) return found === "whole" ? "whole" : "worldwide";
  return coverage.length || !place.choices.length ? found : "unknown";
}

/** What is left to check of the ways that may be for the reader. */
function ofWays(data: Data, words: Words, service: Service, reader: Reader, place: Place | null): Condition[] {
  return service.ways.flatMap((way) => {
    const holding = way.onlyFor.filter((rule) => takes(rule, reader, place, data.regions));
    return holding.length ? words.ofWay(way.label(words), holding, reader, place) : [];
  });
}
