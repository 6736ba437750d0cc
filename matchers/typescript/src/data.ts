/** What is read from a bundle once, and kept for as long as the bundle is. */

import type { Bundle, Entry, HoursDocument, Named, Reference } from "./bundle.js";
import { BankHolidays } from "./bank_holidays.js";
import { Words } from "./conditions.js";
import { Hours } from "./hours.js";
import { ENGLISH, Language, memberOf } from "./language.js";
import { Outcodes } from "./outcodes.js";
import { Regions } from "./regions.js";
import { Service } from "./service.js";
import { inOrder, inStandingOrder } from "./text.js";

const LANGUAGES = "answer-languages";

/** What is the same whatever the edition. */
interface Fixed {
  codes: Map<string, Named[]>;
  regions: Regions;
  outcodes: Outcodes;
  holidays: BankHolidays;
}

const fixed = new WeakMap<Reference, Fixed>();
const kept = new WeakMap<Bundle, Data>();

export class Data {
  readonly regions: Regions;
  readonly outcodes: Outcodes;
  readonly holidays: BankHolidays;
  readonly address: string;
  readonly platforms: Record<string, string>;
  readonly services: Service[];
  /** The tags that an answer can be asked for in. */
  readonly languages: readonly string[];
  private readonly notices: Entry[];
  private readonly inWords = new Map<string, Words>();
  private readonly translated = new Map<string, Service>();
  private readonly codes: Map<string, Named[]>;
  private readonly hours = new Map<string, Hours>();
  private inAlphabet: Service[] | undefined;

  static of(bundle: Bundle): Data {
    let found = kept.get(bundle);
    if (!found) kept.set(bundle, (found = new Data(bundle)));
    return found;
  }

  private constructor(readonly bundle: Bundle) {
    const { codes, regions, outcodes, holidays } = fixedOf(bundle.reference);
    this.codes = codes;
    this.regions = regions;
    this.outcodes = outcodes;
    this.holidays = holidays;
    this.platforms = bundle.reference.wording.platforms;
    this.address = bundle.reference.public_url;
    this.services = this.live("service").map((entry) => new Service(this, entry));
    this.notices = this.live("notice");
    // A bundle from before there were other languages has no list of them.
    this.languages = codes.get(LANGUAGES)?.map((one) => one.code) ?? [ENGLISH];
  }

  /** The services by name. */
  get alphabetical(): Service[] {
    const name = (service: Service): string => String(service.entry.order.at(-1));
    return (this.inAlphabet ??= [...this.services].sort(
      (one, other) => inOrder(name(one), name(other)) || inOrder(one.entry.uid, other.entry.uid),
    ));
  }

  /** Our own words in one of `languages`. */
  words(language: string): Words {
    let found = this.inWords.get(language);
    if (!found) {
      found = new Words(this, new Language(language, this.bundle.reference));
      this.inWords.set(language, found);
    }
    return found;
  }

  /** What every answer begins with. */
  always(tag: string): Record<string, unknown> {
    const { language } = this.words(tag);
    const notices = this.notices.map((entry) => saidIn(entry, tag));
    return { language: language.own, emergency: language.emergency, notices };
  }

  /** The same service, as its translation has it where there is one. */
  said(service: Service, language: string): Service {
    if (!isTranslated(service.entry, language)) return service;
    const name = `${service.entry.uid} ${language}`;
    let found = this.translated.get(name);
    if (!found) {
      found = new Service(this, { ...service.entry, document: saidIn(service.entry, language) });
      this.translated.set(name, found);
    }
    return found;
  }

  /** The same hours are one object, so that what is worked out of them is worked out once. */
  hoursOf(said: HoursDocument): Hours {
    const key = JSON.stringify({ ...said, text: null, words: null });
    let found = this.hours.get(key);
    if (!found) this.hours.set(key, (found = new Hours(said, this.holidays)));
    return found;
  }

  list(name: string): Named[] {
    return this.codes.get(name) ?? [];
  }

  label(name: string, code: string): string {
    return this.list(name).find((one) => one.code === code)?.label ?? code;
  }

  /** The labels of some codes, in the order of their list. */
  labels(name: string, codes: readonly string[]): string[] {
    return this.list(name).filter((one) => codes.includes(one.code)).map((one) => one.label);
  }

  /** What is, or was, public of a kind under this uid or slug. */
  find(kind: string, name: string): Entry | undefined {
    const entries = this.bundle.entries.filter((entry) => entry.kind === kind);
    return entries.find((entry) => entry.uid === name) ?? entries.find((entry) => entry.slug === name);
  }

  private live(kind: string): Entry[] {
    return this.bundle.entries
      .filter((entry) => entry.kind === kind && entry.document)
      .sort((one, other) => inStandingOrder(one.order, other.order) || inOrder(one.uid, other.uid));
  }
}

export const isTranslated = (entry: Entry, language: string): boolean =>
  memberOf(entry.translations ?? {}, language) !== undefined;

/** The document of an entry in a language, or in English where there is none in it. */
export const saidIn = (entry: Entry, language: string): any =>
  memberOf(entry.translations ?? {}, language) ?? entry.document;

function fixedOf(reference: Reference): Fixed {
  let found = fixed.get(reference);
  if (!found) {
    found = {
      codes: new Map(reference.codes.map((list) => [list.name, list.codes])),
      regions: new Regions(reference.regions),
      outcodes: new Outcodes(reference.outcodes, reference.regions.map((row) => row[0])),
      holidays: new BankHolidays(reference.bank_holidays),
    };
    fixed.set(reference, found);
  }
  return found;
}
