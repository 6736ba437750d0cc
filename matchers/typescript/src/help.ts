/** `POST /api/v1/help`, answered on the device: what to do and who can help this reader, in order of need. */

import { withRecentImage, type Reader } from "./ages.js";
import type { Bundle } from "./bundle.js";
import { card, PASS_ON, YOURSELF, type Asked } from "./cards.js";
import type { Words } from "./conditions.js";
import { Data, saidIn } from "./data.js";
import { written } from "./dates.js";
import { adviceNotSaid, allLeftOut, detailsLeftOut, leftOut, notSaid, type LeftOut } from "./left_out.js";
import { ENGLISH } from "./language.js";
import { shownStep, type ShownStep, type Step } from "./limits.js";
import { minuteOf } from "./moments.js";
import { Refused } from "./parameters.js";
import { helpQuestion, isNarrowedTo, placeOf, readerOf, wishOf, type HelpQuestion } from "./question.js";
import { OUTSIDE_UK, type Place } from "./rules.js";
import type { Service } from "./service.js";
import * as situations from "./situations.js";
import { ANY_WAY } from "./wish.js";

const DEFAULT_TOPIC = "sextortion";
const VICTIM = "victim";
const SIGNS = "bfi";
const RELAY = "relay";
const MOST_SHOWN = 6;
const NEVER_CUT = ["danger", "images", "report"];
const [YES, CHECK] = ["yes", "check"];

interface Need {
  code: string;
  services: Service[];
  shown: Service[];
}

type PlacedStep = ShownStep & { applies: string; services: string[] };

/** The server's answer to a question at a moment. Throws `Refused` for a question that the server refuses. */
export function help(bundle: Bundle, asked: unknown, now: Date | string | number): Record<string, unknown> {
  const data = Data.of(bundle);
  const minute = minuteOf(now);
  const question = helpQuestion(data, asked, minute);
  const entry = data.find("topic", question.topic ?? DEFAULT_TOPIC);
  if (!entry && question.topic) throw new Refused([{ parameter: "topic", code: "unknown-value" }]);
  const topic = entry ? saidIn(entry, question.lang) : null;
  return new Help(data, question, question.openAt ?? minute, topic).answer();
}

class Help {
  private readonly words: Words;
  private readonly reader: Reader;
  private readonly helper: Reader;
  private readonly place: Place | null;
  private readonly whoAsks: string;
  private readonly isHelper: boolean;
  private readonly everyone: Service[];
  private readonly forVictim: Set<Service>;
  private readonly found: Set<Service>;

  constructor(
    private readonly data: Data,
    private readonly question: HelpQuestion,
    private readonly at: number,
    private readonly topic: any,
  ) {
    this.words = data.words(question.lang);
    this.reader = readerOf(question);
    this.helper = { ...this.reader, isUser: false };
    this.place = placeOf(question);
    this.whoAsks = question.audience ?? VICTIM;
    this.isHelper = this.whoAsks !== VICTIM;
    const signs = question.language.includes(SIGNS);
    this.everyone = data.services.filter((service) => signs || service.standsIn !== RELAY);
    const offered = this.everyone.filter((service) => service.isOnOffer);
    this.forVictim = new Set(offered.filter((service) => isToPassOn(question, service)));
    this.found = new Set(offered.filter((service) => this.isAmong(question, service)));
  }

  answer(): Record<string, unknown> {
    const needs = this.needs();
    const phases = this.phases(needs);
    return {
      ...this.data.always(this.question.lang),
      reader: this.readerUnderstood(),
      reassurances: this.reassurances(),
      topic: this.about(),
      phases,
      needs: needs.map((need) => this.shown(need)),
      left_out: this.leftOut(phases.flatMap((phase) => phase.steps), needs),
    };
  }

  private readerUnderstood(): unknown {
    const { age, ageInImage, region, outcode, situation, channel, language, openAt, facts } = this.question;
    return {
      age,
      age_in_image: ageInImage,
      audience: this.whoAsks,
      place: region === null && !outcode ? null : this.placeUnderstood(),
      situations: situation,
      preferences: {
        channel,
        language,
        free: facts.free ?? null,
        anonymous: facts.anonymous ?? null,
        no_account: facts.no_account ?? null,
        off_phone_bill: facts.off_phone_bill ?? null,
      },
      open_at: openAt === null ? null : written(openAt),
    };
  }

