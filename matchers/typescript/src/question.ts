/** What is asked, read exactly or refused with every fault named: nothing is trimmed, clamped or guessed. */

import type { Reader } from "./ages.js";
import type { Data } from "./data.js";
import { DAY } from "./dates.js";
import type { Outcode } from "./outcodes.js";
import { OUTSIDE_UK, type Place } from "./rules.js";
import { folded, hasAWord } from "./text.js";
import type { Service } from "./service.js";
import { FACTS, type Fact, type Wish } from "./wish.js";

const MOST_PARAMETERS = 20;
const LONGEST = 200;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?:Z|([+-])(\d\d):(\d\d))$/;

/** One thing wrong. `parameter` is null where the question as a whole is at fault. */
export interface Fault {
  parameter: string | null;
  code: string;
}

/** The question cannot be understood exactly, so it is not answered. Its words never repeat what was asked. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly parameter: string | null;
  readonly code: string;

  constructor(readonly faults: Fault[]) {
    const [first] = faults as [Fault];
    super(`The question can't be answered as it stands: ${first.parameter ?? "the question"}: ${first.code}.`);
    this.parameter = first.parameter;
    this.code = first.code;
  }
}

class Fail extends Error {}

type Read = (value: unknown) => unknown;

interface Parameter {
  read: Read;
  isMultiple?: boolean;
}

type Parameters = Record<string, Parameter>;

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
    lang: code(["en"]),
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
    lang: code(["en"]),
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
    lang: "en",
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

function refuse(faults: Fault[]): void {
  if (faults.length) throw new Refused(faults);
}

const isUnasked = (value: unknown): boolean => value === null || (Array.isArray(value) && !value.length);

function read(asked: unknown, parameters: Parameters): { sent: string[]; found: Record<string, unknown> } {
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) {
    throw new Refused([{ parameter: null, code: "not-an-object" }]);
  }
  const members = Object.entries(asked).filter(([, value]) => value !== undefined);
  const isKnown = (name: string): boolean => Object.hasOwn(parameters, name);
  if (members.filter(([name, value]) => !isKnown(name) || !isUnasked(value)).length > MOST_PARAMETERS) {
    throw new Refused([{ parameter: null, code: "too-many" }]);
  }
  const faults: Fault[] = [];
  const sent: [string, unknown][] = [];
  for (const [name, value] of members) {
    const code = isKnown(name) ? wrongShape(parameters[name]!, value) : null;
    if (code) faults.push({ parameter: name, code });
    else if (!isKnown(name) || !isUnasked(value)) sent.push([name, value]);
  }
  const found: Record<string, unknown> = {};
  for (const [name, value] of sent) {
    const parameter = isKnown(name) ? parameters[name]! : null;
    if (parameter) answer(found, faults, name, parameter, value);
    else faults.push({ parameter: null, code: "unknown-parameter" });
  }
  refuse(faults);
  return { sent: sent.map(([name]) => name), found };
}

function wrongShape({ isMultiple }: Parameter, value: unknown): string | null {
  if (value === null) return null;
  if (!Array.isArray(value)) return isMultiple ? "wrong-type" : null;
  if (!isMultiple) return "not-repeatable";
  return value.length > MOST_PARAMETERS ? "out-of-range" : null;
}

function answer(
  found: Record<string, unknown>,
  faults: Fault[],
  name: string,
  { read, isMultiple }: Parameter,
  value: unknown,
): void {
  try {
    const values = (isMultiple ? (value as unknown[]) : [value]).map((one) => read(printable(one)));
    if (new Set(values).size < values.length) faults.push({ parameter: name, code: "repeated" });
    found[name] = isMultiple ? values : values[0];
  } catch (fault) {
    if (!(fault instanceof Fail)) throw fault;
    faults.push({ parameter: name, code: fault.message });
  }
}

function printable(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if ([...value].length > LONGEST) throw new Fail("too-long");
  if (/[\x00-\x1f\x7f]/.test(value)) throw new Fail("control-character");
  if (/\p{Surrogate}/u.test(value)) throw new Fail("broken-encoding");
  return value;
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

function isText(value: unknown): asserts value is string {
  if (typeof value !== "string") throw new Fail("wrong-type");
}

function number(lowest: number, highest: number): Parameter {
  return {
    read: (value) => {
      if (typeof value !== "number" || !Number.isInteger(value) || Object.is(value, -0)) throw new Fail("wrong-type");
      if (value < 0 || value > 999_999_999) throw new Fail("not-a-whole-number");
      if (value < lowest || value > highest) throw new Fail("out-of-range");
      return value;
    },
  };
}

function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Fail("wrong-type");
  return value;
}

function code(values: readonly string[], isMultiple = false): Parameter {
  return word((value) => {
    if (!values.includes(value)) throw new Fail("unknown-value");
    return value;
  }, isMultiple);
}

const listed = (data: Data, name: string, isMultiple = false): Parameter =>
  code(data.list(name).map((one) => one.code), isMultiple);

const several = (data: Data, name: string): Parameter => listed(data, name, true);

function text(longest: number): Parameter {
  return word((value) => {
    const length = [...value].length;
    if (!length || length > longest) throw new Fail("out-of-range");
    if (!hasAWord(value)) throw new Fail("no-words");
    return value;
  });
}

function word(reader: (value: string) => unknown, isMultiple = false): Parameter {
  return {
    isMultiple,
    read: (value) => {
      isText(value);
      return reader(value);
    },
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

/** `now`, or a date and time with its offset, in the years 2000 to 2099 as it is written; at a whole minute. */
function moment(value: unknown, now: number): number {
  isText(value);
  if (value === "now") return now;
  const parts = MOMENT.exec(value);
  if (!parts) throw new Fail("not-a-moment");
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [number, number, number, number, number];
  const sign = parts[7] === "-" ? -1 : 1;
  const offset = sign * (Number(parts[8] ?? 0) * 60 + Number(parts[9] ?? 0)) * 60;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal || hour > 23 || minute > 59 || Number(parts[6] ?? 0) > 59 || Math.abs(offset) >= DAY) {
    throw new Fail("not-a-moment");
  }
  if (!value.startsWith("20")) throw new Fail("out-of-range");
  return Math.floor((date.getTime() / 1000 + hour * 3600 + minute * 60 - offset) / 60) * 60;
}
