/** What happened to a problem, oldest first, this phone's unsent deeds at the end. */

import { html, nothing, type TemplateResult } from "lit-html";
import { unsentDeeds } from "../deeds.ts";
import type { PlanProblem, Told } from "../model.ts";
import type { KeptEntry } from "../outbox.ts";
import { dayOf } from "../rules/period.ts";
import { foldTimeline, type Line, type Step } from "../rules/timeline.ts";
import { say, sayCode } from "../words.ts";
import type { Here } from "./app.ts";
import { sayClock, sayMoment } from "./dates.ts";
import type { Standing } from "./problem-line.ts";
import { sayTold } from "./told.ts";

export function drawTimeline(
  here: Here,
  problem: PlanProblem,
  { state }: Standing,
): TemplateResult {
  const unsent = unsentDeeds(here.entries, problem.id).reverse();
  const ahead = html`<li class="timeline__step timeline__step--ahead soft">
    ${say("phone.review.ahead")}
  </li>`;
  return html`<section class="card" aria-label=${say("phone.review.history")}>
    <ol class="timeline">
      ${foldTimeline(problem.timeline).map(drawStep)}
      ${unsent.map((kept) => drawLine(lineOf(here, kept), say("phone.review.unsent")))}
      ${state === "handled" ? ahead : nothing}
    </ol>
  </section>`;
}

function drawStep({ line, times }: Step): TemplateResult {
  if (times === 1) return drawLine(line, sayArrived(line));
  const seen = sayCode("domain.outcome", line.outcome ?? "");
  return html`<li class="timeline__step">
    <p class="strong">${say("phone.review.looks", { n: times, seen })}</p>
    <p class="soft">${say("phone.review.latest")} ${drawWhoAndWhen(line)}</p>
  </li>`;
}

/** `note` says that it came late, or has not come yet. */
function drawLine(line: Line, note: string): TemplateResult {
  return html`<li class="timeline__step">
    <p><span class="strong">${sayDeed(line)}</span> ${drawWhoAndWhen(line)}</p>
    ${line.told === null ? nothing : html`<p class="soft">${sayTold(line.told)}</p>`}
    ${line.words === null ? nothing : html`<p class="soft">${line.words}</p>`}
    ${note === "" ? nothing : html`<p class="soft">${note}</p>`}
  </li>`;
}

function drawWhoAndWhen({ by_name, at }: Line): TemplateResult {
  return html`${by_name} <span class="moment">${sayMoment(at)}</span>`;
}

const SOON_MS = 60_000;

/** When it reached the ledger, if not at once; with its day when that is another one. */
export function sayArrived({ at, accepted_at }: Pick<Line, "at" | "accepted_at">): string {
  if (Date.parse(accepted_at) - Date.parse(at) <= SOON_MS) return "";
  const sameDay = dayOf(at) === dayOf(accepted_at);
  const arrived = sameDay ? sayClock(accepted_at) : sayMoment(accepted_at);
  return say("phone.review.arrived", { at: arrived });
}

/** Who did what: a look on the spot says what was seen. */
function sayDeed({ kind, role, outcome }: Line): string {
  const who = role === null ? "" : say(`domain.role.${role}`);
  const what = sayCode("domain.kind", kind === "patrol.completed" ? "problem.rechecked" : kind);
  const deed = who === "" ? what : say("phone.review.deed", { who, what });
  const seen = outcome === null ? "" : sayCode("domain.outcome", outcome);
  return seen === "" ? deed : deed + say("domain.between.then") + seen;
}

/** A deed of this phone as the ledger will tell it. */
export function lineOf({ person, plan }: Pick<Here, "person" | "plan">, kept: KeptEntry): Line {
  const { id, entry } = kept;
  const { kind, at, appointment, body } = entry;
  const role = plan.appointments.find((held) => held.id === appointment)?.role ?? null;
  const words = (body.opinion ?? body.result ?? body.reason ?? null) as string | null;
  const told = kind === "problem.told" ? (body as unknown as Told) : null;
  const when = { at, accepted_at: at };
  return { entry_id: id, kind, ...when, by_name: person.name, role, outcome: null, words, told };
}
