/** The moment that an answer speaks of: the minute it is asked in, as seconds since 1970. */
export function minuteOf(now: Date | string | number): number {
  const moment = new Date(now).getTime();
  if (Number.isNaN(moment)) throw new TypeError("now must be a moment");
  return Math.floor(moment / 60_000) * 60;
}
