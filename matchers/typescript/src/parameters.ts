/** Parameters, each reading its own value strictly: a value is exactly right or it is refused. */

import type { Data } from "./data.js";
import { DAY } from "./dates.js";
import { hasAWord } from "./text.js";

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

export class Fail extends Error {}

type Read = (value: unknown) => unknown;

interface Parameter {
  read: Read;
  isMultiple?: boolean;
}

export type Parameters = Record<string, Parameter>;

export function refuse(faults: Fault[]): void {
  if (faults.length) throw new Refused(faults);
}

const isUnasked = (value: unknown): boolean => value === null || (Array.isArray(value) && !value.length);

export function read(asked: unknown, parameters: Parameters): { sent: string[]; found: Record<string, unknown> } {
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

export function isText(value: unknown): asserts value is string {
  if (typeof value !== "string") throw new Fail("wrong-type");
}

export function number(lowest: number, highest: number): Parameter {
  return {
    read: (value) => {
      if (typeof value !== "number" || !Number.isInteger(value) || Object.is(value, -0)) throw new Fail("wrong-type");
      if (value < 0 || value > 999_999_999) throw new Fail("not-a-whole-number");
      if (value < lowest || value > highest) throw new Fail("out-of-range");
      return value;
    },
  };
}

export function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Fail("wrong-type");
  return value;
}

export function code(values: readonly string[], isMultiple = false): Parameter {
  return word((value) => {
    if (!values.includes(value)) throw new Fail("unknown-value");
    return value;
  }, isMultiple);
}

export const listed = (data: Data, name: string, isMultiple = false): Parameter =>
  code(data.list(name).map((one) => one.code), isMultiple);

export const several = (data: Data, name: string): Parameter => listed(data, name, true);

export function text(longest: number): Parameter {
  return word((value) => {
    const length = [...value].length;
    if (!length || length > longest) throw new Fail("out-of-range");
    if (!hasAWord(value)) throw new Fail("no-words");
    return value;
  });
}

export function word(reader: (value: string) => unknown, isMultiple = false): Parameter {
  return {
    isMultiple,
    read: (value) => {
      isText(value);
      return reader(value);
    },
  };
}

/** `now`, or a date and time with its offset, in the years 2000 to 2099 as it is written; at a whole minute. */
export function moment(value: unknown, now: number): number {
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
