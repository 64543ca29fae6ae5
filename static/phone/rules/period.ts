/** What a day, a week and a month are here: Asia/Shanghai, weeks from Monday (domain, How often). */

import { msOf, rfc3339 } from "./times.ts";

/** First and last day, both counted. */
export interface Period {
  from_on: string;
  to_on: string;
}

const DAY_MS = 86_400_000;

/** The day "YYYY-MM-DD" a time falls on; ms since 1970 or RFC 3339 of any offset. */
export function dayOf(at: number | string): string {
  return rfc3339(typeof at === "number" ? at : msOf(at)).slice(0, 10);
}

const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayNumbered = (number: number): string =>
  new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return dayNumbered(numberOf(day) + count);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: string): number {
  return ((numberOf(day) + 3) % 7) + 1;
}

/** Days from the first to the last, both counted; 0 for an empty period. */
export function dayCount(period: Period): number {
  return Math.max(0, numberOf(period.to_on) - numberOf(period.from_on) + 1);
}

/** The week, Monday to Sunday, that holds the day. */
export function weekOf(day: string): Period {
  const from_on = addDays(day, 1 - weekdayOf(day));
  return { from_on, to_on: addDays(from_on, 6) };
}

/** The calendar month that holds the day (a month "YYYY-MM" will do). */
export function monthOf(day: string): Period {
  const [year, month] = day.split("-").map(Number) as [number, number];
  const from_on = `${day.slice(0, 7)}-01`;
  const next =
    month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  return { from_on, to_on: addDays(next, -1) };
}

/** The weeks that belong to a month "YYYY-MM": those that end in it. */
export function weeksOf(month: string): Period[] {
  const { from_on, to_on } = monthOf(month);
  const weeks: Period[] = [];
  for (let week = weekOf(from_on); week.to_on <= to_on; week = weekOf(addDays(week.to_on, 1)))
    weeks.push(week);
  return weeks;
}
