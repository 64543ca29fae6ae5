/** How long to wait before the same is tried again: longer each time, never all phones at once. */

/** How sending one thing has gone. Both are absent where it never failed, or an older version kept it. */
export interface Tried {
  /** How often in a row it failed with the same fault. */
  tries?: number;
  /** Not by itself before this time of the phone's clock, in ms since 1970; null: with the next delivery. */
  next_at?: number | null;
  fault: { code: string; detail: string } | null;
}

/** The first and the longest pause, in ms. */
interface Pauses {
  first_ms: number;
  longest_ms: number;
}

/** For one thing that the server will not have yet: it may be its own fault, so seldom. */
const OF_ONE: Pauses = { first_ms: 60_000, longest_ms: 6 * 3_600_000 };

/** The pause after so many failures before this one: doubled each time, and by chance up to a half shorter. */
export function pauseMs(
  failures: number,
  { first_ms, longest_ms }: Pauses,
  random: number,
): number {
  return Math.min(longest_ms, first_ms * 2 ** failures) * (0.5 + random / 2);
}

/** What is kept of a thing once it failed again. `pauses` false: it only gives way to the others. */
export function failedAgain(
  { tries = 0, fault: before }: Tried,
  fault: { code: string; detail: string },
  when: { now_ms: number; random: number; pauses: boolean },
): Required<Tried> {
  const failures = before?.code === fault.code ? tries : 0;
  const { now_ms, random, pauses } = when;
  const next_at = pauses ? Math.round(now_ms + pauseMs(failures, OF_ONE, random)) : null;
  return { tries: failures + 1, next_at, fault };
}

/** Some fourteen hours after the first: whatever could pass by itself has passed. */
const MOST_TRIES = 10;

/** Whether it has failed so often in the same way that a person should look at it. */
export function isHopeless({ tries = 0 }: Tried): boolean {
  return tries >= MOST_TRIES;
}

/** Whether its pause is over. */
export function isDue({ next_at = null }: Tried, now_ms: number): boolean {
  return next_at === null || isOver(next_at, now_ms, OF_ONE.longest_ms);
}

/** Whether it is later than `until_ms`. One further away than any pause lasts was set by a clock that was wrong. */
export function isOver(until_ms: number, now_ms: number, longest_ms: number): boolean {
  return until_ms <= now_ms || until_ms > now_ms + longest_ms;
}
