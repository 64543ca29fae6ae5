/** How much of the reach's line the track shows, as the server will judge it; never how far somebody went. */

import type { Fix, LonLat } from "../model.ts";
import { type Flat, flatAround, type Spot } from "./flat.ts";

/** A fix is taken at its word up to this accuracy, and speaks for what lies within this distance of it. */
export const ACCURATE_M = 30;
export const NEAR_M = 50;

/** The line is looked at once every so many metres, and a long one at so many spots. */
const SPOT_EVERY_M = 10;
const SPOTS_MOST = 1_000;

/** Wider than the numbers of the squares around one reach, so that a column and a row make one key. */
const SQUARES = 1 << 20;

/** Thousandths of `line` that lie near an accurate fix; null without a line or without such a fix. */
export function coveragePermille(line: readonly LonLat[], fixes: readonly Fix[]): number | null {
  const [first] = line;
  const accurate = fixes.filter((fix) => fix[2] <= ACCURATE_M);
  if (first === undefined || accurate.length === 0) return null;
  const flat = flatAround(first);
  const spots = spotsOf(line.map(flat));
  if (spots.length === 0) return null;
  const unseen = sortIntoSquares(spots);
  for (const [lon_e6, lat_e6] of accurate) see(unseen, flat, [lon_e6, lat_e6]);
  const left = [...unseen.values()].reduce((sum, held) => sum + held.length, 0);
  return Math.floor(((spots.length - left) * 1000) / spots.length);
}

/** Whole percents, never more than is shown: 100 is all of it. */
export const percentOf = (permille: number): number => Math.floor(permille / 10);

/** The middles of equal steps along the line; none for a line without length. */
function spotsOf(line: readonly Spot[]): Spot[] {
  const length_m = sidesOf(line).reduce((sum, [, , side_m]) => sum + side_m, 0);
  const count = Math.min(SPOTS_MOST, Math.ceil(length_m / SPOT_EVERY_M));
  const step_m = length_m / count;
  const spots: Spot[] = [];
  let ahead_m = step_m / 2;
  for (const [[x, y], [to_x, to_y], side_m] of sidesOf(line)) {
    for (; ahead_m < side_m; ahead_m += step_m) {
      const share = ahead_m / side_m;
      spots.push([x + (to_x - x) * share, y + (to_y - y) * share]);
    }
    ahead_m -= side_m;
  }
  return spots;
}

function sidesOf(line: readonly Spot[]): [from: Spot, to: Spot, length_m: number][] {
  return line.slice(1).map((to, index) => {
    const from = line[index] as Spot;
    return [from, to, Math.hypot(to[0] - from[0], to[1] - from[1])];
  });
}

function sortIntoSquares(spots: readonly Spot[]): Map<number, Spot[]> {
  const squares = new Map<number, Spot[]>();
  for (const spot of spots) {
    const key = keyOf(squareOf(spot));
    squares.set(key, [...(squares.get(key) ?? []), spot]);
  }
  return squares;
}

/** Take away all spots near a fix; they lie in its own square of the grid or in one around it. */
function see(unseen: Map<number, Spot[]>, flat: Flat, at: LonLat): void {
  const [x, y] = flat(at);
  const [column, row] = squareOf([x, y]);
  for (const east of [-1, 0, 1]) {
    for (const north of [-1, 0, 1]) {
      const key = keyOf([column + east, row + north]);
      const left = unseen
        .get(key)
        ?.filter((spot) => (spot[0] - x) ** 2 + (spot[1] - y) ** 2 > NEAR_M ** 2);
      if (left !== undefined) unseen.set(key, left);
    }
  }
}

const squareOf = ([x, y]: Spot): Spot => [Math.floor(x / NEAR_M), Math.floor(y / NEAR_M)];
const keyOf = ([column, row]: Spot): number => column * SQUARES + row;
