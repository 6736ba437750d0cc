/** What an answer does not have, how many and why: nothing is left out in silence. */

import type { Words } from "./conditions.js";
import { isTranslated } from "./data.js";
import { ENGLISH } from "./language.js";
import { placeOf, readerOf, without, withoutFact, type MatchingQuestion } from "./question.js";
import type { Service } from "./service.js";
import { FACTS, type Fact, type Wish } from "./wish.js";

/** By the code of the reason: what is said of one service, and of several. */
const WORDS: Record<string, [string, string]> = {
  "not-for-age": [
    "{count} service is left out. It is not for this age.",
    "{count} services are left out. They are not for this age.",
  ],
  "not-in-place": [
    "{count} service is left out. It is not for this place.",
    "{count} services are left out. They are not for this place.",
  ],
  "not-of-type": [
    "{count} service is left out. It gives another kind of help.",
    "{count} services are left out. They give another kind of help.",
  ],
  "not-for-audience": [
    "{count} service is left out. It is for other people.",
    "{count} services are left out. They are for other people.",
  ],
  "no-such-way": [
    "{count} service is left out. It can't be reached in this way.",
    "{count} services are left out. They can't be reached in this way.",
  ],
  "other-language": [
    "{count} service is left out. It speaks another language.",
    "{count} services are left out. They speak other languages.",
  ],
  "known-otherwise": [
    "{count} service is left out. It is known not to meet this.",
    "{count} services are left out. They are known not to meet this.",
  ],
  "fact-not-known": [
    "{count} service is left out. Nobody has told us whether it does.",
    "{count} services are left out. Nobody has told us whether they do.",
  ],
  shut: [
    "{count} service is left out. It is shut at this time.",
    "{count} services are left out. They are shut at this time.",
  ],
  "hours-not-known": [
    "{count} service is left out. Its hours are not known.",
    "{count} services are left out. Their hours are not known.",
  ],
  "not-on-offer": [
    "{count} service is left out. It has ended, has not begun, or is closed for now.",
    "{count} services are left out. They have ended, have not begun, or are closed for now.",
  ],
  "other-words": [
    "{count} service is left out. It doesn't have these words.",
    "{count} services are left out. They don't have these words.",
  ],
  relay: [
    "{count} service is left out. It is for people who use British Sign Language.",
    "{count} services are left out. They are for people who use British Sign Language.",
  ],
};
const IN_ENGLISH: [string, string] = [
  "{count} service is described in English.",
  "{count} services are described in English.",
];
const WITHHELD: [string, string] = [
  "{count} part of a step is left out. The step says why.",
  "{count} parts of steps are left out. The step says why.",
];
const NOT_TRANSLATED = "not-translated";
const CODES: Record<string, string> = {
  age: "not-for-age",
  age_in_image: "not-for-age",
  region: "not-in-place",
  outcode: "not-in-place",
  type: "not-of-type",
  audience: "not-for-audience",
  channel: "no-such-way",
  q: "other-words",
};

export interface LeftOut {
  parameter: string | null;
  code: string;
  count: number;
  text: string;
}

export function leftOut(words: Words, parameter: string | null, code: string, count: number): LeftOut[] {
  return told(words, parameter, code, WORDS[code]!, count);
}

/** Of parts of steps that are withheld. */
export const detailsLeftOut = (words: Words, count: number): LeftOut[] =>
  told(words, "audience", "detail-withheld", WITHHELD, count);

/** Of services that are given in English, though another language was asked for. */
export function notSaid(words: Words, shown: readonly Service[]): LeftOut[] {
  const { tag } = words.language;
  const isSaid = ({ entry }: Service): boolean => tag === ENGLISH || isTranslated(entry, tag);
  return told(words, "lang", NOT_TRANSLATED, IN_ENGLISH, shown.filter((one) => !isSaid(one)).length);
}

/** Of advice that is. `language`: of the advice. */
export function adviceNotSaid(words: Words, language: string): LeftOut[] {
  if (language === words.language.tag) return [];
  return [{ parameter: "lang", code: NOT_TRANSLATED, count: 1, text: words.say("The advice is in English.") }];
}

function told(
  words: Words,
  parameter: string | null,
  code: string,
  [one, several]: [string, string],
  count: number,
): LeftOut[] {
  return count ? [{ parameter, code, count, text: words.language.sayCount(one, several, count) }] : [];
}

/**
 * What there is beside `found`: what is not on offer, and what each parameter by itself leaves out.
 *
 * `isAmong`: whether a question finds a service. `wish`: what of ways the question filters by.
 */
export function allLeftOut<Q extends MatchingQuestion>(
  question: Q,
  words: Words,
  wish: Wish,
  services: Service[],
  found: Set<Service>,
  isAmong: (question: Q, service: Service) => boolean,
): LeftOut[] {
  const away = services.filter((one) => !one.isOnOffer && isAmong(question, one) && !found.has(one));
  const others = services.filter((one) => one.isOnOffer && !found.has(one));
  const out = leftOut(words, null, "not-on-offer", away.length);
  for (const name of question.sent) {
    const rest = without(question, name);
    const gone = others.filter((one) => isAmong(rest, one));
    if (gone.length) out.push(...because(words, name, wish, rest, gone));
  }
  return out;
}

const isFact = (name: string): name is Fact => FACTS.includes(name as Fact);

/** `gone`: what the question without a parameter, `rest`, has as well. */
function because(
  words: Words,
  parameter: string,
  wish: Wish,
  rest: MatchingQuestion,
  gone: Service[],
): LeftOut[] {
  const code = CODES[parameter];
  if (code) return leftOut(words, parameter, code, gone.length);
  const [reader, place] = [readerOf(rest), placeOf(rest)];
  const unknown = gone.filter((service) => mayMeet(parameter, wish, service.waysFor(reader, place))).length;
  const known = gone.length - unknown;
  if (parameter === "open_at") {
    return [...leftOut(words, parameter, "shut", known), ...leftOut(words, parameter, "hours-not-known", unknown)];
  }
  const otherwise = parameter === "language" ? "other-language" : "known-otherwise";
  return [...leftOut(words, parameter, otherwise, known), ...leftOut(words, parameter, "fact-not-known", unknown)];
}

/** Whether one of the ways has all else of a wish, and may have what a parameter asks as well. */
function mayMeet(parameter: string, wish: Wish, ways: Service["ways"]): boolean {
  const at = wish.openAt;
  if (parameter === "open_at") return at !== null && ways.some((way) => way.isPerhapsOpen(at) && way.has(wish));
  if (parameter !== "language" && !(isFact(parameter) && wish.facts[parameter] !== undefined)) return false;
  const rest: Wish =
    parameter === "language" ? { ...wish, languages: [] } : { ...wish, facts: withoutFact(wish.facts, parameter) };
  return ways.some((way) => (at === null || way.isUsable(at)) && !way.isTold(parameter) && way.has(rest));
}

