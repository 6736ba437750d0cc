/** The parts of a bundle that a question is answered from. All else in it is passed on as it is. */

export type Code = string;

export interface Named {
  code: Code;
  label: string;
  description: string;
  types: Code[];
}

export interface CodeList {
  name: string;
  title: string;
  codes: Named[];
}

/** Code, name, kind, slug, aliases, former codes, parent, police areas and health boards it lies in. */
export type RegionRow = [string, string, string, string, string[], string[], string | null, string[]];

export interface Reference {
  public_url: string;
  language: string;
  emergency: unknown;
  /** What other languages have, by their tags. A bundle from before there were any has none. */
  languages?: Record<string, LanguageIn>;
  codes: CodeList[];
  regions: RegionRow[];
  outcodes: PackedOutcodes;
  bank_holidays: { first: number; last: number; days: string[] };
  wording: { platforms: Record<string, string> };
}

/** `regions`: official names of places, by their codes. `words`: our own; null: they are in English. */
export interface LanguageIn {
  emergency: unknown;
  regions: Record<string, string>;
  words: WordsIn | null;
}

/**
 * `said`: by the English. `counted`: by the English of one, the forms that `plurals` has the digit of, for each number to
 * 199; what is more is as 100 less. `days` from Monday; `dates` by months, with `{day}`; `times` by hours, with `{minute}`.
 */
export interface WordsIn {
  said: Record<string, string>;
  counted: Record<string, string[]>;
  plurals: string;
  days: string[];
  dates: string[];
  times: string[];
}

/** Index of the status, name of the place outside the UK, indexes of its nations, and of the regions it may be in. */
export type AreaRow = [number, string | null, number[], number[]];

export interface PackedOutcodes {
  statuses: string[];
  areas: Record<string, AreaRow>;
  known: string;
  sectors: string;
}

export type Entry = {
  kind: string;
  uid: string;
  slug: string;
  version: number;
  edition: number;
  published_at: string | null;
  document: any;
  /** The document in other languages, by their tags. A bundle from before there were any has none. */
  translations?: Record<string, any>;
  order: (number | string)[];
  reason_code: string | null;
  reason: string | null;
  replacement: string | null;
};

export interface Recall {
  channel: string;
  service: string;
  kind: string;
  digest: string | null;
  reason: string;
  since: string;
}

export interface Bundle {
  format: number;
  edition: number;
  sequence: number;
  contents: string;
  reference_digest: string;
  hide_contacts_after_days: number;
  entries: Entry[];
  reference: Reference;
  recalls: Recall[];
}

export interface AgeLimits {
  basis: Code;
  minimum: number | null;
  minimum_known: boolean;
  maximum: number | null;
  maximum_known: boolean;
  maximum_disputed: boolean;
  varies: boolean;
}

export interface RegionDocument {
  code: string;
  name: string;
  slug: string;
  kind: Code;
}

export interface RuleDocument {
  age: AgeLimits;
  regions: RegionDocument[];
  circumstances: Code[];
  text: string | null;
}

export interface ChannelDocument {
  uid: string;
  kind: Code;
  value: string | null;
  keyword: string | null;
  uri: string | null;
  instructions: string | null;
  only_for: RuleDocument[];
  address: string | null;
  postcode: string | null;
  hours: HoursDocument;
  free: Code;
  on_phone_bill: Code;
  anonymous: Code;
  account_needed: Code;
  languages: Code[] | null;
}

/** A film or a recording that says what an item says. */
export interface MediaDocument {
  language: Code;
  video: string | null;
  captions: string | null;
  audio: string | null;
  transcript: string | null;
}

export interface ServiceDocument {
  uid: string;
  slug: string;
  language?: Code;
  name: string;
  organisation: { uid: string; slug: string; language?: Code; name: string } | null;
  summary: string;
  types: Code[];
  audiences: Code[] | null;
  need: Code | null;
  age: AgeLimits;
  circumstances: Code[];
  also_for: RuleDocument[];
  coverage: { is_known: boolean; is_worldwide: boolean; regions: RegionDocument[] };
  status: string;
  languages: Code[] | null;
  channels: ChannelDocument[];
  checked_on: string | null;
  checked_how: string | null;
  review_overdue?: boolean;
  media?: MediaDocument[];
}

export interface WeeklySpan {
  opens_day: string;
  opens: string;
  closes_day: string;
  closes: string;
}

export interface DaySpan {
  opens: string;
  closes: string;
}

export interface MonthlySpan extends DaySpan {
  week: string;
  day: string;
}

export interface PeriodDocument {
  first_day: string | null;
  last_day: string | null;
  weekly: WeeklySpan[];
  monthly: MonthlySpan[];
}

export interface DayDocument {
  date: string;
  intervals: DaySpan[];
}

export interface HoursDocument {
  state: Code;
  zone: string | null;
  weekly: WeeklySpan[];
  exceptions: DayDocument[];
  bank_holidays: Code | null;
  bank_holiday_nations: string[];
  bank_holiday_times?: DaySpan[];
  monthly?: MonthlySpan[];
  periods?: PeriodDocument[];
  yearly_periods?: PeriodDocument[];
  yearly_exceptions?: DayDocument[];
  term_time_only?: boolean;
}
