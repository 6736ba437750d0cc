/** The ways of a service, ready to show: what to tap, and whether it can be used now, the best for this reader first. */

import type { ChannelDocument, ServiceDocument } from "./bundle.js";
import type { Data } from "./data.js";
import type { Words } from "./conditions.js";
import { DAY, weekday, written, zoneOf } from "./dates.js";
import type { Hours } from "./hours.js";
import type { Language } from "./language.js";
import { ruleOf, type Rule } from "./rules.js";
import { stateAt } from "./state.js";
import { capitalised, linesOf, trimmed } from "./text.js";
import { factsOf, known, TEXT_LANGUAGE, type Fact, type Wish } from "./wish.js";

const MESSAGING = ["whatsapp", "signal", "messenger", "telegram"];
const APPS: Record<string, string> = {
  whatsapp: "WhatsApp",
  signal: "Signal",
  messenger: "Messenger",
  telegram: "Telegram",
};
const LIVE = ["phone", "text", "textphone", "webchat", ...MESSAGING, "bsl-video-relay"];
const ANY_TIME = ["web", "web-form", "app", "social", "email", "post"];
const UNSEEN = ["phone", "text", "textphone", "webchat", ...MESSAGING, "email", "post"];
const SIGNED_LANGUAGE = "bfi";
const [FORMS, SLOW] = [["web-form", "app"], ["post", "in-person"]];
const RANKS = { open: 0, "by-appointment": 2, "not-known": 2, "any-time": 3, shut: 5 };
const [RANK_OF_FORMS, RANK_OF_SLOW] = [1, 4];
const SEARCHED = 8; // changes of a line's state that are looked at for its next opening
const MEMBERS: Record<Fact, "free" | "anonymous" | "account_needed" | "on_phone_bill"> = {
  free: "free",
  anonymous: "anonymous",
  no_account: "account_needed",
  off_phone_bill: "on_phone_bill",
};
/** What to do, for a button, by the kind of way. */
const LABELS: Record<string, string> = {
  phone: "Call {value}",
  textphone: "Call {value} by textphone",
  webchat: "Chat on its website",
  "web-form": "Fill in the form",
  web: "Open the website",
  app: "Use the app",
  "bsl-video-relay": "Call in British Sign Language: {value}",
};
const AT_A_PLACE: Record<string, string> = { post: "Write to {place}", "in-person": "Go to {place}" };
type Near = "today" | "midnight" | "tomorrow" | "thisWeek" | "later";
/** Until when a line is open, and from when on it is: by how far away that is. */
const OPEN_UNTIL: Record<Near, string> = {
  today: "Open now, until {time}",
  midnight: "Open now, until midnight",
  tomorrow: "Open now, until tomorrow at {time}",
  thisWeek: "Open now, until {day} at {time}",
  later: "Open now, until {day} {date} at {time}",
};
const OPENS: Record<Near, string> = {
  today: "Shut. Opens at {time}",
  midnight: "Shut. Opens at midnight",
  tomorrow: "Shut. Opens tomorrow at {time}",
  thisWeek: "Shut. Opens on {day} at {time}",
  later: "Shut. Opens on {day} {date} at {time}",
};

/** `opens`: when it will next open for certain, where it is shut. */
export interface Openness {
  state: keyof typeof RANKS;
  until: number | null;
  opens: number | null;
}

/** One channel of a service, from its published document. No languages: nobody has told us. */
export class Way {
  readonly hours: Hours;
  readonly onlyFor: Rule[];
  readonly languages: string[];
  private readonly isAnyTime: boolean;

  constructor(
    private readonly data: Data,
    readonly number: number,
    readonly channel: ChannelDocument,
    service: ServiceDocument,
  ) {
    this.hours = data.hoursOf(channel.hours);
    this.onlyFor = channel.only_for.map(ruleOf);
    const isSeen = !UNSEEN.includes(channel.kind);
    const ofService = (service.languages ?? []).filter((code) => isSeen || code !== SIGNED_LANGUAGE);
    this.languages = channel.languages?.length ? channel.languages : ofService;
    this.isAnyTime = ANY_TIME.includes(channel.kind);
  }

  fact(name: Fact): string {
    return this.channel[MEMBERS[name]];
  }

  /** Whether it can be used for certain: it is open, or needs nobody to be there. */
  isUsable(at: number): boolean {
    return this.isAnyTime || !!stateAt(this.hours, at).isOpen;
  }

