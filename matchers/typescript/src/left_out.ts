/** What an answer does not have, how many and why: nothing is left out in silence. */

import { placeOf, readerOf, without, withoutFact, type MatchingQuestion } from "./question.js";
import type { Service } from "./service.js";
import { FACTS, type Fact, type Wish } from "./wish.js";

/** By the code of the reason: what is said of one service, and of several. */
const WORDS: Record<string, [string, string]> = {
  "not-for-age": ["It is not for this age.", "They are not for this age."],
  "not-in-place": ["It is not for this place.", "They are not for this place."],
  "not-of-type": ["It gives another kind of help.", "They give another kind of help."],
  "not-for-audience": ["It is for other people.", "They are for other people."],
  "no-such-way": ["It can't be reached in this way.", "They can't be reached in this way."],
  "other-language": ["It speaks another language.", "They speak other languages."],
  "known-otherwise": ["It is known not to meet this.", "They are known not to meet this."],
  "fact-not-known": ["Nobody has told us whether it does.", "Nobody has told us whether they do."],
  shut: ["It is shut at this time.", "They are shut at this time."],
  "hours-not-known": ["Its hours are not known.", "Their hours are not known."],
  "not-on-offer": [
    "It has ended, has not begun, or is closed for now.",
    "They have ended, have not begun, or are closed for now.",
  ],
  "other-words": ["It doesn't have these words.", "They don't have these words."],
  relay: ["It is for people who use British Sign Language.", "They are for people who use British Sign Language."],
};
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

export function leftOut(parameter: string | null, code: string, count: number): LeftOut[] {
  if (!count) return [];
  const [one, several] = WORDS[code]!;
  const text = count === 1 ? `1 service is left out. ${one}` : `${count} services are left out. ${several}`;
  return [{ parameter, code, count, text }];
}

/**
 * What there is beside `found`: what is not on offer, and what each parameter by itself leaves out.
 *
 * `isAmong`: whether a question finds a service. `wish`: what of ways the question filters by.
 */
export function allLeftOut<Q extends MatchingQuestion>(
  question: Q,
  wish: Wish,
  services: Service[],
  found: Set<Service>,
  isAmong: (question: Q, service: Service) => boolean,
): LeftOut[] {
  const away = services.filter((one) => !one.isOnOffer && isAmong(question, one) && !found.has(one));
  const others = services.filter((one) => one.isOnOffer && !found.has(one));
  const out = leftOut(null, "not-on-offer", away.length);
  for (const name of question.sent) {
    const rest = without(question, name);
    const gone = others.filter((one) => isAmong(rest, one));
    if (gone.length) out.push(...because(name, wish, rest, gone));
  }
  return out;
}

const isFact = (name: string): name is Fact => FACTS.includes(name as Fact);

/** `gone`: what the question without a parameter, `rest`, has as well. */
function because(parameter: string, wish: Wish, rest: MatchingQuestion, gone: Service[]): LeftOut[] {
  const code = CODES[parameter];
  if (code) return leftOut(parameter, code, gone.length);
  const [reader, place] = [readerOf(rest), placeOf(rest)];
  const unknown = gone.filter((service) => mayMeet(parameter, wish, service.waysFor(reader, place))).length;
  const known = gone.length - unknown;
  if (parameter === "open_at") {
    return [...leftOut(parameter, "shut", known), ...leftOut(parameter, "hours-not-known", unknown)];
  }
  const otherwise = parameter === "language" ? "other-language" : "known-otherwise";
  return [...leftOut(parameter, otherwise, known), ...leftOut(parameter, "fact-not-known", unknown)];
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

