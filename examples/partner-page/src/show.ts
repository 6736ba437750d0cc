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
  return [
    ...answer.notices.map((notice) => classed("p", "notice", notice.text)),
    heading,
    ...answer.reassurances.map((one) => element("p", one.text)),
    ...answer.advice.phases.flatMap(phase),
    element("h2", "Who can help"),
    ...[...answer.reader.conditions, ...answer.conditions].map(condition),
    ...answer.groups.flatMap(group),
  ];
}

function phase({ label, steps }: Schemas["Phase"]): HTMLElement[] {
  return [element("h3", label), element("ul", ...steps.map((step) => element("li", step.text)))];
}

function group({ label, results, count }: Schemas["Group"]): HTMLElement[] {
  const left = count - results.length;
  return [element("h3", label), ...results.map(service), ...(left ? [element("p", `And ${left} more.`)] : [])];
}

function service({ service, match, open }: Schemas["Result"]): HTMLElement {
  return element(
    "article",
    element("h4", service.name),
    element("p", service.summary),
    ...match.conditions.map(condition),
    ...(open.is_open === null ? [] : [element("p", open.is_open ? "Open now." : "Closed now.")]),
    element("ul", ...service.channels.map(channel)),
    checked(service.checked_on),
  );
}

function condition({ text }: Schemas["Condition"]): HTMLElement {
  return classed("p", "condition", text);
}

const BILL: Record<string, string> = { yes: "It shows on the phone bill", no: "It does not show on the phone bill" };

function channel({ uri, value, instructions, hours, cost, on_phone_bill, checked_on }: Schemas["Channel"]): HTMLElement {
  const known = [instructions, hours.state === "unknown" ? null : hours.words, cost, BILL[on_phone_bill]];
  const tried = checked_on && `Tried on ${day(checked_on)}`;
  const words = [...known, tried].filter(Boolean).join(" · ");
  return element("li", uri ? link(uri, value) : value, classed("span", "more", words));
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
