/** How far each duty has come: the server's days and the phone's unsent ones together, as a forecast (截至 the plan). */

import type { Appointment, Plan, Progress, Role } from "../model.ts";
import { countMonth, countWeek, type Frequency, inOffice } from "./frequency.ts";
import { dayCount, monthOf, type Period, weekOf } from "./period.ts";

/** A patrol newer than the plan: not sent yet, or sent since. */
export interface NewPatrol {
  appointment_id: string | null;
  reach_id: string;
  day_on: string;
  is_sent: boolean;
}

/** One duty in the period that holds the day asked for. */
export interface Forecast {
  appointment_id: string;
  role: Role;
  period: "month" | "week";
  period_from: string;
  period_to: string;
  due: number;
  made: number;
  /** Days still owed. */
  missing: number;
  /** Days on which one more can still be made: from today if today is not made yet, else from tomorrow. */
  left_days: number;
  today_made: boolean;
  days: Record<string, DayMark>;
}

export type DayMark = "made" | "doubtful" | "unsent";

/** Foresee every duty of the plan for the period that holds `today`. */
export function forecast(
  plan: Pick<Plan, "appointments" | "policy" | "progress">,
  fresh: readonly NewPatrol[],
  today: string,
): Forecast[] {
  return plan.appointments.flatMap((appointment) => {
    const rule = plan.policy.frequency.find((held) => held.role === appointment.role);
    return rule === undefined ? [] : [foresee(appointment, rule, plan.progress, fresh, today)];
  });
}

function foresee(
  appointment: Appointment,
  rule: Frequency,
  progress: readonly Progress[],
  fresh: readonly NewPatrol[],
  today: string,
): Forecast {
  const period = rule.period === "month" ? monthOf(today) : weekOf(today);
  const own = progress.filter((held) => held.appointment_id === appointment.id);
  const days = markDays(
    own,
    fresh.filter((patrol) => countsFor(appointment, patrol)),
    period,
  );
  const counted = Object.keys(days).filter((day) => days[day] !== "doubtful");
  const count = rule.period === "month" ? countMonth : countWeek;
  const { made, due } = count(rule, counted, appointment, period);
  const today_made = counted.includes(today);
  const { to_on } = inOffice(period, appointment);
  return {
    appointment_id: appointment.id,
    role: appointment.role,
    period: rule.period,
    period_from: period.from_on,
    period_to: period.to_on,
    due,
    made,
    missing: Math.max(0, due - made),
    left_days: Math.max(0, dayCount({ from_on: today, to_on }) - (today_made ? 1 : 0)),
    today_made,
    days,
  };
}

/** A walk counts for each appointment its reach belongs to; a chief's reaches follow from his area, so his own word counts. */
function countsFor(appointment: Appointment, patrol: NewPatrol): boolean {
  if (appointment.reach_ids.includes(patrol.reach_id)) return true;
  return appointment.role !== "patroller" && patrol.appointment_id === appointment.id;
}

function markDays(
  own: readonly Progress[],
  fresh: readonly NewPatrol[],
  period: Period,
): Forecast["days"] {
  const marks: [string, DayMark][] = [
    ...fresh.map((patrol): [string, DayMark] => [
      patrol.day_on,
      patrol.is_sent ? "made" : "unsent",
    ]),
    ...own.flatMap((held) => held.doubtful.map((day): [string, DayMark] => [day, "doubtful"])),
    ...own.flatMap((held) => held.days.map((day): [string, DayMark] => [day, "made"])),
  ];
  return Object.fromEntries(marks.filter(([day]) => period.from_on <= day && day <= period.to_on));
}
