/** Whether an age fits a service's limits, when the limits may be of different people and may be unknown. */

import type { AgeLimits } from "./bundle.js";

const [YOUNGEST, OLDEST] = [0, 120];

/** What a question says of ages. `isUser`: they would use the service themselves; otherwise a helper would. */
export interface Reader {
  age: number | null;
  ageInImage: number | null;
  isUser: boolean;
}

export const STRANGER: Reader = { age: null, ageInImage: null, isUser: true };

export type AgeMatch = "fits" | "depends" | "not-asked" | null;

export const isSilent = (reader: Reader): boolean => reader.age === null && reader.ageInImage === null;

/** The same person as most are: the image is of their age now, unless they said another. */
export const withRecentImage = (reader: Reader): Reader => ({
  ...reader,
  ageInImage: reader.ageInImage ?? reader.age,
});

/** The ages the person may have now, or may have had in the image, both ends included. */
export function agesOf(reader: Reader, isInImage: boolean): [number, number] {
  const [said, other] = isInImage ? [reader.ageInImage, reader.age] : [reader.age, reader.ageInImage];
  if (said !== null) return [said, said];
  if (other === null) return [YOUNGEST, OLDEST];
  return isInImage ? [YOUNGEST, other] : [other, OLDEST];
}

export const areKnown = (limits: AgeLimits): boolean => limits.minimum_known && limits.maximum_known;
export const turnNobodyAway = (limits: AgeLimits): boolean => limits.basis === "intended-reader";

/** The youngest and the oldest that are not turned away for certain. */
function reach(limits: AgeLimits): [number, number] {
  if (turnNobodyAway(limits)) return [YOUNGEST, OLDEST];
  const oldest = limits.maximum === null ? OLDEST : limits.maximum + Number(limits.maximum_disputed);
  return [limits.minimum ?? YOUNGEST, oldest];
}

/** The ages that the person whom the limits are of may have. */
function ages(limits: AgeLimits, reader: Reader): [number, number] {
  if (!reader.isUser && limits.basis === "user-age") return [YOUNGEST, OLDEST];
  return agesOf(reader, limits.basis === "age-in-image");
}

/** Whether the limits can hold of this reader. */
export function ageTakes(limits: AgeLimits, reader: Reader): boolean {
  const [youngest, oldest] = reach(limits);
  const [least, most] = ages(limits, reader);
  return least <= oldest && most >= youngest;
}

/** Whether nothing of age is left to check for a reader whom they take. */
export function ageFits(limits: AgeLimits, reader: Reader): boolean {
  if (turnNobodyAway(limits)) return true;
  const isSettled = [minimumLeft, maximumLeft, disputedLeft].every((left) => left(limits, reader) === null);
  return isSettled && areKnown(limits) && !limits.varies;
}

export function ageMatch(limits: AgeLimits, reader: Reader): AgeMatch {
  if (!ageTakes(limits, reader)) return null;
  if (isSilent(reader)) return "not-asked";
  return ageFits(limits, reader) ? "fits" : "depends";
}

/** The lower limit, if what the reader said does not settle that they have reached it. */
export function minimumLeft(limits: AgeLimits, reader: Reader): number | null {
  return limits.minimum && ages(limits, reader)[0] < limits.minimum ? limits.minimum : null;
}

/** The upper limit, if what the reader said does not settle that they are not older. */
export function maximumLeft(limits: AgeLimits, reader: Reader): number | null {
  return ages(limits, reader)[1] > reach(limits)[1] ? limits.maximum : null;
}

/** The age that sources differ on, if the reader may be of it. */
export function disputedLeft(limits: AgeLimits, reader: Reader): number | null {
  const [least, most] = ages(limits, reader);
  const older = (limits.maximum ?? 0) + 1;
  return limits.maximum_disputed && least <= older && older <= most ? older : null;
}
