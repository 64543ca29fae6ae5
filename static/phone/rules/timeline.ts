/** What happened to a problem as it is read: months of daily looks that found nothing new are one line. */

import type { PlanProblem } from "../model.ts";
import { msOf } from "./times.ts";

export type Line = PlanProblem["timeline"][number];

/** One step of the story: a line, or a run of looks that all found it unchanged, the latest of them shown. */
export type Step = { line: Line; times: number };

/** Folds each run of looks on the spot that found nothing new. */
export function foldTimeline(lines: readonly Line[]): Step[] {
  const steps: Step[] = [];
  for (const line of lines) {
    const last = steps.at(-1);
    if (last === undefined || !isUnchanged(last.line) || !isUnchanged(line))
      steps.push({ line, times: 1 });
    else steps[steps.length - 1] = { line: laterOf(last.line, line), times: last.times + 1 };
  }
  return steps;
}

function isUnchanged({ outcome, words }: Line): boolean {
  return outcome === "unchanged" && words === null;
}

function laterOf(one: Line, other: Line): Line {
  return msOf(one.at) > msOf(other.at) ? one : other;
}
