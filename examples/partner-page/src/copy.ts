// The copy of everything public that answers are given from. Nothing that was asked is ever told to anybody.
import { verifyAsync } from "@noble/ed25519";
import { type Bundle, help, preferred, services } from "@helpapi/matcher";
import { MemoryStorage, Mirror, type Options, type Outcome, type Storage } from "@helpapi/matcher/mirror";
import type { components } from "../generated/api.ts";
import { say, sayCount } from "./words.ts";

export type Question = components["schemas"]["HelpQuestion"];
export type HelpAnswer = components["schemas"]["HelpAnswer"];
type Need = components["schemas"]["Need"];
type Card = components["schemas"]["Card"];
/** `beyond`: by need, the services that the answer counts and does not show. */
export interface Answer {
  help: HelpAnswer;
  beyond: Record<string, Card[]>;
  areWaysHidden: boolean;
}

declare const ROOT: object; // the root of trust, put in by the build

const PATIENCE = 10_000; // milliseconds: nobody in fear waits longer for words that say nothing
const [HOUR, DAY] = [3_600_000, 86_400_000];
const UNREACHED: Outcome = { changed: false, reached: false, refusal: null };

export class Copy {
  /** Called whenever what is shown may have become another: with whether content has changed. */
  told: (isOther: boolean) => void = () => {};
  private readonly opened: Promise<Mirror>;
  private mirror: Mirror | undefined;
  private last: Outcome | undefined;
  private looking: Promise<void> | undefined;
  private isFollowed = false;
  private stop: (() => void) | undefined;

  /** `wanted`: the languages of the reader, first the one they like best. */
  constructor(address: string, storage: Storage, private readonly wanted: readonly string[]) {
    this.opened = opened(address, storage).then((mirror) => (this.mirror = mirror));
    this.opened.then(() => this.told(true), () => {});
  }

  /** From what is here, at once; where nothing is, from the network first. Null: nothing came. */
  async answer(question: Question): Promise<Answer | null> {
    const mirror = await this.opened;
    if (mirror.state() === "none") await this.look();
    const bundle = await mirror.bundle();
    if (!bundle) return null;
    const lang = preferred(bundle, this.wanted);
    const answer = help(bundle, { ...question, lang }, Date.now()) as unknown as HelpAnswer;
    const cut = answer.needs.filter((one) => one.count > one.services.length);
    const beyond = Object.fromEntries(cut.map((one) => [one.need, beyondShown(bundle, { ...question, lang }, one)]));
    return { help: answer, beyond, areWaysHidden: this.areWaysHidden };
  }

  /** Ask what is new now, and then again and again, recalls each 20 seconds, until `rest`. */
  follow(): void {
    this.isFollowed = true;
    void this.look();
    const begin = (mirror: Mirror): void => {
      if (this.isFollowed) this.stop ??= mirror.follow((outcome) => this.heard(outcome));
    };
    this.opened.then(begin, () => {});
  }

  rest(): void {
    this.isFollowed = false;
    this.stop?.();
    this.stop = undefined;
  }

  look(): Promise<void> {
    this.looking ??= this.opened
      .then((mirror) => mirror.update())
      .catch(() => UNREACHED)
      .then((outcome) => this.heard(outcome))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** How old it is, in plain words, and whether they are a warning. */
  words(): { text: string; isWarning: boolean } {
    const [state, confirmed] = [this.mirror?.state() ?? "none", this.mirror?.issuedAt];
    const clock = this.last?.refusal === "expired" ? ` ${say("If the date on this device is wrong, put it right.")}` : "";
    if (!confirmed) return { text: this.whyNone() + clock, isWarning: !!this.last };
    const ago = since(confirmed.getTime());
    if (state === "fresh") return { text: say("The help on this device was confirmed {ago}.", { ago }), isWarning: false };
    const text = this.areWaysHidden
      ? say("This copy is too old to trust its numbers: it was last confirmed {ago}. Phone numbers and links are hidden until this device has been online. The advice still stands, and so does 999.", { ago })
      : say("This may be out of date: it was last confirmed {ago}. It renews itself when this device is online.", { ago });
    return { text: text + clock, isWarning: true };
  }

  get isThere(): boolean {
    return !!this.mirror && this.mirror.state() !== "none";
  }

  private get areWaysHidden(): boolean {
    return this.mirror?.state() === "contacts-hidden";
  }

  private whyNone(): string {
    if (!this.last) return "";
    return this.last.refusal
      ? say("The help that came can’t be proven to be genuine, so it is not shown. In an emergency call 999.")
      : say("No help is kept on this device yet, and it can’t be reached at the moment. In an emergency call 999.");
  }

  private heard(outcome: Outcome): void {
    this.last = outcome;
    this.told(outcome.changed);
  }
}

/** Those that the link `more` of an answer leads to where it is asked in an address. */
function beyondShown(
  bundle: Bundle,
  { age = null, region = null, lang }: Omit<Question, "lang"> & { lang: string },
  { need, services: shown }: Need,
): Card[] {
  const needs = bundle.reference.codes.find(({ name }) => name === "needs")?.codes ?? [];
  const type = needs.find(({ code }) => code === need)?.types ?? [];
  const all = services(bundle, { age, region, type, lang, ordering: "open", page_size: 100 }, Date.now());
  const isShown = new Set(shown.map(({ slug }) => slug));
  return (all.results as Card[]).filter((one) => one.need === need && !isShown.has(one.slug));
}

/** With what was kept, or, where a browser lets nothing be kept, with what will be fetched. */
async function opened(address: string, storage: Storage): Promise<Mirror> {
  const options: Options = { address, root: ROOT, patience: PATIENCE };
  if (!(await knowsEd25519())) options.verify = (key, signature, signed) => verifyAsync(signature, signed, key);
  return Mirror.open({ ...options, storage }).catch(() => Mirror.open({ ...options, storage: new MemoryStorage() }));
}

/** Browsers of before 2025 may not: for them it is done in JavaScript. */
async function knowsEd25519(): Promise<boolean> {
  return crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]).then(() => true, () => false);
}

function since(moment: number): string {
  const passed = Date.now() - moment;
  if (passed < HOUR) return say("less than an hour ago");
  if (passed < 2 * DAY) return sayCount("{count} hour ago", "{count} hours ago", Math.floor(passed / HOUR));
  return sayCount("{count} day ago", "{count} days ago", Math.floor(passed / DAY));
}
