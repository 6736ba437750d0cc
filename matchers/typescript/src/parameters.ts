/** Parameters, each reading its own value strictly: a value is exactly right or it is refused. */

import type { Data } from "./data.js";
import { ofName, ofValue } from "./teaching.js";
import { hasAWord, stripped } from "./text.js";

const MOST_PARAMETERS = 20;
const LONGEST = 200;
const LONGEST_MOMENT = 60;
const WHOLE_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.0+)?$/;
const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const SECONDS = "(?::(?:[0-5]\\d|60)(?:\\.\\d+)?)?";
const MOMENT = new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](${CLOCK})${SECONDS}([Zz]|[+-]${CLOCK})?$`);

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
    else faults.push(ofName(name, isKnown));
  }
  refuse(faults);
  return { sent: sent.map(([name]) => name), found };
}

function wrongShape({ isMultiple }: Parameter, value: unknown): string | null {
  if (value === null) return null;
  if (!Array.isArray(value)) return isMultiple ? "not-a-list" : null;
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
    const values = (isMultiple ? (value as unknown[]) : [value]).map((one) => cleaned(read, one));
    if (new Set(values).size < values.length) faults.push({ parameter: name, code: "repeated" });
    found[name] = isMultiple ? values : values[0];
  } catch (fault) {
    if (!(fault instanceof Fail)) throw fault;
    faults.push({ parameter: name, code: fault.message });
  }
}

function cleaned(read: Read, value: unknown): unknown {
  if (typeof value !== "string") return read(value);
  checkText(value);
  try {
    return read(value);
  } catch (fault) {
    throw fault instanceof Fail ? new Fail(ofValue(value, fault.message)) : fault;
  }
}

function checkText(value: string): void {
  if ([...value].length > LONGEST) throw new Fail("too-long");
  if (/[\x00-\x1f\x7f]/.test(value)) throw new Fail("control-character");
  if (/\p{Surrogate}/u.test(value)) throw new Fail("broken-encoding");
  if (!stripped(value)) throw new Fail("blank");
}

export function isText(value: unknown): asserts value is string {
  if (typeof value !== "string") throw new Fail("wrong-type");
}

export function number(lowest: number, highest: number): Parameter {
  return {
    read: (value) => {
      if (typeof value === "string" && WHOLE_NUMBER.test(value)) throw new Fail("in-quotes");
      if (typeof value !== "number") throw new Fail("wrong-type");
      if (Number.isFinite(value) && !Number.isInteger(value)) throw new Fail("fraction");
      if (!(value >= lowest && value <= highest)) throw new Fail("out-of-range");
      return value || 0; // not -0
    },
  };
}

export function flag(value: unknown): boolean {
  if (value === "true" || value === "false") throw new Fail("in-quotes");
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
  const parts = value.length > LONGEST_MOMENT ? null : MOMENT.exec(value);
  if (!parts) {
    const isPlus = value.includes(" ") && MOMENT.test(value.replaceAll(" ", "+"));
    throw new Fail(isPlus ? "plus-as-space" : "not-a-moment");
  }
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  const [clock, offset] = parts.slice(4) as [string, string | undefined];
  if (!offset) throw new Fail("no-offset");
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal) throw new Fail("not-a-moment");
  if (!value.startsWith("20")) throw new Fail("out-of-range");
  const east = offset.length > 1 ? minutes(offset.slice(1)) * (offset[0] === "-" ? -1 : 1) : 0;
  return date.getTime() / 1000 + (minutes(clock) - east) * 60;
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
