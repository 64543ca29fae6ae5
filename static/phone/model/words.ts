/** The words of the wire contract, and where things are. */

export type Role =
  | "patroller"
  | "village_chief"
  | "assistant"
  | "township_chief"
  | "clerk"
  | "county_office";

export type Finding = "none" | "found" | "not_checked";

export type Banks = "left" | "right" | "both";

export type Method = "on_foot" | "bike" | "car" | "boat" | "drone";

export type Weather = "dry" | "rain" | "snow";

export type Water = "flowing" | "dry_bed" | "frozen" | "high";

export type Severity = "ordinary" | "major";

export type ProblemState =
  | "reported"
  | "accepted"
  | "escalated"
  | "handled"
  | "confirmed"
  | "reopened"
  | "closed";

export type RecheckOutcome =
  | "unchanged"
  | "worse"
  | "gone"
  | "solved"
  | "not_solved"
  | "could_not_check";

export type MediaRole = "before" | "after" | "recheck" | "scene" | "video" | "voice" | "sheet";

/** Degrees WGS 84 times 1e6: `[lon_e6, lat_e6]`. */
export type LonLat = [number, number];

/** Where a picture was taken; null where no fix was had. A place is never invented. */
export interface Place {
  at: LonLat;
  accuracy_m: number;
  heading_deg: number | null;
}
