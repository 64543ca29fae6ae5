/** What happened to a problem, oldest first, this phone's unsent deeds at the end. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { PlanProblem } from "../model.ts";
import type { KeptEntry } from "../outbox.ts";
import { dayOf } from "../rules/period.ts";
import { sayClock, sayMoment } from "./dates.ts";
import type { Standing } from "./problem-line.ts";
import { sayTold } from "./told.ts";
import { say, sayCode } from "./words.ts";

type Line = PlanProblem["timeline"][number];

export function drawTimeline(
  problem: PlanProblem,
  deeds: readonly KeptEntry[],
  { state }: Standing,
): TemplateResult {
  const ahead = state === "handled";
  return html`<section class="card" aria-label=${say("phone.review.history")}>
    <ol class="timeline">
      ${problem.timeline.map(drawLine)} ${[...deeds].reverse().map(drawUnsent)}
      ${
        ahead
          ? html`<li class="timeline__step timeline__step--ahead soft">${say("phone.review.ahead")}</li>`
          : nothing
      }
    </ol>
  </section>`;
}

function drawLine(line: Line): TemplateResult {
  const late = Date.parse(line.accepted_at) - Date.parse(line.at) > 60_000;
  const sameDay = dayOf(line.at) === dayOf(line.accepted_at);
  const arrived = sameDay ? sayClock(line.accepted_at) : sayMoment(line.accepted_at);
  return html`<li class="timeline__step">
    <p>
      <span class="strong">${sayDeed(line)}</span>
      ${say("phone.review.line", { name: line.by_name, at: sayMoment(line.at) })}
    </p>
    ${line.told === null ? nothing : html`<p class="soft">${sayTold(line.told)}</p>`}
    ${line.words === null ? nothing : html`<p class="soft">${line.words}</p>`}
    ${late ? html`<p class="soft">${say("phone.review.arrived", { at: arrived })}</p>` : nothing}
  </li>`;
}

/** Who did what: a look on the spot says what was seen. */
function sayDeed({ kind, role, outcome }: Line): string {
  const who = role === null ? "" : say(`domain.role.${role}`);
  const seen = outcome === null ? "" : `：${sayCode("domain.outcome", outcome)}`;
  const what = kind === "patrol.completed" ? "problem.rechecked" : kind;
  return `${who}${sayCode("domain.kind", what)}${seen}`;
}

function drawUnsent({ entry }: KeptEntry): TemplateResult {
  return html`<li class="timeline__step">
    <p>
      <span class="strong">${sayCode("domain.kind", entry.kind)}</span> ${sayMoment(entry.at)}
    </p>
    <p class="soft">${say("phone.review.unsent")}</p>
  </li>`;
}