  /** Whether somebody is there for certain. */
  isLive(at: number): boolean {
    return LIVE.includes(this.channel.kind) && !!stateAt(this.hours, at).isOpen;
  }

  /** Whether it may be open, but nobody has told us. */
  isPerhapsOpen(at: number): boolean {
    return !this.isAnyTime && stateAt(this.hours, at).isOpen === null;
  }

  /** Whether all that is asked may hold of it; what is unknown satisfies neither yes nor no. */
  has(wish: Wish): boolean {
    if (wish.kinds.length && !wish.kinds.includes(this.channel.kind)) return false;
    const { languages } = wish;
    const isSpoken = this.languages.length
      ? this.languages.some((code) => languages.includes(code))
      : languages.includes(TEXT_LANGUAGE);
    if (languages.length && !isSpoken) return false;
    return factsOf(wish).every(([name, value]) => this.fact(name) === known(name, value));
  }

  /** Whether we know what a parameter asks of it. */
  isTold(parameter: string): boolean {
    if (parameter === "language") return this.languages.length > 0;
    return ["yes", "no"].includes(this.fact(parameter as Fact));
  }

  /** The preferences that it is known to meet, by the names of the parameters. */
  meets(wish: Wish): string[] {
    const met = wish.kinds.includes(this.channel.kind) ? ["channel"] : [];
    if (this.languages.some((code) => wish.languages.includes(code))) met.push("language");
    for (const [name, value] of factsOf(wish)) if (this.fact(name) === known(name, value)) met.push(name);
    return met;
  }

  /** Whether all that is wished for is known to hold of it. */
  suits(wish: Wish): boolean {
    const wished = Number(wish.kinds.length > 0) + Number(wish.languages.length > 0) + factsOf(wish).length;
    const isUsable = wish.openAt === null || ["open", "any-time"].includes(this.openness(wish.openAt).state);
    return isUsable && this.meets(wish).length === wished;
  }

  openness(at: number): Openness {
    const [until, opens] = [null, null];
    if (this.isAnyTime) return { state: "any-time", until, opens };
    if (this.hours.state === "by-appointment") return { state: "by-appointment", until, opens };
    const known = stateAt(this.hours, at);
    if (known.isOpen === null) return { state: "not-known", until: known.until, opens };
    if (known.isOpen) return { state: "open", until: known.until, opens };
    return { state: "shut", until: known.until, opens: nextOpening(this.hours, known.until) };
  }

  /** What is said of it at a moment. */
  wordsOf({ state, until, opens }: Openness, at: number, words: Words): string {
    const { language } = words;
    switch (state) {
      case "open":
        if (until === null) return language.say("Open now, all day and night");
        return when(OPEN_UNTIL, until, at, this.hours.zone, language);
      case "shut":
        return opens === null ? language.say("Shut now") : when(OPENS, opens, at, this.hours.zone, language);
      case "any-time":
        return language.say("Any time");
      case "by-appointment":
        return language.say("By appointment");
      case "not-known":
        return language.say("Hours not known");
    }
  }

  /** What to do, ready for a button. Where the value is hidden, only what kind of way it is. */
  label(words: Words): string {
    return labelOf(this.data, this.channel, words);
  }

  /** By what ways are put in order, the least first. */
  rank({ state }: Openness, wish: Wish, unfit: string | null): number[] {
    const { kind } = this.channel;
    let rank = FORMS.includes(kind) ? RANK_OF_FORMS : RANKS[state];
    if (SLOW.includes(kind) && (state === "any-time" || state === "not-known")) rank = RANK_OF_SLOW;
    return [Number(kind === unfit), -this.meets(wish).length, rank, Number(this.fact("free") !== "yes"), this.number];
  }
}

/**
 * The best for this reader first: known to meet what they prefer, open, free, then the editors' order.
 *
 * To those who sign, what has to be heard comes last, and to all others what has to be signed, unless they ask for it.
 */
export function ordered(ways: Way[], wish: Wish, at: number): [Way, Openness][] {
  const unfit = wish.languages.includes(SIGNED_LANGUAGE) ? "phone" : "bsl-video-relay";
  const last = wish.kinds.includes(unfit) ? null : unfit;
  return ways
    .map((way) => {
      const openness = way.openness(at);
      return { way, openness, rank: way.rank(openness, wish, last) };
    })
    .sort((one, other) => {
      const at = one.rank.findIndex((value, place) => value !== other.rank[place]);
      return at < 0 ? 0 : one.rank[at]! - other.rank[at]!;
    })
    .map(({ way, openness }) => [way, openness]);
}