  private placeUnderstood(): unknown {
    const { region, outcode } = this.question;
    const placed = (code: string): unknown => this.words.language.place(this.data.regions.at(code));
    const here = region !== null && region !== OUTSIDE_UK ? placed(region) : null;
    return {
      region: here,
      outcode: outcode?.outcode ?? null,
      status: outcode?.status ?? null,
      jurisdiction: outcode?.jurisdiction ? this.words.say(outcode.jurisdiction) : null,
      choices: outcode ? outcode.choices.map(placed) : here ? [here] : [],
      conditions: this.words.ofReaderPlace(outcode, region),
    };
  }

  /** Those true for this reader: said to them, true where they are, and of what they said has happened. */
  private reassurances(): unknown[] {
    const isTrue = (one: any): boolean =>
      one.precondition === null ||
      this.question.situation.some((said) => situations.PRECONDITIONS[said] === one.precondition);
    const isTrueThere = (one: any): boolean =>
      !one.regions.length ||
      (this.place !== null && this.data.regions.match(one.regions, this.place.choices) === "whole");
    const speaksTo = (one: any): boolean => !one.audiences?.length || one.audiences.includes(this.whoAsks);
    const said: any[] = this.topic?.reassurances ?? [];
    return said
      .filter((one) => isTrue(one) && speaksTo(one) && isTrueThere(one))
      .map((one) => membersOf(one, "code", "origin", "text", "emphasis"));
  }

  /** Which advice this is, with the forms that the offence takes, first those that were said to have happened. */
  private about(): unknown {
    const { topic } = this;
    if (!topic) return null;
    const forms: Record<string, unknown>[] = topic.forms.items.map((one: any) => ({
      ...membersOf(one, "code", "origin", "text"),
      applies: this.hasHappened(one.editorial) ? YES : CHECK,
    }));
    const items = [...forms.filter((one) => one.applies === YES), ...forms.filter((one) => one.applies !== YES)];
    return {
      ...membersOf({ language: ENGLISH, ...topic }, "uid", "slug", "language", "title", "definition"),
      forms: { lead_in: topic.forms.lead_in, items },
      publisher: topic.document.publisher,
      added: (topic.added ?? []).filter((path: string) => /^(title|definition|forms)/.test(path)),
      ...membersOf(topic, "added_text", "media"),
      url: `${this.data.address}/api/v1/advice/${topic.slug}`,
    };
  }

  /** All steps by phase; of those of a phase that have a condition, first the ones that are known to apply. */
  private phases(needs: Need[]): { phase: string; label: string; steps: PlacedStep[] }[] {
    const found = new Map<string, PlacedStep[]>(this.data.list("phases").map((one) => [one.code, []]));
    for (const step of (this.topic?.steps.items ?? []) as Step[]) {
      const phase = step.editorial.phase;
      if (!found.has(phase)) found.set(phase, []);
      found.get(phase)!.push(this.step(step, needs));
    }
    return [...found]
      .filter(([, steps]) => steps.length)
      .map(([phase, steps]) => ({ phase, label: this.words.label("phases", phase), steps: applyingFirst(steps) }));
  }

  private step(step: Step, needs: Need[]): PlacedStep {
    const { situation, service_types: types } = step.editorial;
    const hasHappened = situation !== null && this.question.situation.includes(situation);
    const named = needs.flatMap((need) => need.shown).filter((service) => service.isOfType(types));
    return {
      ...shownStep(step, this.whoAsks, this.reader),
      applies: step.condition === null || hasHappened ? YES : CHECK,
      services: named.map((service) => service.slug),
    };
  }

  /** Those that any service meets, in the order for what has happened. */
  private needs(): Need[] {
    const found = [...this.found];
    const codes = this.data.list("needs").map((one) => one.code);
    const met = codes.filter((code) => found.some((service) => service.standsIn === code));
    return situations.ordered(met, this.question.situation).map((code) => {
      const services = this.inOrder(code, found.filter((service) => service.standsIn === code));
      return { code, services, shown: NEVER_CUT.includes(code) ? services : services.slice(0, MOST_SHOWN) };
    });
  }

  /**
   * First the kinds of help for what has happened; then what fits for certain; then what can be used now.
   *
   * Of what does not fit for certain, first what fits if the image is a recent one, as it mostly is.
   */
  private inOrder(need: string, services: Service[]): Service[] {
    const first = situations.firstTypes(need, this.question.situation);
    const [likelyReader, likelyHelper] = [withRecentImage(this.reader), withRecentImage(this.helper)];
    const turn = (service: Service): number => {
      const isFirst = !first.length || service.isOfType(first);
      const isCertain = this.isCertain(service, this.reader, this.helper);
      const fit = isCertain ? 0 : this.isCertain(service, likelyReader, likelyHelper) ? 1 : 2;
      const ways = service.waysFor(this.isForVictim(service) ? this.reader : this.helper, this.place);
      const isOpen = ways.some((way) => way.isUsable(this.at));
      const open = isOpen ? 0 : ways.some((way) => way.isPerhapsOpen(this.at)) ? 1 : 2;
      return Number(!isFirst) * 9 + fit * 3 + open;
    };
    const turns: Service[][] = Array.from({ length: 18 }, () => []);
    for (const service of services) turns[turn(service)]!.push(service);
    return turns.flat();
  }

