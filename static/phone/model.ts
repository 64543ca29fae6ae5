/** The shapes the phone keeps and sends: one home for the words of the wire contract. */

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

export interface Appointment {
  id: string;
  role: Role;
  ledger: string;
  area_id: string;
  area_name: string;
  reach_ids: string[];
  from_on: string;
  to_on: string | null;
}

export interface Reach {
  id: string;
  ledger: string;
  name: string;
  river: string;
  village: string;
  area_id: string;
  banks: Banks;
  geometry: LonLat[] | null;
  approximate: boolean;
  points: { id: string; name: string; kind: string; at: LonLat | null }[];
}

export interface ChecklistItem {
  item: number;
  official: string;
  label: string;
  hint: string;
  chips: { code: string; label: string }[];
}

export interface PlanMedium {
  sha256: string;
  type: string;
  bytes: number;
  role: MediaRole;
  taken_at: string | null;
  pairs_with: string | null;
  source: "live" | "picked" | null;
  stored: boolean;
}

export interface PlanProblem {
  id: string;
  number: number;
  ledger: string;
  reach_id: string;
  item: number;
  category: string;
  severity: Severity;
  what: string;
  state: ProblemState;
  held_by: "village" | "township" | "county" | "department" | "other_county";
  reported_at: string;
  reported_by: { id: string; name: string };
  patrol_id: string | null;
  last_cured_by: string | null;
  opinion: string | null;
  result: string | null;
  responsible_unit: string | null;
  responsible_person: string | null;
  due_on: string | null;
  due_for_recheck: boolean;
  place: Place | null;
  media: PlanMedium[];
  timeline: {
    entry_id: string;
    kind: string;
    at: string;
    accepted_at: string;
    by_name: string;
    role: Role | null;
    outcome: string | null;
    words: string | null;
    told: Pick<Told, "whom" | "way" | "got_through"> | null;
  }[];
}

export interface Progress {
  appointment_id: string;
  role: Role;
  period: "month" | "week";
  period_from: string;
  period_to: string;
  due: number;
  made: number;
  days: string[];
  doubtful: string[];
}

export interface RecentPatrol {
  entry_id: string;
  patrol_id: string;
  ledger: string;
  seq: number;
  accepted_at: string;
  reach_id: string;
  day_on: string;
  started_at: string;
  ended_at: string;
  elapsed_ms: number;
  found: number;
  rechecked: number;
  media_named: number;
  media_stored: number;
  doubts: string[];
}

/** Weeks of offline work in one answer: `GET /api/v1/plan`. */
export interface Plan {
  person: { id: string; name: string; language: string };
  appointments: Appointment[];
  reaches: Reach[];
  checklist: { version: number; items: ChecklistItem[] };
  policy: {
    version: number;
    consent_version: number;
    frequency: { role: Role; times: number; period: "month" | "week" }[];
  };
  contacts: { person_id: string; name: string; role: Role; phone: string; area_id: string }[];
  problems: PlanProblem[];
  progress: Progress[];
  recent: RecentPatrol[];
  ledgers: { code: string; name: string; origin: string | null; epoch: number; vkeys: string[] }[];
  cursor: string;
  server_time: string;
}

/** A picture named by an entry, as the envelope carries it. */
export interface NamedMedium {
  sha256: string;
  type: string;
  bytes: number;
  role: MediaRole;
  problem_id: string | null;
  pairs_with: string | null;
}

/** What the phone knows of a picture beside its bytes; goes into `private.media_facts`. */
export interface MediaFact {
  sha256: string;
  taken_at: string | null;
  place: Place | null;
  source: "live" | "picked";
}

/** A photo taken or picked, hashed at capture, its bytes already in the store. */
export interface Photo extends MediaFact {
  type: string;
  bytes: number;
  role: MediaRole;
  pairs_with: string | null;
}

/** The hashed half of an entry (contract: envelope = entry without the private half and the signature). */
export interface Envelope {
  format: 1;
  id: string;
  ledger: string;
  kind: string;
  at: string;
  mono_id: string | null;
  mono_ms: number | null;
  by: string | null;
  appointment: string | null;
  device_id: string | null;
  device_seq: number | null;
  prev: string | null;
  beacon: { epoch: number; size: number; root: string } | null;
  media: NamedMedium[];
  body: Record<string, unknown>;
  private_commit: string;
}

export interface Entry extends Envelope {
  private_salt: string;
  private: Record<string, unknown>;
  signature: string | null;
}

/** Who was told of a problem, how, and whether it got through. */
export interface Told {
  /** The id of its `problem.told` entry. */
  id: string;
  whom: Role;
  way: "call" | "sms" | "in_person";
  got_through: boolean;
  at: string;
  /** True once its `problem.told` entry stands in the outbox. */
  filed: boolean;
}

/** A found problem while its patrol is still open. */
export interface DraftProblem {
  id: string;
  item: number;
  chips: string[];
  words: string;
  severity: Severity;
  before: Photo[];
  after: Photo[];
  cleaned: boolean | null;
  /** What was done about it on the spot (处理意见, 处理结果), when it was cleaned. */
  opinion: string;
  result: string;
  told: Told[];
  place: Place | null;
  noted_at: string;
  /** True once its `problem.reported` entry stands in the outbox (major ones go at once). */
  filed: boolean;
}

export interface DraftRecheck {
  problem_id: string;
  outcome: RecheckOutcome;
  reason: string | null;
  photos: Photo[];
}

export type Fix = [lon_e6: number, lat_e6: number, accuracy_m: number, ms: number];
export type GapReason = "asleep" | "no_signal" | "denied" | "page_closed";
/** A time of the walk without a fix, in ms since `started_at`. */
export type Gap = [from_ms: number, to_ms: number, reason: GapReason];

/** A time during which one page load ran without sleeping: monotonic and wall clock at both ends, in ms. */
export interface Stretch {
  mono_id: string;
  from_ms: number;
  to_ms: number;
  wall_from_ms: number;
  wall_to_ms: number;
}

/** The one patrol in progress: every tap is stored here before anything else happens. */
export interface Draft {
  patrol_id: string;
  appointment_id: string;
  reach_id: string;
  ledger: string;
  banks: Banks;
  method: Method;
  weather: Weather;
  water: Water;
  started_at: string;
  /** Monotonic stretches of this walk; time between them is bridged by the wall clock and is a gap. */
  stretches: {
    mono_id: string;
    from_ms: number;
    to_ms: number;
    wall_from_ms: number;
    wall_to_ms: number;
  }[];
  answers: Record<string, { finding: Finding; known_problems: string[] }>;
  problems: DraftProblem[];
  rechecks: DraftRecheck[];
  scene: Photo[];
  /** `[lon_e6, lat_e6, accuracy_m, ms]`, ms since `started_at`. */
  fixes: Fix[];
  /** Whether positions were read on this walk: not without consent, and not when the phone refused. */
  position: "off" | "on" | "denied";
  note: string;
  /** Where the walker was when the page went away, so that he comes back to the same step. */
  step: string;
}
