/** The map of a reach as a drawing of its own: plain places in, units of the drawing out; no tiles, no network. */

import type { Fix, LonLat } from "../model.ts";
import { ACCURATE_M } from "./coverage.ts";
import { flatAround, type Spot } from "./flat.ts";
import { GAP_MS } from "./track.ts";

export const WIDTH = 360;
export const HEIGHT = 400;
const MARGIN = 32;

/** From places to the drawing, north up; `per_m` units are one metre. */
export interface Sketch {
  spot(place: LonLat): Spot;
  per_m: number;
}

/** A drawing in which all of `places` have room; null without any. */
export function sketchOf(places: readonly LonLat[]): Sketch | null {
  const [first] = places;
  if (first === undefined) return null;
  const flat = flatAround(first);
  const spots = places.map(flat);
  const [west, east] = endsOf(spots.map(([x]) => x));
  const [south, north] = endsOf(spots.map(([, y]) => y));
  const room = Math.min(
    (WIDTH - 2 * MARGIN) / (east - west),
    (HEIGHT - 2 * MARGIN) / (north - south),
  );
  // All on one spot: a drawing of some hundred metres around it.
  const per_m = Number.isFinite(room) ? room : 1;
  return {
    per_m,
    spot: (place) => {
      const [x, y] = flat(place);
      return [
        Math.round(WIDTH / 2 + (x - (west + east) / 2) * per_m),
        Math.round(HEIGHT / 2 - (y - (south + north) / 2) * per_m),
      ];
    },
  };
}

/** The accurate fixes in pieces, cut wherever there was none for long. */
export function piecesOf(fixes: readonly Fix[]): LonLat[][] {
  const pieces: LonLat[][] = [];
  let last_ms = Number.NEGATIVE_INFINITY;
  for (const [lon, lat, accuracy_m, at_ms] of fixes) {
    if (accuracy_m > ACCURATE_M) continue;
    if (at_ms - last_ms > GAP_MS) pieces.push([]);
    pieces.at(-1)?.push([lon, lat]);
    last_ms = at_ms;
  }
  return pieces;
}

function endsOf(numbers: readonly number[]): [least: number, most: number] {
  return [Math.min(...numbers), Math.max(...numbers)];
}
