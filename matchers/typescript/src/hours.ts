/** When a channel is open: the value, and what it says of each date by itself, before the clock comes into it. */

import type { BankHolidays } from "./bank_holidays.js";
import type { DayDocument, DaySpan, HoursDocument, MonthlySpan, PeriodDocument, WeeklySpan } from "./bundle.js";
import { DAYS, dateOf, weekday } from "./dates.js";

export const DEFAULT_ZONE = "Europe/London";
export const DAY = 24 * 60;
const WEEK = 7 * DAY;
const WEEKS = ["first", "second", "third", "fourth", "fifth", "last"];

/** In minutes since a midnight; `closes` is always the greater. */
export type Interval = readonly [opens: number, closes: number];

/** What begins on a date. `runsIn`: whether what began on the date before runs on into this one; null: not known. */
export interface Plan {
  intervals: readonly Interval[];
  isCertain: boolean;
  runsIn: boolean | null;
}

interface Week {
  byWeekday: Interval[][];
  monthly: { week: number; day: number; interval: Interval }[];
  isEmpty: boolean;
}

interface Period extends Week {
  first: string;
  last: string;
}

const CLOSED: Plan = { intervals: [], isCertain: true, runsIn: false };

export class Hours {
  readonly zone: string;
  readonly state: string;
  private readonly week: Week;
  private readonly periods: Period[];
  private readonly yearlyPeriods: Period[];
  private readonly exceptions: Map<string, Interval[]>;
  private readonly yearly: Map<string, Interval[]>;
  private readonly onHolidays: Interval[];

  constructor(
    private readonly said: HoursDocument,
    private readonly holidays: BankHolidays,
  ) {
    this.state = said.state;
    this.zone = (said.state === "weekly" && said.zone) || DEFAULT_ZONE;
    this.week = weekOf(said.weekly, said.monthly ?? []);
    const periods = said.periods ?? [];
    const hasBothEnds = (one: PeriodDocument): boolean => one.first_day !== null && one.last_day !== null;
    this.periods = [...periods.filter(hasBothEnds), ...periods.filter((one) => !hasBothEnds(one))].map(periodOf);
    this.yearlyPeriods = (said.yearly_periods ?? []).map(periodOf);
    this.exceptions = daysOf(said.exceptions);
    this.yearly = daysOf(said.yearly_exceptions ?? []);
    this.onHolidays = (said.bank_holiday_times ?? []).map(intervalOf);
  }

  on(day: number): Plan {
    const date = dateOf(day);
    const exception = this.exceptions.get(date);
    if (exception) return { intervals: exception, isCertain: true, runsIn: false };
    const dated = this.periods.find((one) => one.first <= date && date <= one.last);
    if (dated?.isEmpty) return CLOSED;
    const yearDay = date.slice(5);
    const yearly = this.yearly.get(yearDay);
    if (yearly) return { intervals: yearly, isCertain: true, runsIn: false };
    const period = dated ?? this.yearlyPeriods.find((one) => coversEveryYear(one, yearDay));
    if (period?.isEmpty) return CLOSED;
    return this.withHolidays(day, this.usual(day, date, period));
  }

  private usual(day: number, date: string, period: Week | undefined): Plan {
    const week = period ?? this.week;
    if (week.isEmpty) return { intervals: [[0, DAY]], isCertain: false, runsIn: true };
    const intervals = [...week.byWeekday[weekday(day)]!, ...onDate(week, day, date)];
    return { intervals, isCertain: !this.said.term_time_only, runsIn: true };
  }

  private withHolidays(day: number, usual: Plan): Plan {
    const { bank_holidays: rule, bank_holiday_nations: nations, term_time_only: termTimeOnly } = this.said;
    const isHoliday = rule !== "as-usual" && this.holidays.has(day, nations);
    if (isHoliday === false) return usual;
    if (isHoliday && rule === "closed") return CLOSED;
    if (isHoliday && rule === "times") return { intervals: this.onHolidays, isCertain: !termTimeOnly, runsIn: false };
    const intervals = isHoliday ? usual.intervals : [...usual.intervals, ...this.onHolidays];
    return { intervals, isCertain: false, runsIn: null };
  }
}

function coversEveryYear(period: Period, day: string): boolean {
  if (period.first <= period.last) return period.first <= day && day <= period.last;
  return day >= period.first || day <= period.last;
}

function onDate(week: Week, day: number, date: string): Interval[] {
  if (!week.monthly.length) return [];
  const [place, isLast] = [Math.floor((Number(date.slice(8)) - 1) / 7), dateOf(day + 7).slice(0, 7) !== date.slice(0, 7)];
  return week.monthly
    .filter((one) => one.day === weekday(day) && (one.week === place || (isLast && one.week === WEEKS.length - 1)))
    .map((one) => one.interval);
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function intervalOf(span: DaySpan): Interval {
  const [opens, closes] = [minutes(span.opens), minutes(span.closes)];
  return [opens, closes > opens ? closes : closes + DAY];
}

function daysOf(days: DayDocument[]): Map<string, Interval[]> {
  return new Map(days.map((one) => [one.date, one.intervals.map(intervalOf)]));
}

function periodOf(period: PeriodDocument): Period {
  const week = weekOf(period.weekly, period.monthly);
  return { ...week, first: period.first_day ?? "0001-01-01", last: period.last_day ?? "9999-12-31" };
}

function weekOf(weekly: WeeklySpan[], monthly: MonthlySpan[]): Week {
  const byWeekday: Interval[][] = DAYS.map(() => []);
  for (const span of weekly) addDays(byWeekday, span);
  const ofMonths = monthly.map((one) => ({
    week: WEEKS.indexOf(one.week),
    day: DAYS.indexOf(one.day),
    interval: intervalOf(one),
  }));
  return { byWeekday, monthly: ofMonths, isEmpty: !weekly.length && !monthly.length };
}

/** What begins on each day from Monday, in minutes from its midnight; none runs beyond the day after. */
function addDays(days: Interval[][], span: WeeklySpan): void {
  let day = DAYS.indexOf(span.opens_day);
  let opens = minutes(span.opens);
  const end = DAYS.indexOf(span.closes_day) * DAY + minutes(span.closes);
  let closes = opens + ((((end - day * DAY - opens) % WEEK) + WEEK) % WEEK);
  while (closes >= 2 * DAY) {
    days[day % 7]!.push([opens, DAY]);
    [day, opens, closes] = [day + 1, 0, closes - DAY];
  }
  days[day % 7]!.push([opens, closes]);
}
