// From an answer of /help to elements. Everything is text: nothing of an answer is ever read as HTML.
import type { components } from "../generated/api.ts";

type Schemas = components["schemas"];
type Child = Node | string;

export function element(name: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function classed(name: string, className: string, ...children: Child[]): HTMLElement {
  const made = element(name, ...children);
  made.className = className;
  return made;
}

export function emergency({ text, phone, uri }: Schemas["Emergency"]): Child[] {
  return [`${text} `, link(uri, `Call ${phone}`)];
}

/** In the order in which a frightened person needs it: corrections, what to do, who can help. */
export function shown(answer: Schemas["HelpAnswer"]): HTMLElement[] {
  const heading = element("h2", "What to do");
  heading.tabIndex = -1;
  const above = new Map<string, string>();
  return [
    ...answer.notices.map((notice) => classed("p", "notice", notice.text)),
    heading,
    understood(answer.reader),
    ...answer.reassurances.map((one) => element("p", one.text)),
    ...answer.advice.phases.flatMap(phase),
    element("h2", "Who can help"),
    ...[...answer.reader.conditions, ...answer.conditions].map(condition),
    ...answer.groups.flatMap((one) => group(one, above)),
  ];
}

const ASKING: Record<string, string> = {
  victim: "who asks for themselves",
  "parent-carer": "whose parent or carer asks",
  friend: "whose friend asks",
  professional: "for whom a professional asks",
} satisfies Record<Schemas["Audience"], string>;

/** Whom the answer is for, as the API understood it: the form may have been changed since. */
function understood({ age, region, audiences }: Schemas["Reader"]): HTMLElement {
  const person = `For a person ${age === null ? "of any age" : `aged ${age}`}`;
  const place = region ? `in ${region.name}` : "anywhere in the UK";
  const asking = audiences.map((code) => ASKING[code] ?? code);
  return classed("p", "more", `${[`${person} ${place}`, ...asking].join(", ")}.`);
}

function phase({ label, steps }: Schemas["Phase"]): HTMLElement[] {
  return [element("h3", label), element("ol", ...steps.map((step) => element("li", step.text)))];
}

/** `above`: the services shown so far, each with the group it stands in; one is shown in full once. */
function group({ label, results, count }: Schemas["Group"], above: Map<string, string>): HTMLElement[] {
  const left = count - results.length;
  const parts = results.map((result) => {
    const { uid, name } = result.service;
    const before = above.get(uid);
    if (before) return element("p", `${name}: see “${before}” above.`);
    above.set(uid, label);
    return service(result);
  });
  return [element("h3", label), ...parts, ...(left ? [element("p", `And ${left} more.`)] : [])];
}

function service({ service, match, open }: Schemas["Result"]): HTMLElement {
  return element(
    "article",
    element("h4", service.name),
    element("p", service.summary),
    ...match.conditions.map(condition),
    ...(service.eligibility_note ? [element("p", service.eligibility_note)] : []),
    element("p", opening(open)),
    element("ul", ...service.channels.map(channel)),
    checked(service.checked_on),
  );
}

/** With the moment at which it changes, so that it is still true on a page left open. */
function opening({ is_open, next_change_at }: Schemas["Open"]): string {
  if (is_open === null) return "Not known whether somebody is there now.";
  const state = is_open ? "Open" : "Closed";
  return next_change_at ? `${state} until ${moment(next_change_at)}.` : `${state} now.`;
}

function condition({ text }: Schemas["Condition"]): HTMLElement {
  return classed("p", "condition", text);
}

const KINDS: Record<string, string> = {
  phone: "Call",
  text: "Text",
  textphone: "Textphone",
  webchat: "Web chat",
  "web-form": "Web form",
  web: "Website",
  email: "Email",
  app: "App",
  post: "Post",
  "in-person": "In person",
  "bsl-video-relay": "British Sign Language by video",
} satisfies Record<Schemas["ChannelKind"], string>; // so that the compiler tells of a new one
const BILL: Record<string, string> = {
  yes: "It shows on the phone bill",
  no: "It does not show on the phone bill",
  unknown: "Not known whether it shows on the phone bill",
};

function channel(way: Schemas["Channel"]): HTMLElement {
  const { kind, uri, value, dial, instructions, hours, cost, on_phone_bill, checked_on } = way;
  const tried = checked_on && `Tried on ${day(checked_on)}`;
  const words = [instructions, hours.words, cost, dial && BILL[on_phone_bill], tried].filter(Boolean).join(" · ");
  const label = KINDS[kind];
  const where = uri?.startsWith("https:") ? new URL(uri).host : value;
  const text = label ? `${label}: ${where}` : where;
  return element("li", uri ? link(uri, text) : text, classed("span", "more", words));
}

function link(address: string, text: string): HTMLElement {
  const made = document.createElement("a");
  made.href = address;
  made.rel = "noreferrer";
  made.textContent = text;
  return made;
}

/** Says so, too, when nobody has checked: a reader must not take silence for a promise. */
function checked(on: string | null): HTMLElement {
  return classed("p", "more", on ? `Checked on ${day(on)}.` : "Not checked by us yet.");
}

function day(date: string): string {
  return new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** On the clocks of the UK, wherever the device is. */
function moment(at: string): string {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" } as const;
  return new Date(at).toLocaleString("en-GB", { ...parts, timeZone: "Europe/London" });
}
