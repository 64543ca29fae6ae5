/** How the month or the week stands: ring, what is missing, the days. */

import { html, nothing, type TemplateResult } from "lit-html";
import { patrolsBeyond } from "../outbox.ts";
import { weeksOf } from "../rules/period.ts";
import { type Forecast, forecast } from "../rules/progress.ts";
import { say } from "../words.ts";
import type { Here } from "./app.ts";
import { drawDays, drawMonth } from "./calendar.ts";
import { dayAt, sayDay, sayMoment } from "./dates.ts";
import type { Duty } from "./duty.ts";
import { drawRing } from "./ring.ts";

/** The forecast of one duty for the period that holds today; null where the rules ask nothing of it. */
export function foresee({ plan, entries, today }: Here, appointment_id: string): Forecast | null {
  const all = forecast(plan, patrolsBeyond(entries, plan.server_time), today);
  return all.find((held) => held.appointment_id === appointment_id) ?? null;
}

/** Where nothing is due, as in the months of a wrong clock, nothing is said to be done. */
export function drawProgress(here: Here, { appointment }: Duty): TemplateResult {
  const progress = foresee(here, appointment.id);
  const given = { today: here.today, states: progress?.days ?? {} };
  return html`<section class="card">
    ${progress === null || progress.due === 0 ? nothing : drawSum(progress)}
    ${progress?.period === "week" ? drawWeeks(here, progress) : drawMonth(given)} ${drawAsOf(here)}
  </section>`;
}

/** Figures of an older day say when the server last saw them. */
function drawAsOf({ plan_at, today }: Here) {
  if (plan_at === null || dayAt(plan_at) === today) return nothing;
  return html`<p class="card__note">${say("phone.today.as_of", { at: sayMoment(plan_at) })}</p>`;
}

function drawSum(progress: Forecast): TemplateResult {
  const { made, due } = progress;
  const inDays = progress.period === "month" && due > 1;
  const [title, ...lines] = inDays ? sayDays(progress) : sayTimes(progress);
  return html`<div class="sum">
    ${drawRing({
      made,
      due,
      of: say(inDays ? "phone.today.of_days" : "phone.today.of_times", { due }),
      label: say(inDays ? "phone.today.ring" : "phone.today.ring_times", { made, due }),
    })}
    <div class="sum__words">
      <h2 class="sum__title">${title}</h2>
      ${lines.map((line) => html`<p class="soft">${line}</p>`)}
    </div>
  </div>`;
}

/** The patroller's rule: so many days a month, in principle every day. */
function sayDays({ missing, due, left_days, today_made }: Forecast): string[] {
  const title =
    missing > 0
      ? say("phone.today.missing_days", { n: missing })
      : say("phone.today.enough_days", { due });
  const left = today_made ? "phone.today.left_days_made" : "phone.today.left_days";
  return [title, say(left, { n: left_days }), say("phone.today.every_day")];
}

/** The chiefs' rules: so many times a week or a month. */
function sayTimes({ period, missing, due, left_days }: Forecast): string[] {
  const rule = say(`phone.today.${period}_rule`, { times: due });
  if (missing === 0) return [say(`phone.today.${period}_done`), rule];
  return [
    say(`phone.today.${period}_not_yet`),
    say(`phone.today.${period}_left`, { n: left_days }),
    rule,
  ];
}

function drawWeeks(here: Here, progress: Forecast): TemplateResult {
  const period = { from_on: progress.period_from, to_on: progress.period_to };
  const label = say("phone.today.week_rule", { times: progress.due });
  return html`${drawDays({ label, period, today: here.today, states: progress.days })}
  ${drawPastWeeks(here, progress)}`;
}

/** The month's weeks that are over, and whether each was made. */
function drawPastWeeks({ plan, today }: Here, progress: Forecast) {
  const past = weeksOf(today.slice(0, 7)).filter((week) => week.to_on < progress.period_from);
  if (past.length === 0) return nothing;
  const made = plan.progress.filter(
    (held) => held.appointment_id === progress.appointment_id && held.days.length > 0,
  );
  return html`<h3 class="weeks__title">${say("phone.today.weeks_of_month")}</h3>
    <ul class="weeks">
      ${past.map((week) => {
        const was = made.some((held) => held.period_from === week.from_on);
        const days = { from: sayDay(week.from_on), to: sayDay(week.to_on) };
        return html`<li>${say(was ? "phone.today.week_made" : "phone.today.week_missed", days)}</li>`;
      })}
    </ul>`;
}
