/** How far a walk through the nine items has come, and what is missing first. */

import type { ChecklistItem, Draft, DraftProblem, DraftRecheck } from "../model.ts";
import { sayList } from "../words.ts";
import { needsPhoto, needsReason } from "./recheck.ts";

/** The first thing missing: on which item, what, and of which problem. */
export interface Missing {
  item: number;
  needs:
    | "answer"
    | "problem"
    | "before"
    | "what"
    | "cleaned"
    | "after"
    | "outcome"
    | "recheck_photo"
    | "reason";
  problem_id: string | null;
}

export const RECHECK_ITEM = 9;
const ITEMS = [1, 2, 3, 4, 5, 6, 7, 8, RECHECK_ITEM] as const;

/** The first gap in the order of the items; null when the walk can be finished. `due` are the old problems to see. */
export function firstGap(draft: Draft, due: readonly { id: string }[]): Missing | null {
  for (const item of ITEMS) {
    const gap = gapOf(draft, item, due);
    if (gap !== null) return gap;
  }
  return null;
}

/** Whether nothing is missing on this item. */
export function isSeen(draft: Draft, item: number, due: readonly { id: string }[]): boolean {
  return gapOf(draft, item, due) === null;
}

/** How many of the nine items are seen. */
export function countSeen(draft: Draft, due: readonly { id: string }[]): number {
  return ITEMS.filter((item) => isSeen(draft, item, due)).length;
}

function gapOf(draft: Draft, item: number, due: readonly { id: string }[]): Missing | null {
  return item === RECHECK_ITEM ? recheckItemGap(draft, due) : answerGap(draft, item);
}

function answerGap(draft: Draft, item: number): Missing | null {
  const answer = draft.answers[item];
  if (answer === undefined) return { item, needs: "answer", problem_id: null };
  if (answer.finding !== "found") return null;
  const problems = draft.problems.filter((held) => held.item === item);
  if (problems.length === 0 && answer.known_problems.length === 0)
    return { item, needs: "problem", problem_id: null };
  for (const problem of problems) {
    const needs = problemGap(problem);
    if (needs !== null) return { item, needs, problem_id: problem.id };
  }
  return null;
}

function recheckItemGap(draft: Draft, due: readonly { id: string }[]): Missing | null {
  for (const { id } of due) {
    const needs = recheckGap(draft.rechecks.find((held) => held.problem_id === id));
    if (needs !== null) return { item: RECHECK_ITEM, needs, problem_id: id };
  }
  return null;
}

/** Whether nothing is shown or said of a found problem yet, and nobody was told of it. */
export function isBlank({
  filed,
  before,
  after,
  voice = [],
  films = [],
  chips,
  words,
  severity,
  told,
}: DraftProblem): boolean {
  const parts = [before, after, voice, films, chips, told].every((part) => part.length === 0);
  return !filed && parts && words.trim() === "" && severity === "ordinary";
}

/** What a found problem still lacks; nothing more is asked of one that is filed. */
export function problemGap(problem: DraftProblem): Missing["needs"] | null {
  if (problem.filed) return null;
  if (problem.before.length === 0) return "before";
  if (!isDescribed(problem)) return "what";
  if (problem.cleaned === null) return "cleaned";
  return problem.cleaned && problem.after.length === 0 ? "after" : null;
}

function isDescribed({ chips, words, voice = [] }: DraftProblem): boolean {
  return chips.length > 0 || words.trim() !== "" || voice.length > 0;
}

/** What the look at an old problem still lacks. */
export function recheckGap(recheck: DraftRecheck | undefined): Missing["needs"] | null {
  if (recheck === undefined) return "outcome";
  if (needsPhoto(recheck.outcome) && recheck.photos.length === 0) return "recheck_photo";
  return needsReason(recheck.outcome) && !recheck.reason?.trim() ? "reason" : null;
}

/** 存在问题 as it is filed: what nobody described is called after its item. */
export function nameOf(problem: DraftProblem, checklist: readonly ChecklistItem[]): string {
  const label = checklist.find((held) => held.item === problem.item)?.label;
  return whatOf(problem, checklist) || (label ?? "");
}

/** 存在问题 in words: the walker's own, after what he tapped. */
export function whatOf(problem: DraftProblem, checklist: readonly ChecklistItem[]): string {
  const chips = checklist.find((held) => held.item === problem.item)?.chips ?? [];
  const labels = problem.chips.map(
    (code) => chips.find((chip) => chip.code === code)?.label ?? code,
  );
  return sayList([sayList(labels, "items"), problem.words.trim()]);
}
