/** The plan: weeks of offline work in one answer. */

import type { Told } from "./draft.ts";
import type { Banks, LonLat, MediaRole, Place, ProblemState, Role, Severity } from "./words.ts";

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

/** A place to visit on the way; `at` is null where nobody knows it, `doubtful` where something speaks against it. */
export interface Point {
  id: string;
  name: string;
  kind: string;
  at: LonLat | null;
  doubtful?: boolean;
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
  points: Point[];
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
  /** Absent in a plan kept from an older server. */
  coverage_permille?: number | null;
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
  /** `filed_items` are the same in the ledger's language, where the reader has another. */
  checklist: { version: number; items: ChecklistItem[]; filed_items?: ChecklistItem[] };
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
