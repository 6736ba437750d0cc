/** Whose bank holiday a date is. */

import type { Reference } from "./bundle.js";
import { dateOf, weekday } from "./dates.js";

const LETTERS: Record<string, string> = { E92000001: "E", N92000002: "N", S92000003: "S", W92000004: "W" };
const SATURDAY = 5;

export class BankHolidays {
  private readonly days: Map<string, string>;
  private readonly years: [string, string];

  constructor({ first, last, days }: Reference["bank_holidays"]) {
    this.days = new Map(days.map((line) => line.split(" ") as [string, string]));
    this.years = [String(first), String(last)];
  }

  /**
   * Whether a day is a bank holiday in all of the nations (none named: all four) or in none of them; null when that
   * cannot be said.
   */
  has(day: number, nations: readonly string[]): boolean | null {
    const date = dateOf(day);
    const year = date.slice(0, 4);
    if (year < this.years[0] || year > this.years[1]) return null;
    const holding = this.days.get(date) ?? "";
    const letters = (nations.length ? nations : Object.keys(LETTERS)).map((nation) => LETTERS[nation]!);
    if (!letters.some((letter) => holding.includes(letter))) return false;
    return letters.every((letter) => holding.includes(letter)) && weekday(day) < SATURDAY ? true : null;
  }
}
