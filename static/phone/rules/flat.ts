/** The ground around a place as a plane in metres: as long as a reach is, the Earth is flat. */

import type { LonLat } from "../model.ts";

/** Metres east and north of the middle. */
export type Spot = [east_m: number, north_m: number];
export type Flat = (place: LonLat) => Spot;

/** Metres of one millionth of a degree along a meridian of the mean Earth (6,371,009 m). */
const M_PER_E6 = 0.111195;

/** The plane that touches the ground at `middle`. */
export function flatAround([middle_lon, middle_lat]: LonLat): Flat {
  const east_m = M_PER_E6 * Math.cos(((middle_lat / 1e6) * Math.PI) / 180);
  return ([lon, lat]) => [(lon - middle_lon) * east_m, (lat - middle_lat) * M_PER_E6];
}
