/** Our own words in the language that is asked for; English, where there are none in it. */

import type { Reference, RegionDocument, WordsIn } from "./bundle.js";

export const ENGLISH = "en";
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const PERIOD = 100; // of the forms of counts, from here on

type Values = Record<string, unknown>;

/** `tag`: what is asked for. `own`: the language of our own words, which is that or English. */
export class Language {
  readonly own: string;
  readonly emergency: unknown;
  private readonly words: WordsIn | null;
  private readonly regions: Record<string, string>;

  constructor(readonly tag: string, reference: Reference) {
    const told = memberOf(reference.languages ?? {}, tag);
    this.words = told?.words ?? null;
    this.own = this.words ? tag : ENGLISH;
    this.emergency = told?.emergency ?? reference.emergency;
    this.regions = told?.regions ?? {};
  }

  /** Words of ours; `values` are put in by their names, in braces. What is not translated is said in English. */
  say(text: string, values?: Values): string {
    const said = (this.words && memberOf(this.words.said, text)) ?? text;
    return values ? filled(said, values) : said;
  }

  /** The same of so many things, in the form that the language has for that number; `{count}` is put in. */
  sayCount(one: string, several: string, count: number): string {
    const forms = this.words && memberOf(this.words.counted, one);
    const number = count < PERIOD ? count : PERIOD + (count % PERIOD);
    const said = forms ? forms[Number(this.words!.plurals[number])]! : count === 1 ? one : several;
    return filled(said, { count });
  }

  /** “a, b or c”. */
  oneOf(words: readonly string[]): string {
    if (words.length < 2) return words.join("");
    return this.say("{words} or {last}", { words: words.slice(0, -1).join(this.say(", ")), last: words.at(-1) });
  }

  /** 0 is Monday. */
  weekday(day: number): string {
    return (this.words?.days ?? DAYS)[day]!;
  }

  /** “25 December”. */
  dayOfMonth(month: number, day: number): string {
    return this.words ? filled(this.words.dates[month - 1]!, { day }) : `${day} ${MONTHS[month - 1]}`;
  }

  /** “9:00”. */
  time(hour: number, minute: number): string {
    const minutes = String(minute).padStart(2, "0");
    return this.words ? filled(this.words.times[hour]!, { minute: minutes }) : `${hour}:${minutes}`;
  }

  /** A place by its official name in the language asked for, where it has one. */
  place(region: RegionDocument): RegionDocument {
    const name = memberOf(this.regions, region.code);
    return name === undefined ? region : { ...region, name };
  }

  /** The name of a place in the language of our own words, for a sentence of ours. */
  nameOf(region: RegionDocument): string {
    return this.own === this.tag ? this.place(region).name : region.name;
  }
}

/** A member that is an object's own: not one that every object has. */
export function memberOf<T>(held: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(held, name) ? held[name] : undefined;
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
