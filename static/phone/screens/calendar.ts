/** The days of a month or of one week: made, made but unsent, doubtful, today. */

import { html, nothing, type TemplateResult } from "lit-html";
import { addDays, dayCount, monthOf, type Period, weekdayOf, weekOf } from "../rules/period.ts";
import { say } from "../words.ts";
import { sayMonth, sayWeekdayLetter } from "./dates.ts";

type DayState = "made" | "doubtful" | "unsent";

interface Days {
  label: string;
  period: Period;
  today: string;
  states: Readonly<Record<string, DayState>>;
}

/** The days from the first to the end of today's week; later weeks say nothing yet. */
export function drawDays({ label, period, today, states }: Days): TemplateResult {
  const last = weekOf(today).to_on < period.to_on ? weekOf(today).to_on : period.to_on;
  const count = dayCount({ from_on: period.from_on, to_on: last });
  const days = Array.from({ length: count }, (_, index) => addDays(period.from_on, index));
  return html`<div class="days">
    ${[1, 2, 3, 4, 5, 6, 7].map(
      (weekday) =>
        html`<span class="days__head" aria-hidden="true">${sayWeekdayLetter(weekday)}</span>`,
    )}
    <ol class="days__list" aria-label=${label}>
      ${Array.from({ length: weekdayOf(period.from_on) - 1 }, () => html`<li aria-hidden="true"></li>`)}
      ${days.map((day) => drawDay(day, today, states[day]))}
    </ol>
    ${drawLegend(days.map((day) => states[day]))}
  </div>`;
}

/** The days of today's month. */
export function drawMonth(given: Omit<Days, "period" | "label">): TemplateResult {
  const period = monthOf(given.today);
  const label = say("phone.today.calendar", { month: sayMonth(given.today) });
  return drawDays({ ...given, period, label });
}

function drawDay(day: string, today: string, state: DayState | undefined): TemplateResult {
  const kinds = [
    "day",
    state === undefined ? "" : `day--${state}`,
    day === today ? "day--today" : "",
    day > today ? "day--ahead" : "",
  ];
  return html`<li class=${kinds.join(" ")}>
    ${Number(day.slice(8, 10))}${state === "doubtful" ? html`<span aria-hidden="true">?</span>` : nothing}
    ${state === undefined ? nothing : html`<span class="unseen">${say(`phone.today.day_${state}`)}</span>`}
    ${day === today ? html`<span class="unseen">${say("phone.today.day_today")}</span>` : nothing}
  </li>`;
}

function drawLegend(states: readonly (DayState | undefined)[]) {
  const striped = states.includes("unsent");
  const doubtful = states.includes("doubtful");
  if (!striped && !doubtful) return nothing;
  return html`<p class="days__legend soft">
    ${striped ? html`<span>${say("phone.today.striped")}</span>` : nothing}
    ${doubtful ? html`<span>${say("phone.today.doubtful")}</span>` : nothing}
  </p>`;
}
