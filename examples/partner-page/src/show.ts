// From an answer to elements.
import type { components } from "../generated/api.ts";
import type { Answer } from "./copy.ts";
import { classed, element, folded, itsOwn, keyed, link, withAttributes } from "./elements.ts";
import { language, say, sayCount, toSay } from "./words.ts";

type Schemas = components["schemas"];
/** `language`: of `text`, which is the advice sheet's own sentence. */
type Emergency = { text: string; covers: string; language?: string; ways: { label: string; uri: string }[] };

/** Where 999 is for is said to whoever is not known to be there. */
export function emergency({ text, covers, ways, language: its = "en" }: Emergency, isThere: boolean): HTMLElement[] {
  const buttons = ways.map(({ uri, label }) => link(uri, label));
  const sentence = withAttributes(element("p", text), { lang: its, dir: "auto" });
  return [sentence, classed("p", "ways", ...buttons), ...(isThere ? [] : [classed("p", "more", covers)])];
}

/** In the order in which a frightened person needs it: corrections, what to do now, who can help, the rest. */
export function shown({ help: answer, beyond, areWaysHidden }: Answer, copy: { text: string; isWarning: boolean }): HTMLElement[] {
  const heading = element("h2", say("What to do"));
  heading.tabIndex = -1;
  const [first, ...others] = [...answer.reassurances].sort((a, b) => b.emphasis.length - a.emphasis.length);
  const [now, ...later] = answer.phases;
  const { topic } = answer;
  return [
    ...answer.notices.map((one) => itsOwn(one, classed("p", "notice", one.text))),
    heading,
    ...(copy.isWarning ? [condition(copy)] : []),
    understood(answer.reader),
    ...(first ? [itsOwn(topic, classed("p", "calm", first.text)), ...added(first, topic)] : []),
    ...(now ? [element("h3", now.label), steps(now, topic)] : []),
    ...(later.length ? [folded(laterOn(later), ...later.flatMap((one) => [element("h3", one.label), steps(one, topic)]))] : []),
    element("h2", say("Who can help")),
    ...(answer.reader.place?.conditions ?? []).map(condition),
    ...answer.needs.flatMap((one) => need(one, beyond[one.need] ?? [], areWaysHidden)),
    ...(others.length ? [folded(say("You are not alone"), ...others.flatMap((one) => [itsOwn(topic, element("p", one.text)), ...added(one, topic)]))] : []),
    ...(topic ? [about(topic)] : []),
    ...leftOut(answer.left_out),
    ...(copy.isWarning ? [] : [classed("p", "more", copy.text)]),
  ];
}

const ASKING: Record<string, string> = {
  victim: toSay("For {person}."),
  "parent-carer": toSay("For {person}, whose parent or carer asks."),
  friend: toSay("For {person}, whose friend asks."),
  professional: toSay("For {person}, for whom a professional asks."),
} satisfies Record<Schemas["Audience"], string>; // so that the compiler tells of a new one

/** Whom the answer is for, as the API understood it: the form may have been changed since. */
function understood({ age, audience, place }: Schemas["Reader"]): HTMLElement {
  const places = (place?.choices ?? [])
    .map(({ name }) => name)
    .reduce((words, last) => (words ? say("{words} or {last}", { words, last }) : last), "");
  const anybody = age === null ? say("a person of any age") : say("a person aged {age}", { age });
  const person = places
    ? say("{person} in {places}", { person: anybody, places })
    : say("{person} anywhere in the UK", { person: anybody });
  return classed("p", "more", say(ASKING[audience] ?? "For {person}.", { person }));
}

function laterOn(phases: Schemas["Phase"][]): string {
  const all = phases.flatMap(({ steps }) => steps);
  return `${phases.map(({ label }) => label).join(say(", "))}: ${sayCount("{count} step", "{count} steps", all.length)}`;
}

function steps(phase: Schemas["Phase"], topic: Schemas["HelpTopic"] | null): HTMLElement {
  return element("ol", ...phase.steps.map((one) => element("li", itsOwn(topic, step(one)), ...added(one, topic))));
}

/** Beside what our source did not write: nobody may take it for the publisher's. */
function added({ origin }: { origin: string }, topic: Schemas["HelpTopic"] | null): HTMLElement[] {
  return origin !== "document" && topic ? [classed("p", "more", topic.added_text)] : [];
}

