/** From the walk in progress to entries: one for the patrol, one for each problem, one for each person told. */

import { fileEntries, type Making } from "./book.ts";
import {
  changeDraft,
  DRAFT_KEY,
  findDraft,
  isYesterdays,
  noteTold,
  type ToldWords,
} from "./draft.ts";
import { PhoneFault } from "./faults.ts";
import { patrolMaking, problemMakings, toldMakings } from "./makings.ts";
import type { Draft, DraftProblem, Plan } from "./model.ts";
import type { KeptEntry } from "./outbox.ts";
import type { Pen } from "./pen.ts";
export interface Finished {
  patrol_id: string;
  filed: KeptEntry[];
}

/** File the walk and all it found in one transaction, and close the draft. `ended_early` is the reason, null for a whole walk. */
export async function finishPatrol(
  pen: Pen,
  plan: Plan,
  ended_early: string | null = null,
): Promise<Finished> {
  const last = await closeClock(pen);
  const filed = await fileEntries(
    pen,
    last.ledger,
    async () => {
      const draft = await getDraft(pen);
      const problems = draft.problems.flatMap((problem) => problemMakings(plan, draft, problem));
      return [...problems, patrolMaking(pen, draft, ended_early)];
    },
    (tx) => tx.objectStore("drafts").delete(DRAFT_KEY),
  );
  return { patrol_id: last.patrol_id, filed };
}

/** File a major problem at once, with who was told so far; it stays in the draft as filed. */
export async function fileMajor(pen: Pen, plan: Plan, problem_id: string): Promise<KeptEntry[]> {
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

/** A walk of an earlier day ended when it was last touched, not now. */
async function closeClock(pen: Pen): Promise<Draft> {
  const draft = await getDraft(pen);
  return isYesterdays(draft, pen.clock.now()) ? draft : changeDraft(pen, () => undefined);
}
