/** How often each office walks, and how that is counted (domain, How often); the phone's forecast of the server's figure. */

import { dayCount, type Period, weeksOf } from "./period.ts";

/** A duty: so many `times` (days; two walks on one day are one) in each `period`. */
export interface Frequency {
  times: number;
  period: "month" | "week";
}

/** The days in office; `to_on` null while it lasts. */
export interface Office {
  from_on: string;
  to_on: string | null;
}

/** Days made and days owed. */
export interface Count {
  made: number;
  due: number;
}

/** Days owed in a month, pro rata for a part of it, rounded half up; never more than the days in office. */
export function dueDays(rule: Frequency, active_days: number, month_days: number): number {
  const owed = Math.floor((2 * rule.times * active_days + month_days) / (2 * month_days));
  return Math.min(owed, active_days);
}

/** Days made and owed in a month; a weekly duty counts where its week ends, so `days` reach back to that Monday. */
export function countMonth(
  rule: Frequency,
  days: Iterable<string>,
  office: Office,
  month: Period,
): Count {
  const held = [...new Set(days)];
  if (rule.period === "week") {
    const weeks = weeksOf(month.to_on).map((week) => countWeek(rule, held, office, week));
    return weeks.reduce(
      (sum, week) => ({ made: sum.made + week.made, due: sum.due + week.due }),
      NONE,
    );
  }
  const active_days = dayCount(inOffice(month, office));
  return { made: madeIn(held, office, month), due: dueDays(rule, active_days, dayCount(month)) };
}

const NONE: Count = { made: 0, due: 0 };

/** Days made and owed in one week; what is too much in one makes up for nothing in another. */
export function countWeek(
  rule: Frequency,
  days: Iterable<string>,
  office: Office,
  week: Period,
): Count {
  const due = Math.min(rule.times, dayCount(inOffice(week, office)));
  return { made: Math.min(madeIn([...new Set(days)], office, week), due), due };
}

/** The part of a period that falls into the days in office. */
export function inOffice(period: Period, office: Office): Period {
  const to_on = office.to_on === null || office.to_on > period.to_on ? period.to_on : office.to_on;
  return { from_on: office.from_on > period.from_on ? office.from_on : period.from_on, to_on };
}

function madeIn(days: readonly string[], office: Office, period: Period): number {
  const { from_on, to_on } = inOffice(period, office);
  return days.filter((day) => from_on <= day && day <= to_on).length;
}
