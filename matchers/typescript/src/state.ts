/** Is it open at a moment, since when, and until when. The rules are those of the server's `services/hours/state.py`. */

import { DAY as SECONDS, remembered, zoneOf } from "./dates.js";
import { DAY, type Hours } from "./hours.js";

export const WEEK = 7 * SECONDS;
const WEEKS_SEARCHED = 58; // how far a change is looked for, each way: at least 400 days
const MOST_KEPT = 256; // weeks

/** Open, closed or not known, from the last change to the next; null where there is none within 400 days. */
export interface State {
  isOpen: boolean | null;
  since: number | null;
  until: number | null;
}

type Change = [instant: number, isOpen: boolean | null];

interface Kept {
  changes: Map<number, [boolean | null, Change[]]>;
  states: Map<number, [number, State][]>;
}

const kept = new WeakMap<Hours, Kept>();
const UNKNOWN: State = { isOpen: null, since: null, until: null };
const ALWAYS_OPEN: State = { isOpen: true, since: null, until: null };

export function stateAt(hours: Hours, moment: number): State {
  if (hours.state === "always-open") return ALWAYS_OPEN;
  if (hours.state !== "weekly") return UNKNOWN;
  const states = statesOf(hours, Math.floor(moment / WEEK));
  let at = states.length - 1;
  while (states[at]![0] > moment) at--;
  return states[at]![1];
}

function keptOf(hours: Hours): Kept {
  let found = kept.get(hours);
  if (!found) kept.set(hours, (found = { changes: new Map(), states: new Map() }));
  return found;
}

/** Every state in a week (counted from 1970-01-01), with the second at which it begins. */
function statesOf(hours: Hours, week: number): [number, State][] {
  return remembered(keptOf(hours).states, week, MOST_KEPT, () => {
    const [first, changes] = changesOf(hours, week);
    const instants = [lastBefore(hours, week), ...changes.map(([instant]) => instant), firstAfter(hours, week)];
    const open = [first, ...changes.map(([, isOpen]) => isOpen)];
    return open.map((isOpen, at) => {
      const start = at ? instants[at]! : week * WEEK;
      return [start, { isOpen, since: instants[at]!, until: instants[at + 1]! }];
    });
  });
}

function lastBefore(hours: Hours, week: number): number | null {
  for (let step = 1; step <= WEEKS_SEARCHED; step++) {
    const change = changesOf(hours, week - step)[1].at(-1);
    if (change) return change[0];
  }
  return null;
}

function firstAfter(hours: Hours, week: number): number | null {
  for (let step = 1; step <= WEEKS_SEARCHED; step++) {
    const change = changesOf(hours, week + step)[1][0];
    if (change) return change[0];
  }
  return null;
}

/** The state just before a week, and each change in it. */
function changesOf(hours: Hours, week: number): [boolean | null, Change[]] {
  return remembered(keptOf(hours).changes, week, MOST_KEPT, () => {
    // How many intervals begin less how many end at each second: certainly open, perhaps open.
    const counts = new Map<number, [number, number]>();
    const count = (instant: number, isCertain: boolean, by: number): void => {
      const here = counts.get(instant) ?? [0, 0];
      here[isCertain ? 0 : 1] += by;
      counts.set(instant, here);
    };
    for (const [start, end, isCertain] of openIntervals(hours, week)) {
      count(start, isCertain, 1);
      count(end, isCertain, -1);
    }
    let [certain, perhaps] = [0, 0];
    let [first, state]: (boolean | null)[] = [false, false];
    const changes: Change[] = [];
    for (const instant of [...counts.keys()].sort((one, other) => one - other)) {
      const [more, maybe] = counts.get(instant)!;
      certain += more;
      perhaps += maybe;
      const next = certain ? true : perhaps ? null : false;
      if (instant < week * WEEK) first = next;
      else if (instant < (week + 1) * WEEK && next !== state) changes.push([instant, next]);
      state = next;
    }
    return [first!, changes];
  });
}

/** The open intervals that touch a week, and whether they are certain. */
function* openIntervals(hours: Hours, week: number): Generator<[number, number, boolean]> {
  const zone = zoneOf(hours.zone);
  // Zones differ from UTC by less than a day, and an interval may have begun the date before.
  const first = week * 7 - 2;
  const plans = Array.from({ length: 11 }, (_, step) => hours.on(first + step));
  for (let step = 0; step < plans.length - 1; step++) {
    const [day, plan, tomorrow] = [first + step, plans[step]!, plans[step + 1]!];
    for (const [opens, closes] of plan.intervals) {
      yield [zone.instant(day, opens), zone.instant(day, Math.min(closes, DAY)), plan.isCertain];
      if (closes > DAY && tomorrow.runsIn !== false) {
        yield [zone.instant(day, DAY), zone.instant(day, closes), plan.isCertain && tomorrow.runsIn === true];
      }
    }
  }
}
