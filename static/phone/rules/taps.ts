/** Double taps of a hand that is used to them: the second one is nobody's wish, least of all on the screen that has just opened under it. */

/** Where and when a finger tapped, in pixels and ms. */
export interface Tap {
  x: number;
  y: number;
  at_ms: number;
}

const TWICE_MS = 350;
const NEAR_PX = 30;

/** Whether this tap is the second of a double tap. */
export function isSecondTap(tap: Tap, last: Tap | null): boolean {
  if (last === null || tap.at_ms - last.at_ms > TWICE_MS) return false;
  return Math.hypot(tap.x - last.x, tap.y - last.y) <= NEAR_PX;
}
