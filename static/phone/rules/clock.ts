/** How long a walk took, although the page was reloaded and the phone slept in between. */

import type { Gap, Stretch } from "../model.ts";

/** Both clocks read at one moment, in ms; `mono_id` names the page load the monotonic one belongs to. */
export interface Reading {
  mono_id: string;
  mono_ms: number;
  wall_ms: number;
}

/** Beyond this the two clocks ran apart: the phone slept or somebody set the time. */
const DRIFT_MS = 30_000;

/** Carry the last stretch on to this reading, or open a new one after a reload, a sleep or a changed clock. */
export function extendStretches(stretches: readonly Stretch[], now: Reading): Stretch[] {
  const last = stretches.at(-1);
  if (last !== undefined && last.mono_id === now.mono_id && now.mono_ms >= last.to_ms) {
    const drift_ms = now.wall_ms - last.wall_to_ms - (now.mono_ms - last.to_ms);
    if (Math.abs(drift_ms) < DRIFT_MS) {
      return [...stretches.slice(0, -1), { ...last, to_ms: now.mono_ms, wall_to_ms: now.wall_ms }];
    }
  }
  const fresh = { mono_id: now.mono_id, from_ms: now.mono_ms, to_ms: now.mono_ms };
  return [...stretches, { ...fresh, wall_from_ms: now.wall_ms, wall_to_ms: now.wall_ms }];
}

/** Sum the monotonic stretches in ms; the time between two is bridged by the wall clock, never backwards. */
export function elapsedMs(stretches: readonly Stretch[]): number {
  const walked_ms = stretches.reduce((sum, held) => sum + (held.to_ms - held.from_ms), 0);
  return Math.round(
    walked_ms + bridges(stretches).reduce((sum, [from_ms, to_ms]) => sum + (to_ms - from_ms), 0),
  );
}

/** The times between stretches in ms since the start of the walk: nobody knows what happened there. */
export function bridges(stretches: readonly Stretch[]): Gap[] {
  const gaps: Gap[] = [];
  let at_ms = 0;
  stretches.forEach((held, index) => {
    const before = stretches[index - 1];
    if (before !== undefined) {
      const bridge_ms = Math.max(0, held.wall_from_ms - before.wall_to_ms);
      const reason = before.mono_id === held.mono_id ? "asleep" : "page_closed";
      if (bridge_ms > 0) gaps.push([Math.round(at_ms), Math.round(at_ms + bridge_ms), reason]);
      at_ms += bridge_ms;
    }
    at_ms += held.to_ms - held.from_ms;
  });
  return gaps;
}

/** Ms since the start of a walk still going on. */
export function walkedMs(stretches: readonly Stretch[], now: Reading): number {
  return elapsedMs(extendStretches(stretches, now));
}
