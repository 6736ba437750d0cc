/** Dates as days since 1970-01-01, moments as seconds since then, and the local time of a zone. */

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const DAY = 86_400;
const MOST_KEPT = 50_000;

const zones = new Map<string, Zone>();
const dates = new Map<number, string>();

export function dateOf(day: number): string {
  return remembered(dates, day, MOST_KEPT, () => new Date(day * DAY * 1000).toISOString().slice(0, 10));
}

/** What is worked out for a number once, and kept until there is too much of it. */
export function remembered<T extends {}>(kept: Map<number, T>, number: number, most: number, workOut: () => T): T {
  let found = kept.get(number);
  if (found === undefined) {
    found = workOut();
    if (kept.size >= most) kept.clear();
    kept.set(number, found);
  }
  return found;
}

/** 0 is Monday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
/** As an answer writes a moment. */
export const written = (moment: number): string => `${new Date(moment * 1000).toISOString().slice(0, 19)}+00:00`;

export function zoneOf(name: string): Zone {
  let found = zones.get(name);
  if (!found) zones.set(name, (found = new Zone(name)));
  return found;
}

/** A time zone, from what the browser knows of it. Its offsets are asked for once a day, and kept. */
export class Zone {
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();
  private readonly instants = new Map<number, number>();

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** The seconds that clocks there are ahead of UTC at a moment. */
  offset(moment: number): number {
    const start = Math.floor(moment / DAY) * DAY;
    const [before, after] = [this.atMidnight(start), this.atMidnight(start + DAY)];
    return before === after ? before : this.asked(moment);
  }

  /** The second at which the clock first reaches so many minutes after a date's midnight, or passes them. */
  instant(day: number, minutes: number): number {
    const wall = day * DAY + minutes * 60;
    return remembered(this.instants, wall, MOST_KEPT, () => this.first(wall));
  }

  private first(wall: number): number {
    const [before, after] = [this.offset(wall - DAY), this.offset(wall + DAY)];
    if (this.offset(wall - before) === before) return wall - before;
    if (this.offset(wall - after) === after) return wall - after;
    // The clock skips this time: the change lies between what the two offsets would make of it.
    let [low, high] = [wall - after, wall - before];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offset(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }

  private atMidnight(moment: number): number {
    return remembered(this.offsets, moment, MOST_KEPT, () => this.asked(moment));
  }

  private asked(moment: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(moment * 1000)) parts[type] = Number(value);
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000 - moment;
  }
}
