/** `POST /api/v1/services`, answered on the device. */

import type { Bundle } from "./bundle.js";
import { card } from "./cards.js";
import { Data } from "./data.js";
import { DAY, zoneOf } from "./dates.js";
import { DEFAULT_ZONE } from "./hours.js";
import { allLeftOut, notSaid } from "./left_out.js";
import { minuteOf } from "./moments.js";
import { Refused } from "./parameters.js";
import {
  isNarrowedTo,
  placeOf,
  readerOf,
  servicesQuestion,
  wishOf,
  type ServicesQuestion,
} from "./question.js";
import type { Service } from "./service.js";
import { stateAt, WEEK } from "./state.js";
import { ANY_WAY } from "./wish.js";

/** The server's answer to a question at a moment. Throws `Refused` for a question that the server refuses. */
export function services(bundle: Bundle, asked: unknown, now: Date | string | number): Record<string, unknown> {
  const data = Data.of(bundle);
  const minute = minuteOf(now);
  const question = servicesQuestion(data, asked, minute);
  const at = question.openAt ?? minute;
  if (question.edition !== null && question.edition !== bundle.edition) refuse("edition", "edition-gone");
  if (question.asOf !== null && question.asOf !== lastTurn(data, at)) refuse("as_of", "hours-changed");
  const all = question.ordering === "alphabetical" ? data.alphabetical : data.services;
  const found = all.filter((service) => service.isOnOffer && isAmong(question, service));
  const inTurn = question.ordering === "open" ? openFirst(question, found, at) : found;
  const [start, end] = [(question.page - 1) * question.pageSize, question.page * question.pageSize];
  const here = inTurn.slice(start, end);
  if (question.page > 1 && !here.length) refuse("page", "not-found");
  const [wish, words] = [wishOf(question), data.words(question.lang)];
  const asking = question.audience.length ? question.audience : ["victim"];
  const [reader, place] = [readerOf(question), placeOf(question)];
  const forWhom = { lang: question.lang, reader, place, asking, wish: ANY_WAY, at, filters: wish };
  return {
    ...data.always(question.lang),
    count: found.length,
    next: null,
    previous: null,
    results: here.map((service) => card(data, forWhom, service, service.need, null)),
    left_out: [...allLeftOut(question, words, wish, all, new Set(found), isAmong), ...notSaid(words, here)],
  };
}

function refuse(parameter: string, code: string): never {
  throw new Refused([{ parameter, code }]);
}

function isAmong(question: ServicesQuestion, service: Service): boolean {
  if (!isNarrowedTo(question, service, readerOf(question))) return false;
  if (question.audience.length && !service.isForAudience(question.audience)) return false;
  const ways = service.waysFor(readerOf(question), placeOf(question));
  return service.isReachedBy(wishOf(question), ways) && (question.q === null || service.isNamed(question.q));
}

/** First those where somebody answers, each in the standing order. */
function openFirst(question: ServicesQuestion, found: Service[], at: number): Service[] {
  const [reader, place] = [readerOf(question), placeOf(question)];
  const isLive = (service: Service): boolean => service.waysFor(reader, place).some((way) => way.isLive(at));
  const live = new Set(found.filter(isLive));
  return [...live, ...found.filter((service) => !live.has(service))];
}

/** The last opening or closing of any public channel up to a moment, or the midnight or the week's begin before. */
function lastTurn(data: Data, at: number): number {
  const hours = data.services.flatMap((service) => service.ways.map((way) => way.hours));
  const zones = new Set([DEFAULT_ZONE, ...hours.map((one) => one.zone)]);
  const today = [...zones].map((name) => {
    const zone = zoneOf(name);
    return zone.instant(Math.floor((at + zone.offset(at)) / DAY), 0);
  });
  const turns = [Math.floor(at / WEEK) * WEEK, ...today, ...hours.map((one) => stateAt(one, at).since ?? -Infinity)];
  return Math.max(...turns.filter((moment) => moment <= at));
}
