/** Days and times as people say them. */

import { dayOf, weekdayOf } from "../rules/period.ts";
import { rfc3339 } from "../rules/times.ts";
import { say } from "../words.ts";

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
type Month = Weekday | 8 | 9 | 10 | 11 | 12;

/** "11月22日" of a day "YYYY-MM-DD". */
export function sayDay(day: string): string {
  return say("phone.date.day", { month: sayMonth(day), day: Number(day.slice(8, 10)) });
}

/** "11月22日 周日" of a day "YYYY-MM-DD". */
export function sayDayAndWeekday(day: string): string {
  const weekday = say(`phone.date.weekday.${weekdayOf(day) as Weekday}`);
  return say("phone.date.day_and_weekday", { day: sayDay(day), weekday });
}

/** "11月" of a day "YYYY-MM-DD". */
export function sayMonth(day: string): string {
  return say(`phone.date.months.${Number(day.slice(5, 7)) as Month}`);
}

/** "一" … "日" for a column of the calendar, 1 being Monday. */
export function sayWeekdayLetter(weekday: number): string {
  return say(`phone.date.letter.${weekday as Weekday}`);
}

/** "08:12" of a time (RFC 3339 of any offset, or ms). */
export function sayClock(at: number | string): string {
  return inChina(at).slice(11, 16);
}

/** "11-20" of a time. */
export function sayShortDay(at: number | string): string {
  return inChina(at).slice(5, 10);
}

/** "11-20 08:12" of a time. */
export function sayMoment(at: number | string): string {
  return `${sayShortDay(at)} ${sayClock(at)}`;
}

/** "49 分钟", "1 小时 5 分钟" of a length in ms. */
export function sayLength(length_ms: number): string {
  const minutes = Math.floor(length_ms / 60_000);
  if (minutes < 60) return say("phone.date.minutes", { n: minutes });
  return say("phone.date.hours", { hours: Math.floor(minutes / 60), n: minutes % 60 });
}

/** How many days from one day to another; negative when it is past. */
export function daysBetween(from_day: string, to_day: string): number {
  return Math.round((Date.parse(to_day) - Date.parse(from_day)) / 86_400_000);
}

/** The day a time falls on here. */
export const dayAt = dayOf;

function inChina(at: number | string): string {
  return rfc3339(typeof at === "number" ? at : Date.parse(at));
}
