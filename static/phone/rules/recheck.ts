/** Item 9: which old problems a walker looks at, and what he may say of each (domain, Old problems). */

import type { Draft, PlanProblem, ProblemState, RecheckOutcome } from "../model.ts";

const OPEN: readonly ProblemState[] = ["reported", "accepted", "escalated", "reopened"];

/** Not yet cured. */
export function isOpen(state: ProblemState): boolean {
  return OPEN.includes(state);
}

/** Reported cured and waiting for a fresh look on the spot. */
function isCured(state: ProblemState): boolean {
  return state === "handled";
}

/** The problems of a reach that this person looks at today: open ones, and cures that another reported. */
export function listDue(
  problems: readonly PlanProblem[],
  reach_id: string,
  person_id: string,
): PlanProblem[] {
  return problems.filter((held) => held.reach_id === reach_id && isDue(held, person_id));
}

/** The old problems of a walk: what was reported on this very walk is not old yet. */
export function listDueOnWalk(
  problems: readonly PlanProblem[],
  { reach_id, patrol_id }: Pick<Draft, "reach_id" | "patrol_id">,
  person_id: string,
): PlanProblem[] {
  return listDue(problems, reach_id, person_id).filter((held) => held.patrol_id !== patrol_id);
}

/** The cures this person reported himself: somebody else must look (等别人看). */
export function listForOthers(
  problems: readonly PlanProblem[],
  reach_id: string,
  person_id: string,
): PlanProblem[] {
  return problems.filter(
    (held) => held.reach_id === reach_id && isCured(held.state) && held.last_cured_by === person_id,
  );
}

function isDue(problem: PlanProblem, person_id: string): boolean {
  return isOpen(problem.state) || (isCured(problem.state) && problem.last_cured_by !== person_id);
}

/** What may be said of a problem in this state; nothing of one that is over. */
export function outcomesOf(state: ProblemState): RecheckOutcome[] {
  if (isOpen(state)) return ["unchanged", "worse", "gone", "could_not_check"];
  return isCured(state) ? ["solved", "not_solved", "could_not_check"] : [];
}

/** Whether the outcome is worth nothing without a picture. */
export function needsPhoto(outcome: RecheckOutcome): boolean {
  return outcome === "worse" || outcome === "gone" || outcome === "not_solved";
}

/** Whether the outcome needs words. */
export function needsReason(outcome: RecheckOutcome): boolean {
  return outcome === "could_not_check";
}
