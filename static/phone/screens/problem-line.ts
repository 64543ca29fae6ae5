/** A problem in one row: picture, what it is, how it stands in one sentence. */

import { html, nothing, type TemplateResult } from "lit-html";
import { unsentDeeds } from "../deeds.ts";
import type { PlanProblem, ProblemState } from "../model.ts";
import type { DeedKind, KeptEntry } from "../outbox.ts";
import { say } from "../words.ts";
import { type App, address, type Here } from "./app.ts";
import { sayDay } from "./dates.ts";
import { drawThumb } from "./picture.ts";

/** Where a problem stands, and with whom. */
export type Standing = Pick<PlanProblem, "state" | "held_by">;

const EFFECTS: Record<DeedKind, ProblemState> = {
  "problem.accepted": "accepted",
  "problem.handled": "handled",
  "problem.escalated": "escalated",
};

/** How a problem stands once this phone's own unsent deeds arrive. */
export function standingOf(problem: PlanProblem, entries: readonly KeptEntry[]): Standing {
  const oldestFirst = unsentDeeds(entries, problem.id).reverse();
  return oldestFirst.reduce<Standing>(
    (standing, { entry }) => {
      const state = EFFECTS[entry.kind as DeedKind];
      if (state === undefined) return standing;
      const to = state === "escalated" ? entry.body.to : null;
      return { state, held_by: (to ?? standing.held_by) as PlanProblem["held_by"] };
    },
    { state: problem.state, held_by: problem.held_by },
  );
}

/** How it stands in one sentence, with the day it is due. */
export function sayStanding(problem: PlanProblem, { state, held_by }: Standing): string {
  const words = sayState(problem, state, say(`domain.held_by.${held_by}`));
  const over = state === "confirmed" || state === "closed" || state === "handled";
  if (problem.due_on === null || over) return words;
  return say("phone.date.until", { words, day: sayDay(problem.due_on) });
}

function sayState(problem: PlanProblem, state: ProblemState, holder: string): string {
  switch (state) {
    case "reported":
      return say("phone.state.waits_for", { holder });
    case "accepted":
      return say("phone.state.working", { holder });
    case "escalated":
      return say("phone.state.escalated", { holder });
    case "reopened":
      return say("phone.state.reopened", { holder });
    case "handled":
      return sayCure(problem);
    default:
      return say(`phone.state.${state}`);
  }
}

function sayCure(problem: PlanProblem): string {
  const cure = [...problem.timeline].reverse().find((line) => line.kind === "problem.handled");
  const isWaiting = problem.state === "handled" && problem.due_for_recheck;
  if (!isWaiting || !cure) return say("phone.state.cured_wait");
  const who = cure.role === null ? cure.by_name : say(`domain.role.${cure.role}`);
  return say("phone.state.cured", { who });
}

/** What it is in a row or a title: its item where nothing was said of it. */
export function sayWhat({ plan }: Pick<Here, "plan">, { what, item }: PlanProblem): string {
  return what || (plan.checklist.items.find((held) => held.item === item)?.label ?? "");
}

/** The picture that stands for a problem: its first before. */
export function faceOf(problem: PlanProblem): string | undefined {
  const pictures = problem.media.filter(({ type }) => type.startsWith("image/"));
  return (pictures.find(({ role }) => role === "before") ?? pictures[0])?.sha256;
}

/** One row that leads to the problem's page. */
export function drawProblemLine(app: App, here: Here, problem: PlanProblem): TemplateResult {
  const badge = html`<span class="badge badge--bad">${say("domain.severity.major")}</span>`;
  return html`<a class="thumb-row" href=${address("review", problem.id)}>
    ${drawThumb(app, faceOf(problem))}
    <span class="thumb-row__words">
      <span class="strong">${sayWhat(here, problem)} ${problem.severity === "major" ? badge : nothing}</span>
      <span class="soft">${sayStanding(problem, standingOf(problem, here.entries))}</span>
    </span>
  </a>`;
}

/** Rows with a line between them. */
export function drawProblemLines(
  app: App,
  here: Here,
  problems: readonly PlanProblem[],
): TemplateResult {
  return html`<ul class="thumb-list">
    ${problems.map((problem) => html`<li>${drawProblemLine(app, here, problem)}</li>`)}
  </ul>`;
}