/** What to do, and all that the source says of it when it is tapped. A condition that is not known to hold comes first. */
function step({ action, text, condition, applies, withheld }: Schemas["HelpStep"]): HTMLElement {
  const words = condition && applies === "check" ? `${condition}: ${action}` : action;
  const said = [...(text === action ? [] : [text]), ...withheld.map(({ reason }) => reason)];
  return said.length ? folded(words, ...said.map((one) => element("p", one))) : classed("p", "step", words);
}

/** The first service in full, and the others by name, each a tap away. Of danger the notice above has said the first word. */
function need({ need, label, services }: Schemas["Need"], beyond: Schemas["Card"][], areWaysHidden: boolean): HTMLElement[] {
  const named = (one: Schemas["Card"], heading: string): HTMLElement =>
    keyed(`${need} ${one.slug}`, folded(itsOwn(one, element(heading, one.name)), ...card(one, areWaysHidden)));
  if (need === "danger") return services.map((one) => named(one, "h3"));
  const [first, ...others] = services;
  return [
    keyed(need, element("h3", label)),
    ...(first ? [keyed(`${need} ${first.slug}`, classed("article", "card", itsOwn(first, element("h4", first.name)), ...card(first, areWaysHidden)))] : []),
    ...others.map((one) => named(one, "h4")),
    ...(beyond.length ? [keyed(`${need} beyond`, folded(say("And {count} more", { count: beyond.length }), ...beyond.map((one) => named(one, "h4"))))] : []),
  ];
}

const USE: Record<string, string> = {
  yourself: toSay("For you to use"),
  "pass-on": toSay("To pass on to the person it happens to"),
};

function checkedWords({ checked_on, review_overdue }: Schemas["Card"]): string {
  if (!checked_on) return review_overdue ? say("Not checked by us yet, may be out of date") : say("Not checked by us yet");
  const words = { day: day(checked_on) };
  return review_overdue ? say("Checked on {day}, may be out of date", words) : say("Checked on {day}", words);
}

function card(shown: Schemas["Card"], areWaysHidden: boolean): HTMLElement[] {
  const { use, summary, conditions } = shown;
  const [best, ...others] = areWaysHidden ? [] : shown.ways;
  const checked = checkedWords(shown);
  return [
    ...(use && USE[use] ? [classed("p", "use", say(USE[use]))] : []),
    itsOwn(shown, element("p", summary)),
    ...conditions.map(condition),
    best ? way(best, shown, checked, "button") : classed("p", "more", checked),
    ...(others.length ? [folded(sayCount("{count} other way", "{count} other ways", others.length), ...others.map((one) => way(one, shown)))] : []),
  ];
}

const BILL: Record<string, string> = {
  yes: toSay("Shows on the phone bill"),
  no: toSay("Does not show on the phone bill"),
  unknown: toSay("May show on the phone bill"),
};

function way(shown: Schemas["Way"], of: Schemas["Card"], checked = "", className = ""): HTMLElement {
  const { kind, label, uri, open, instructions, on_phone_bill } = shown;
  const bill = kind === "phone" || kind === "text" ? say(BILL[on_phone_bill] ?? "") : "";
  const words = [open.words, bill, checked].filter(Boolean).join(" · ");
  const below = words ? [classed("span", "more", words)] : [];
  if (instructions) below.push(itsOwn(of, classed("span", "more", instructions)));
  return classed("p", "way", uri ? link(uri, label, className) : label, ...below);
}

function condition({ text }: { text: string }): HTMLElement {
  return classed("p", "condition", text);
}

function about(topic: Schemas["HelpTopic"]): HTMLElement {
  const { definition, forms } = topic;
  const items = forms.items.map((one) => element("li", itsOwn(topic, element("span", one.text)), ...added(one, topic)));
  const words = [definition.text, forms.lead_in].filter((part) => part).map((part) => itsOwn(topic, element("p", part ?? "")));
  const own = topic.added.length ? [classed("p", "more", topic.added_text)] : [];
  const heading = itsOwn(definition.heading ? topic : {}, element("span", definition.heading ?? say("What this is")));
  return folded(heading, ...words, ...own, element("ul", ...items));
}

/** A reader must not take silence for all there is. */
function leftOut(all: Schemas["LeftOut"][]): HTMLElement[] {
  return all.length ? [folded(say("What is not shown here"), element("ul", ...all.map(({ text }) => element("li", text))))] : [];
}

function day(date: string): string {
  return new Date(date).toLocaleDateString(language(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