  /** Whether whoever would use it is the person being blackmailed. */
  private isForVictim(service: Service): boolean {
    return !this.isHelper || this.forVictim.has(service);
  }

  /** Whether nothing is left to check. `helper`: the same person, as helpers ask for them. */
  private isCertain(service: Service, reader: Reader, helper: Reader): boolean {
    return service.isCertain(this.isForVictim(service) ? reader : helper, this.place);
  }

  /** A need with the cards of its services. */
  private shown({ code, services, shown }: Need): unknown {
    const asked: Asked = {
      lang: this.question.lang,
      reader: this.reader,
      place: this.place,
      asking: [this.whoAsks],
      wish: { ...wishOf(this.question), openAt: null },
      at: this.at,
      filters: ANY_WAY,
    };
    return {
      need: code,
      label: this.words.label("needs", code),
      count: services.length,
      services: shown.map((service) => card(this.data, asked, service, code, this.use(service, code))),
      more: null,
    };
  }

  /** Who is to use a service that stands in a need; null: nobody else asks. */
  private use(service: Service, need: string): string | null {
    if (!this.isHelper) return null;
    if (need === "danger" && service.isForAudience([this.whoAsks])) return YOURSELF!;
    return service.isForAudience([VICTIM]) ? PASS_ON! : YOURSELF!;
  }

  /** What this reader is not given, and why: services, and parts of the advice. */
  private leftOut(steps: PlacedStep[], needs: Need[]): LeftOut[] {
    const { question, data, found, words } = this;
    const offered = this.everyone.filter((service) => service.isOnOffer);
    const forOthers = offered.filter((service) => isForOthers(question, service) && !found.has(service));
    const relays = data.services.filter(
      (service) =>
        service.standsIn === RELAY && service.isOnOffer && this.isAmong(question, service) && !found.has(service),
    );
    const withheld = steps.reduce((sum, step) => sum + step.withheld.length, 0);
    return [
      ...allLeftOut(question, words, ANY_WAY, this.everyone, found, (asked, service) => this.isAmong(asked, service)),
      ...leftOut(words, "audience", "not-for-audience", forOthers.length),
      ...leftOut(words, "language", RELAY, relays.length),
      ...detailsLeftOut(words, withheld),
      ...(this.topic ? adviceNotSaid(words, this.topic.language ?? ENGLISH) : []),
      ...notSaid(words, needs.flatMap((need) => need.shown)),
    ];
  }

  private isAmong(question: HelpQuestion, service: Service): boolean {
    if (isToPassOn(question, service)) return true;
    const whoAsks = question.audience ?? VICTIM;
    return whoAsks !== VICTIM && isForOthers(question, service) && service.isForAudience([whoAsks]);
  }

  private hasHappened(form: { image_origin: string | null }): boolean {
    return this.question.situation.some((one) => {
      const origin = situations.IMAGE_ORIGINS[one];
      return origin !== undefined && origin === form.image_origin;
    });
  }
}

/** Whether the person being blackmailed may use it. */
function isToPassOn(question: HelpQuestion, service: Service): boolean {
  return isNarrowedTo(question, service, readerOf(question)) && service.isForAudience([VICTIM]);
}

/** Whether the person being blackmailed may not use it, but somebody else who helps may. */
function isForOthers(question: HelpQuestion, service: Service): boolean {
  return !service.isForAudience([VICTIM]) && isNarrowedTo(question, service, { ...readerOf(question), isUser: false });
}

/** The steps in their order, but those with a condition known to hold come before others with a condition. */
function applyingFirst(steps: PlacedStep[]): PlacedStep[] {
  const conditional = steps.filter((step) => step.condition);
  const inTurn = [...conditional.filter((one) => one.applies === YES), ...conditional.filter((one) => one.applies !== YES)];
  return steps.map((step) => (step.condition ? inTurn.shift()! : step));
}

/** Members of a document; one that is new in this version is not there until it is published anew. */
function membersOf(held: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in held).map((name) => [name, held[name]]));
}