/** The ways as they stand on a card. That hours are not known is said once. */
export function shown(ways: [Way, Openness][], at: number, words: Words): unknown[] {
  let isTold = false;
  return ways.map(([way, openness]) => {
    const { state, until } = openness;
    const isRepeated = state === "not-known" && isTold;
    isTold ||= state === "not-known";
    const { kind, value, uri, instructions, free, on_phone_bill, anonymous, account_needed } = way.channel;
    const told = isRepeated ? null : way.wordsOf(openness, at, words);
    const open = { state, until: until === null ? null : written(until), words: told };
    const languages = way.languages.length ? way.languages : null;
    const facts = { free, on_phone_bill, anonymous, account_needed, languages };
    return { kind, label: way.label(words), value, uri, instructions, open, ...facts };
  });
}

function labelOf(data: Data, channel: ChannelDocument, words: Words): string {
  const { kind, value, keyword, uri } = channel;
  if (value === null) return words.label("channel-kinds", kind);
  const app = APPS[kind];
  if (app && "+(@0123456789".includes(value[0]!)) return words.say("Message {value} on {app}", { value, app });
  if (app) return words.say("Send a message on {app}", { app });
  if (kind === "text" && keyword) return words.say("Text {keyword} to {value}", { keyword, value });
  if (kind === "text") return words.say("Text {value}", { value });
  if (kind === "email" && uri) return words.say("Email {value}", { value });
  if (kind === "social" && uri) return words.say("Find it on {app}", { app: platform(data.platforms, uri) });
  if (kind === "email" || kind === "social") return capitalised(value);
  const atAPlace = AT_A_PLACE[kind];
  if (atAPlace) return words.say(atAPlace, { place: placeOf(channel, value) });
  const text = LABELS[kind];
  return text ? words.say(text, { value }) : value;
}

/** What a place is called, and where it is; its name once, where the address begins with it. */
function placeOf({ address, postcode }: ChannelDocument, value: string): string {
  const lines = linesOf(address ?? "").map((line) => trimmed(line, " ,"));
  const all = [...lines, postcode].filter(Boolean).join(", ");
  const rest = all.startsWith(`${value}, `) ? all.slice(value.length + 2) : all;
  return [value, rest].filter(Boolean).join(", ");
}

/** What the social platform of an address is called. */
function platform(platforms: Record<string, string>, address: string): string {
  const rest = address.includes("://") ? address.slice(address.indexOf("://") + 3) : address.replace(/^\/\//, "");
  const host = rest.split(/[/?#:]/, 1)[0]!.toLowerCase();
  const known = Object.keys(platforms).find((one) => host === one || host.endsWith(`.${one}`));
  return known ? platforms[known]! : host;
}

/** The first moment from `moment` on at which a line opens for certain; null: none is near. */
function nextOpening(hours: Hours, moment: number | null): number | null {
  for (let step = 0; step < SEARCHED && moment !== null; step++) {
    const state = stateAt(hours, moment);
    if (state.isOpen) return moment;
    moment = state.until;
  }
  return null;
}

/** The one of `texts` for a moment to come, as one would say it at `at`: “… 22:00”, “… tomorrow at 9:00”. */
function when(texts: Record<Near, string>, moment: number, at: number, zoneName: string, language: Language): string {
  const zone = zoneOf(zoneName);
  const [there, here] = [moment + zone.offset(moment), at + zone.offset(at)];
  const clock = new Date(there * 1000);
  const [hour, minute] = [clock.getUTCHours(), clock.getUTCMinutes()];
  const day = Math.floor(there / DAY);
  const days = day - Math.floor(here / DAY);
  const near: Near =
    days === 0 ? "today" : days === 1 ? (hour || minute ? "tomorrow" : "midnight") : days < 7 ? "thisWeek" : "later";
  return language.say(texts[near], {
    time: language.time(hour, minute),
    day: language.weekday(weekday(day)),
    date: language.dayOfMonth(clock.getUTCMonth() + 1, clock.getUTCDate()),
  });
}
