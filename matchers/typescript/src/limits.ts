/** Which parts of a step are kept from a reader, and the step as it reads without them. */

import { agesOf, type Reader } from "./ages.js";
import { collapsed, trimmedEnd } from "./text.js";

const SAID = ["number", "code", "origin", "text", "action", "reasons", "details", "condition"] as const;
const ENDS = [".", "!", "?"];

interface Limit {
  detail: string;
  audiences: string[] | null;
  age: { basis: string; minimum: number | null; maximum: number | null } | null;
  reason: string;
}

export interface Step {
  number: number;
  text: string;
  action: string;
  reasons: string[];
  details: string[];
  condition: string | null;
  limits: Limit[];
  editorial: { phase: string; situation: string | null; service_types: string[] };
  [member: string]: unknown;
}

export interface ShownStep {
  text: string;
  condition: string | null;
  withheld: { detail: number; reason: string }[];
  [member: string]: unknown;
}

/** A step as this reader is shown it, with the number and the reason of each detail that is left out. */
export function shownStep(step: Step, audience: string, reader: Reader): ShownStep {
  const limits = step.limits.filter((limit) => !isFor(limit, audience) || !isWithin(limit.age, reader));
  const gone = step.details.filter((detail) => limits.some((limit) => limit.detail === detail));
  const seen: Record<string, unknown> = {};
  for (const name of SAID) if (name in step) seen[name] = step[name];
  if (gone.length) {
    const details = step.details.filter((detail) => !gone.includes(detail));
    seen.details = details;
    seen.text = without(gone, { ...step, details });
  }
  const withheld = new Map<string, { detail: number; reason: string }>();
  step.details.forEach((detail, at) => {
    for (const limit of limits) {
      if (limit.detail === detail) withheld.set(`${at} ${limit.reason}`, { detail: at + 1, reason: limit.reason });
    }
  });
  return { ...seen, withheld: [...withheld.values()] } as ShownStep;
}

const isFor = (limit: Limit, audience: string): boolean =>
  limit.audiences === null || limit.audiences.includes(audience);

/** Whether the age that counts is certain to be within the limits, both ends included. */
function isWithin(age: Limit["age"], reader: Reader): boolean {
  if (age === null) return true;
  const [least, most] = agesOf(reader, age.basis === "age-in-image");
  return (age.minimum === null || least >= age.minimum) && (age.maximum === null || most <= age.maximum);
}

/** The parts of a step in the order of its text, with its own words between two that nothing was cut from between. */
function without(gone: string[], step: Step): string {
  const [text, cut] = [collapsed(step.text), gone.map(collapsed)];
  const parts = [step.condition, step.action, ...step.reasons, ...step.details].filter((part) => part);
  const spans = parts
    .map((part) => collapsed(part!))
    .map((part): [number, number] => [text.indexOf(part), text.indexOf(part) + part.length])
    .filter(([start]) => start >= 0)
    .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  let [found, end] = ["", 0];
  for (const [start, stop] of spans) {
    if (stop <= end) continue;
    const between = text.slice(end, start);
    if (!found || cut.some((detail) => between.includes(detail))) {
      found = `${ended(found)} ${begun(text.slice(start, stop))}`.trimStart();
    } else {
      found += text.slice(end, stop);
    }
    end = stop;
  }
  return ended(found);
}

function begun(part: string): string {
  return part.slice(0, 1).toUpperCase() + part.slice(1);
}

function ended(sentence: string): string {
  if (!sentence || ENDS.includes(sentence.at(-1)!)) return sentence;
  return `${trimmedEnd(sentence, " ,;:–-")}.`;
}
