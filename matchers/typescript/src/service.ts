/** A service that is public: what it is found by, and whom it is for. */

import type { Reader } from "./ages.js";
import type { Entry, ServiceDocument } from "./bundle.js";
import { saidIn, type Data } from "./data.js";
import { ENGLISH } from "./language.js";
import { UNITED_KINGDOM } from "./regions.js";
import { fits, rulesOf, takes, type Place, type Rule } from "./rules.js";
import { wordsOf } from "./text.js";
import { Way } from "./ways.js";
import { asksNothing, type Wish } from "./wish.js";

type Judge = typeof takes;

export class Service {
  readonly document: ServiceDocument;
  readonly rules: Rule[];
  readonly ways: Way[];
  readonly coverage: string[];
  readonly isWorldwide: boolean;
  readonly isOnOffer: boolean;
  /** The need in which it stands; null where its kinds of help are of none. */
  readonly standsIn: string | null;
  private words: string[] | undefined;

  constructor(
    private readonly data: Data,
    readonly entry: Entry,
  ) {
    const document: ServiceDocument = (this.document = entry.document);
    this.rules = rulesOf(document);
    this.ways = document.channels.map((channel, number) => new Way(data, number, channel, document));
    this.coverage = document.coverage.is_known ? document.coverage.regions.map((region) => region.code) : [];
    this.isWorldwide = document.coverage.is_worldwide;
    this.isOnOffer = document.status === "on-offer";
    const needs = data.list("needs");
    const isNamed = needs.some((need) => need.code === document.need);
    const fitting = needs.find((need) => need.types.some((type) => document.types.includes(type)));
    this.standsIn = isNamed ? document.need : (fitting?.code ?? null);
  }

  get slug(): string {
    return this.entry.slug;
  }

  /** The need that its card names. */
  get need(): string {
    return this.document.need || (this.standsIn ?? this.data.list("needs").at(-1)!.code);
  }

  isOfType(types: readonly string[]): boolean {
    return types.some((type) => this.document.types.includes(type));
  }

  /** Whether any of these people may use it. */
  isForAudience(audiences: readonly string[]): boolean {
    const own = this.document.audiences;
    const whom = own?.length ? own : this.data.list("audiences").map((one) => one.code);
    return audiences.some((one) => whom.includes(one));
  }

  /** Whether a rule can hold of somebody of this age there, and there is a way for them. */
  isForPerson(reader: Reader, place: Place | null): boolean {
    const isSilent = reader.age === null && reader.ageInImage === null;
    return (isSilent || this.hasARule(takes, reader, place)) && this.hasAWay(takes, reader, place);
  }

  /** Whether it serves one of the regions the reader may be in; everywhere where nothing is said of it. */
  isInPlace(place: Place | null): boolean {
    if (place === null || this.isWorldwide) return true;
    if (!place.choices.length) return false;
    if (!this.document.coverage.is_known) return true;
    return this.data.regions.match(this.coverage, place.choices, place.includeWithin) !== null;
  }

  /** Whether nothing is left to check for this reader there. */
  isCertain(reader: Reader, place: Place | null): boolean {
    if (!this.isWorldwide) {
      const choices = place ? place.choices : [UNITED_KINGDOM];
      if (this.data.regions.match(this.coverage, choices) !== "whole") return false;
    }
    return this.hasARule(fits, reader, place) && this.hasAWay(fits, reader, place);
  }

  /** The ways that may be for this reader. */
  waysFor(reader: Reader, place: Place | null): Way[] {
    return this.ways.filter((way) => this.isOpenTo(way, takes, reader, place));
  }

  /** Whether one of these ways meets a wish, at a moment where it names one. */
  isReachedBy(wish: Wish, ways: Way[]): boolean {
    if (asksNothing(wish)) return true;
    return ways.some((way) => (wish.openAt === null || way.isUsable(wish.openAt)) && way.has(wish));
  }

  /** Whether its names, organisation or types hold every word; the last may be the beginning of a word. */
  isNamed(q: string): boolean {
    const asked = wordsOf(q);
    const last = asked.pop();
    if (last === undefined) return true;
    const own = (this.words ??= this.ownWords());
    return asked.every((word) => own.includes(word)) && own.some((word) => word.startsWith(last));
  }

  /** In every language that it has. */
  private ownWords(): string[] {
    const languages = [ENGLISH, ...Object.keys(this.entry.translations ?? {})];
    return wordsOf(languages.flatMap((language) => this.names(language)).join(" "));
  }

  private names(language: string): string[] {
    const { name, organisation, types }: ServiceDocument = saidIn(this.entry, language);
    const names = [name];
    if (organisation) {
      const entry = this.data.find("organisation", organisation.uid);
      names.push(organisation.name, (entry && saidIn(entry, language))?.also_known_as ?? "");
    }
    return [...names, ...types.map((code) => this.data.label("service-types", code))];
  }

  private hasARule(judge: Judge, reader: Reader, place: Place | null): boolean {
    return this.rules.some((rule) => judge(rule, reader, place, this.data.regions));
  }

  private hasAWay(judge: Judge, reader: Reader, place: Place | null): boolean {
    return !this.ways.length || this.ways.some((way) => this.isOpenTo(way, judge, reader, place));
  }

  private isOpenTo(way: Way, judge: Judge, reader: Reader, place: Place | null): boolean {
    return !way.onlyFor.length || way.onlyFor.some((rule) => judge(rule, reader, place, this.data.regions));
  }
}
