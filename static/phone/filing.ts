/** From the walk in progress to entries: one for the patrol, one for each problem, one for each person told. */

import { fileEntries, type Making } from "./book.ts";
import { changeDraft, DRAFT_KEY, findDraft, noteTold, type ToldWords } from "./draft.ts";
import { PhoneFault } from "./faults.ts";
import { patrolMaking, problemMakings, toldMakings } from "./makings.ts";
import type { Draft, DraftProblem, Plan } from "./model.ts";
import { findFiledPatrol, type KeptEntry } from "./outbox.ts";
import type { Pen } from "./pen.ts";
import { finishRecordings } from "./recordings.ts";
import { isBlank } from "./rules/checklist.ts";

/** Which walk is finished, and why before its end; null for a whole walk. */
export interface Finish {
  patrol_id: string;
  ended_early: string | null;
}

/**
 * File the walk and all it found in one transaction, and close the draft; gives back what is kept of it.
 * Pressed twice it is filed once: the second press finds it filed. `no_draft` where this walk is neither open nor filed.
 */
export async function finishPatrol(pen: Pen, plan: Plan, finish: Finish): Promise<KeptEntry[]> {
  try {
    return await fileWalk(pen, plan, finish);
  } catch (fault) {
    const isGone = fault instanceof PhoneFault && fault.code === "no_draft";
    const filed = isGone ? await findFiledPatrol(pen.store, finish.patrol_id) : [];
    if (filed.length === 0) throw fault;
    return filed;
  }
}

async function fileWalk(pen: Pen, plan: Plan, { patrol_id, ended_early }: Finish) {
  const { ledger } = await getWalk(pen, patrol_id);
  await finishRecordings(pen);
  await changeDraft(pen, () => undefined);
  return fileEntries(
    pen,
    ledger,
    async () => {
      const draft = await getWalk(pen, patrol_id);
      // What was opened and left blank shows nothing to anybody: only the finding is filed.
      const problems = draft.problems.filter((problem) => !isBlank(problem));
      const makings = problems.flatMap((problem) => problemMakings(plan, draft, problem));
      return [...makings, patrolMaking(pen, draft, ended_early)];
    },
    (tx) => tx.objectStore("drafts").delete(DRAFT_KEY),
  );
}

/** The open walk, if it is this one: a late press never ends another. */
async function getWalk(pen: Pen, patrol_id: string): Promise<Draft> {
  const draft = await getDraft(pen);
  if (draft.patrol_id !== patrol_id) throw new PhoneFault("no_draft");
  return draft;
}

/** File a major problem at once, with who was told so far; it stays in the draft as filed. */
export async function fileMajor(pen: Pen, plan: Plan, problem_id: string): Promise<KeptEntry[]> {
  await finishRecordings(pen);
  return fileFromDraft(pen, problem_id, (draft, problem) => problemMakings(plan, draft, problem));
}

/** Note who was told and whether it got through; filed at once where the problem is filed already. */
export async function addTold(pen: Pen, problem_id: string, told: ToldWords): Promise<Draft> {
  await noteTold(pen, problem_id, told);
  await fileFromDraft(pen, problem_id, (draft, problem) =>
    problem.filed ? toldMakings(draft, problem) : [],
  );
  return getDraft(pen);
}

async function fileFromDraft(
  pen: Pen,
  problem_id: string,
  make: (draft: Draft, problem: DraftProblem) => Making[],
): Promise<KeptEntry[]> {
  const { ledger } = await getDraft(pen);
  return fileEntries(
    pen,
    ledger,
    async () => {
      const draft = await getDraft(pen);
      const problem = draft.problems.find((held) => held.id === problem_id);
      return problem === undefined ? [] : make(draft, problem);
    },
    async (tx, filed) => {
      const draft = (await tx.objectStore("drafts").get(DRAFT_KEY)) as Draft | undefined;
      const problem = draft?.problems.find((held) => held.id === problem_id);
      if (draft === undefined || problem === undefined) return;
      const ids = filed.map((kept) => kept.id);
      problem.filed ||= ids.includes(problem_id);
      for (const told of problem.told) told.filed ||= ids.includes(told.id);
      await tx.objectStore("drafts").put(draft, DRAFT_KEY);
    },
  );
}

async function getDraft(pen: Pen): Promise<Draft> {
  const draft = await findDraft(pen);
  if (draft === null) throw new PhoneFault("no_draft");
  return draft;
}
