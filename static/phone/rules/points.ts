/** Which point to visit the walker has come to. */

import type { LonLat, Place, Point, Visit } from "../model.ts";
import { ACCURATE_M, NEAR_M } from "./coverage.ts";
import { flatAround } from "./flat.ts";

/** The nearest point not visited yet within 50 m of an accurate place; null where there is none. */
export function pointNear(
  points: readonly Point[],
  visits: readonly Visit[],
  place: Place | null,
): Point | null {
  if (place === null || place.accuracy_m > ACCURATE_M) return null;
  const flat = flatAround(place.at);
  let nearest: Point | null = null;
  let least_m = NEAR_M;
  for (const point of points) {
    if (point.at === null || visits.some((visit) => visit.point_id === point.id)) continue;
    const away_m = Math.hypot(...flat(point.at));
    if (away_m > least_m) continue;
    nearest = point;
    least_m = away_m;
  }
  return nearest;
}

/** How many of the points were visited. */
export function countVisited(points: readonly Point[], visits: readonly Visit[]): number {
  return points.filter(({ id }) => visits.some((visit) => visit.point_id === id)).length;
}

/** The points as they follow one another along the line, by its nearest corner; those without a place last. */
export function downstream(points: readonly Point[], line: readonly LonLat[]): Point[] {
  const placeOf = ({ at }: Point) => (at === null ? line.length : nearestCorner(line, at));
  return [...points].sort((one, other) => placeOf(one) - placeOf(other));
}

function nearestCorner(line: readonly LonLat[], at: LonLat): number {
  const away_m = line.map(flatAround(at)).map(([x, y]) => Math.hypot(x, y));
  return away_m.indexOf(Math.min(...away_m));
}
