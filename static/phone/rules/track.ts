/** Where a walk has no fixes: gaps stay gaps and say why, no line is drawn across them. */

import type { Draft, Fix, Gap, GapReason } from "../model.ts";
import { bridges, elapsedMs } from "./clock.ts";

/** Below this a pause between two fixes says nothing. */
const GAP_MS = 180_000;

/** The times over 3 min without a fix, from the start to the end of the walk; none where no track was wanted. */
export function trackGaps(draft: Draft): Gap[] {
  if (draft.position === "off") return [];
  const times_ms = [0, ...draft.fixes.map((fix) => fix[3]), elapsedMs(draft.stretches)];
  const unseen = bridges(draft.stretches);
  const silent: GapReason = draft.position === "denied" ? "denied" : "no_signal";
  return times_ms.flatMap((to_ms, index): Gap[] => {
    const from_ms = times_ms[index - 1] ?? 0;
    if (to_ms - from_ms <= GAP_MS) return [];
    const bridge = unseen.find(([start_ms, end_ms]) => start_ms < to_ms && end_ms > from_ms);
    return [[from_ms, to_ms, bridge?.[2] ?? silent]];
  });
}

/** Whether a fix is worth keeping after the last one: about one in ten seconds. */
export function isDue(last: Fix | undefined, at_ms: number): boolean {
  return last === undefined || at_ms - last[3] >= 10_000;
}
