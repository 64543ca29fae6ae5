/** Where a walk has no fixes: gaps stay gaps and say why, no line is drawn across them. */

import type { Draft, Fix, Gap, GapReason, Sign } from "../model.ts";
import { bridges, elapsedMs } from "./clock.ts";
import { ACCURATE_M } from "./coverage.ts";

/** Below this a pause between two fixes says nothing. */
export const GAP_MS = 180_000;

/** The times over 3 min without an accurate fix, from the start to the end of the walk; none where no track was wanted. */
export function trackGaps(draft: Draft): Gap[] {
  const signs = draft.signs ?? [];
  if (draft.position === "off" && !signs.some(([, what]) => what === "on")) return [];
  const accurate = draft.fixes.filter((fix) => fix[2] <= ACCURATE_M);
  const times_ms = [0, ...accurate.map((fix) => fix[3]), elapsedMs(draft.stretches)];
  return times_ms.flatMap((to_ms, index): Gap[] => {
    const from_ms = times_ms[index - 1] ?? 0;
    if (to_ms - from_ms <= GAP_MS) return [];
    return [[from_ms, to_ms, reasonOf(draft, signs, [from_ms, to_ms])]];
  });
}

type Span = [from_ms: number, to_ms: number];
type Cause = [from_ms: number, to_ms: number, reason: GapReason];

/** What holds for most of the gap explains it; what explains less than half of it explains nothing. */
function reasonOf(draft: Draft, signs: readonly Sign[], gap: Span): GapReason {
  const lasted_ms = new Map<GapReason, number>();
  for (const [from_ms, to_ms, reason] of causesOf(draft, signs)) {
    const shared_ms = Math.min(to_ms, gap[1]) - Math.max(from_ms, gap[0]);
    if (shared_ms > 0) lasted_ms.set(reason, (lasted_ms.get(reason) ?? 0) + shared_ms);
  }
  const [longest] = [...lasted_ms].sort(([, one_ms], [, other_ms]) => other_ms - one_ms);
  if (longest !== undefined && longest[1] * 2 >= gap[1] - gap[0]) return longest[0];
  return draft.fixes.some((fix) => gap[0] < fix[3] && fix[3] < gap[1]) ? "weak" : "no_signal";
}

/** When there could be no fix, and why; of two at once the first: a page that is not there reads nothing. */
function causesOf(draft: Draft, signs: readonly Sign[]): Cause[] {
  const before = signs.length === 0 ? [[0, draft.position] as Sign] : signs;
  return [
    ...bridges(draft.stretches),
    ...causesBy(before, { hidden: "asleep", shown: null }),
    ...causesBy(before, { denied: "denied", off: "no_consent", on: null }),
  ];
}

/** The times during which a sign held, each until the next of its kind. */
function causesBy(
  signs: readonly Sign[],
  reasons: Partial<Record<Sign[1], GapReason | null>>,
): Cause[] {
  const own = signs.filter(([, what]) => what in reasons);
  return own.flatMap(([from_ms, what], index): Cause[] => {
    const reason = reasons[what] ?? null;
    const to_ms = own[index + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return reason === null ? [] : [[from_ms, to_ms, reason]];
  });
}

/** Whether a fix is worth keeping after the last one: about one in ten seconds. */
export function isDue(last: Fix | undefined, at_ms: number): boolean {
  return last === undefined || at_ms - last[3] >= 10_000;
}
