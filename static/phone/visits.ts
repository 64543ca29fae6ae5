/** 到了: which points of the reach the walker stood at, and when. */

import { changeDraft } from "./draft.ts";
import type { Draft } from "./model.ts";
import { type Pen, readClocks } from "./pen.ts";
import { walkedMs } from "./rules/clock.ts";

/** Note that the walker is at a point; said twice it is one visit, the first. */
export async function visitPoint(pen: Pen, point_id: string): Promise<Draft> {
  const reading = readClocks(pen.clock);
  return changeDraft(pen, (draft) => {
    const visits = draft.visits ?? [];
    if (visits.some((visit) => visit.point_id === point_id)) return;
    draft.visits = [...visits, { point_id, elapsed_ms: walkedMs(draft.stretches, reading) }];
  });
}

/** Take a visit back that was tapped by mistake. */
export async function takeVisitBack(pen: Pen, point_id: string): Promise<Draft> {
  return changeDraft(pen, (draft) => {
    draft.visits = (draft.visits ?? []).filter((visit) => visit.point_id !== point_id);
  });
}
