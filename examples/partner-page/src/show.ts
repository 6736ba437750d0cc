// From an answer to elements.
import type { components } from "../generated/api.ts";
import type { Answer } from "./copy.ts";
import { classed, element, folded, keyed, link } from "./elements.ts";

type Schemas = components["schemas"];
type Emergency = Pick<Schemas["Emergency"], "text" | "covers"> & { ways: { label: string; uri: string }[] };

/** Where 999 is for is said to whoever is not known to be there. */
export function emergency({ text, covers, ways }: Emergency, isThere: boolean): HTMLElement[] {
  const buttons = ways.map(({ uri, label }) => link(uri, label));
  return [element("p", text), classed("p", "ways", ...buttons), ...(isThere ? [] : [classed("p", "more", covers)])];
}

/** In the order in which a frightened person needs it: corrections, what to do now, who can help, the rest. */
export function shown({ help: answer, beyond, areWaysHidden }: Answer, copy: { text: string; isWarning: boolean }): HTMLElement[] {
  const heading = element("h2", "What to do");
  heading.tabIndex = -1;
  const [first, ...others] = [...answer.reassurances].sort((a, b) => b.emphasis.length - a.emphasis.length);
  const [now, ...later] = answer.phases;
  const { topic } = answer;
  return [
    ...answer.notices.map(({ text }) => classed("p", "notice", text)),
    heading,
    ...(copy.isWarning ? [condition(copy)] : []),
    understood(answer.reader),
    ...(first ? [classed("p", "calm", first.text), ...added(first, topic)] : []),
    ...(now ? [element("h3", now.label), steps(now, topic)] : []),
    ...(later.length ? [folded(laterOn(later), ...later.flatMap((one) => [element("h3", one.label), steps(one, topic)]))] : []),
    element("h2", "Who can help"),
    ...(answer.reader.place?.conditions ?? []).map(condition),
    ...answer.needs.flatMap((one) => need(one, beyond[one.need] ?? [], areWaysHidden)),
    ...(others.length ? [folded("You are not alone", ...others.flatMap((one) => [element("p", one.text), ...added(one, topic)]))] : []),
    ...(topic ? [about(topic)] : []),
    ...leftOut(answer.left_out),
    ...(copy.isWarning ? [] : [classed("p", "more", copy.text)]),
  ];
}

const ASKING: Record<string, string> = {
  victim: "",
  "parent-carer": ", whose parent or carer asks",
  friend: ", whose friend asks",
  professional: ", for whom a professional asks",
} satisfies Record<Schemas["Audience"], string>; // so that the compiler tells of a new one

/** Whom the answer is for, as the API understood it: the form may have been changed since. */
function understood({ age, audience, place }: Schemas["Reader"]): HTMLElement {
  const where = place?.choices.map(({ name }) => name).join(" or ");
  const person = `For a person ${age === null ? "of any age" : `aged ${age}`} ${where ? `in ${where}` : "anywhere in the UK"}`;
  return classed("p", "more", `${person}${ASKING[audience] ?? ""}.`);
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function laterOn(phases: Schemas["Phase"][]): string {
  const all = phases.flatMap(({ steps }) => steps);
  return `${phases.map(({ label }) => label).join(", ")}: ${counted(all.length, "step")}`;
}

function steps(phase: Schemas["Phase"], topic: Schemas["HelpTopic"] | null): HTMLElement {
  return element("ol", ...phase.steps.map((one) => element("li", step(one), ...added(one, topic))));
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
    keyed(`${need} ${one.slug}`, folded(element(heading, one.name), ...card(one, areWaysHidden)));
  if (need === "danger") return services.map((one) => named(one, "h3"));
  const [first, ...others] = services;
  return [
    keyed(need, element("h3", label)),
    ...(first ? [keyed(`${need} ${first.slug}`, classed("article", "card", element("h4", first.name), ...card(first, areWaysHidden)))] : []),
    ...others.map((one) => named(one, "h4")),
    ...(beyond.length ? [keyed(`${need} beyond`, folded(`And ${beyond.length} more`, ...beyond.map((one) => named(one, "h4"))))] : []),
  ];
}

const USE: Record<string, string> = { yourself: "For you to use", "pass-on": "To pass on to the person it happens to" };

function checkedWords({ checked_on, review_overdue }: Schemas["Card"]): string {
  const words = checked_on ? `Checked on ${day(checked_on)}` : "Not checked by us yet";
  return review_overdue ? `${words}, may be out of date` : words;
}

function card(shown: Schemas["Card"], areWaysHidden: boolean): HTMLElement[] {
  const { use, summary, conditions } = shown;
  const [best, ...others] = areWaysHidden ? [] : shown.ways;
  const checked = checkedWords(shown);
  return [
    ...(use && USE[use] ? [classed("p", "use", USE[use])] : []),
    element("p", summary),
    ...conditions.map(condition),
    best ? way(best, checked, "button") : classed("p", "more", checked),
    ...(others.length ? [folded(counted(others.length, "other way"), ...others.map((one) => way(one)))] : []),
  ];
}

const BILL: Record<string, string> = {
  yes: "Shows on the phone bill",
  no: "Does not show on the phone bill",
  unknown: "May show on the phone bill",
};

function way(shown: Schemas["Way"], checked = "", className = ""): HTMLElement {
  const { kind, label, uri, open, instructions, on_phone_bill } = shown;
  const bill = kind === "phone" || kind === "text" ? BILL[on_phone_bill] : "";
  const words = [open.words, bill, checked].filter(Boolean).join(" · ");
  const below = [words, instructions].filter(Boolean).map((part) => classed("span", "more", part ?? ""));
  return classed("p", "way", uri ? link(uri, label, className) : label, ...below);
}

function condition({ text }: { text: string }): HTMLElement {
  return classed("p", "condition", text);
}

function about(topic: Schemas["HelpTopic"]): HTMLElement {
  const { definition, forms } = topic;
  const items = forms.items.map((one) => element("li", one.text, ...added(one, topic)));
  const words = [definition.text, forms.lead_in].filter((part) => part).map((part) => element("p", part ?? ""));
  const own = topic.added.length ? [classed("p", "more", topic.added_text)] : [];
  return folded(definition.heading ?? "What this is", ...words, ...own, element("ul", ...items));
}

/** A reader must not take silence for all there is. */
function leftOut(all: Schemas["LeftOut"][]): HTMLElement[] {
  return all.length ? [folded("What is not shown here", element("ul", ...all.map(({ text }) => element("li", text))))] : [];
}

function day(date: string): string {
  return new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
