/** What is asked: read exactly, or refused with every fault named. Nothing is trimmed, clamped or guessed. */

import type { Reader } from "./ages.js";
import type { Data } from "./data.js";
import { ENGLISH } from "./language.js";
import type { Outcode } from "./outcodes.js";
import { OUTSIDE_UK, type Place } from "./rules.js";
import {
  code,
  Fail,
  flag,
  listed,
  moment,
  number,
  read,
  refuse,
  several,
  text,
  word,
  type Fault,
  type Parameters,
} from "./parameters.js";
import { folded } from "./text.js";
import type { Service } from "./service.js";
import { FACTS, type Fact, type Wish } from "./wish.js";

/** What matches services to a person. `sent`: the names of the parameters that were asked, as they came. */
export interface MatchingQuestion {
  sent: string[];
  lang: string;
  age: number | null;
  ageInImage: number | null;
  region: string | null;
  outcode: Outcode | null;
  include: string | null;
  type: readonly string[];
  channel: readonly string[];
  language: readonly string[];
  openAt: number | null;
  facts: Partial<Record<Fact, boolean>>;
}

export interface HelpQuestion extends MatchingQuestion {
  topic: string | null;
  audience: string | null;
  situation: readonly string[];
}

export interface ServicesQuestion extends MatchingQuestion {
  audience: readonly string[];
  q: string | null;
  ordering: string;
  page: number;
  pageSize: number;
  edition: number | null;
  asOf: number | null;
  speaksOfNow: boolean;
}

export const readerOf = ({ age, ageInImage }: MatchingQuestion): Reader => ({ age, ageInImage, isUser: true });

/** Where the reader is or may be; null where nothing is said of it. */
export function placeOf({ outcode, region, include }: MatchingQuestion): Place | null {
  const includeWithin = include === "within";
  if (outcode) return { choices: outcode.choices, includeWithin };
  if (region === null) return null;
  return { choices: region === OUTSIDE_UK ? [] : [region], includeWithin };
}

/** Whether a service is for somebody of these ages who is there, and of the kinds of help that are asked. */
export function isNarrowedTo(question: MatchingQuestion, service: Service, reader: Reader): boolean {
  const place = placeOf(question);
  if (!service.isForPerson(reader, place) || !service.isInPlace(place)) return false;
  return !question.type.length || service.isOfType(question.type);
}

/** The same question, in which one parameter is not asked. */
export function without<Q extends MatchingQuestion>(question: Q, parameter: string): Q {
  if (FACTS.includes(parameter as Fact)) {
    return { ...question, facts: withoutFact(question.facts, parameter) };
  }
  const member = ({ age_in_image: "ageInImage", open_at: "openAt" } as Record<string, string>)[parameter] ?? parameter;
  return { ...question, [member]: Array.isArray(question[member as keyof Q]) ? [] : null };
}

/** Facts that are asked, without one of them. */
export function withoutFact(facts: MatchingQuestion["facts"], fact: string): MatchingQuestion["facts"] {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== fact));
}

export const wishOf = ({ channel, language, openAt, facts }: MatchingQuestion): Wish => ({
  kinds: channel,
  languages: language,
  openAt,
  facts,
});

/** `now`: in seconds since 1970, at a whole minute. */
export function helpQuestion(data: Data, asked: unknown, now: number): HelpQuestion {
  const { sent, found } = read(asked, {
    lang: code(data.languages),
    ...matching(data),
    topic: text(80),
    audience: listed(data, "audiences"),
    situation: several(data, "situations"),
    ...ways(data, now),
  });
  const question = {
    ...matched(sent, found),
    topic: (found.topic ?? null) as string | null,
    audience: (found.audience ?? null) as string | null,
    situation: (found.situation ?? []) as string[],
  };
  refuse(contradictions(question));
  return question;
}

export function servicesQuestion(data: Data, asked: unknown, now: number): ServicesQuestion {
  const { sent, found } = read(asked, {
    ...matching(data),
    lang: code(data.languages),
    page: number(1, 100_000),
    page_size: number(1, 100),
    edition: number(0, 999_999_999),
    audience: several(data, "audiences"),
    ...ways(data, now),
    q: text(100),
    ordering: code(["urgency", "alphabetical", "open"]),
    as_of: { read: (value) => moment(value, now) },
  });
  const ordering = (found.ordering ?? "urgency") as string;
  const isNow = sent.includes("open_at") ? (asked as { open_at: unknown }).open_at === "now" : ordering === "open";
  const question = {
    ...matched(sent, found),
    audience: (found.audience ?? []) as string[],
    q: (found.q ?? null) as string | null,
    ordering,
    page: (found.page ?? 1) as number,
    pageSize: (found.page_size ?? 50) as number,
    edition: (found.edition ?? null) as number | null,
    asOf: (found.as_of ?? null) as number | null,
    speaksOfNow: isNow,
  };
  const faults = contradictions(question);
  const hasPage = sent.includes("page");
  if (question.edition !== null && !hasPage) faults.push({ parameter: "edition", code: "only-with" });
  if (question.asOf !== null && !(hasPage && isNow)) faults.push({ parameter: "as_of", code: "only-with" });
  refuse(faults);
  return question;
}

function matched(sent: string[], found: Record<string, unknown>): MatchingQuestion {
  const facts: Partial<Record<Fact, boolean>> = {};
  for (const name of FACTS) if (found[name] !== undefined) facts[name] = found[name] as boolean;
  return {
    sent,
    lang: (found.lang ?? ENGLISH) as string,
    age: (found.age ?? null) as number | null,
    ageInImage: (found.age_in_image ?? null) as number | null,
    region: (found.region ?? null) as string | null,
    outcode: (found.outcode ?? null) as Outcode | null,
    include: (found.include ?? null) as string | null,
    type: (found.type ?? []) as string[],
    channel: (found.channel ?? []) as string[],
    language: (found.language ?? []) as string[],
    openAt: (found.open_at ?? null) as number | null,
    facts,
  };
}

function contradictions({ age, ageInImage, region, outcode, include }: MatchingQuestion): Fault[] {
  const faults: Fault[] = [];
  if ((ageInImage ?? 0) > (age ?? 120)) faults.push({ parameter: "age_in_image", code: "contradiction" });
  if (region !== null && outcode) faults.push({ parameter: "outcode", code: "contradiction" });
  if (include !== null && region === null && !outcode) faults.push({ parameter: "include", code: "only-with" });
  return faults;
}

function matching(data: Data): Parameters {
  return {
    age: number(0, 120),
    age_in_image: number(0, 120),
    region: word((value) => regionCode(data, value)),
    outcode: word((value) => resolved(data, value)),
    include: code(["within"]),
    type: several(data, "service-types"),
  };
}

function ways(data: Data, now: number): Parameters {
  const flags = Object.fromEntries(FACTS.map((name) => [name, { read: flag }]));
  return {
    channel: several(data, "channel-kinds"),
    language: several(data, "languages"),
    open_at: { read: (value) => moment(value, now) },
    ...flags,
  };
}

function regionCode(data: Data, value: string): string {
  if (folded(value) === OUTSIDE_UK) return OUTSIDE_UK;
  const region = data.regions.get(value);
  if (!region) throw new Fail("unknown-value");
  return region.code;
}

function resolved(data: Data, value: string): Outcode {
  const found = data.outcodes.resolve(value);
  if (typeof found === "string") throw new Fail(found);
  return found;
}
