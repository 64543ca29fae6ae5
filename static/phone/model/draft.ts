/** A walk in progress, as it lies in the store. */

import type { MediaFact } from "./entry.ts";
import type {
  Banks,
  Finding,
  MediaRole,
  Method,
  Place,
  RecheckOutcome,
  Role,
  Severity,
  Water,
  Weather,
} from "./words.ts";

/** A photo taken or picked, hashed at capture, its bytes already in the store. */
export interface Photo extends MediaFact {
  type: string;
  bytes: number;
  role: MediaRole;
  pairs_with: string | null;
  /** Of a film: its first frame as a small JPEG in a `data:` address, for lists on this phone; null where it gave none. */
  poster?: string | null;
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
  /** What was said of it; absent in one that an older version began. */
  voice?: Photo[];
  /** What was filmed of it; as `voice`. */
  films?: Photo[];
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

/** When somebody stood at a point to visit, in ms since `started_at`. */
export interface Visit {
  point_id: string;
  elapsed_ms: number;
}

export type GapReason = "asleep" | "no_signal" | "weak" | "denied" | "no_consent" | "page_closed";

/** What changed for the track, in ms since `started_at`: whether positions may be read, whether the page is seen. */
export type Sign = [at_ms: number, what: Draft["position"] | "hidden" | "shown"];

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
  /** What was said of the walk; absent in one that an older version began. */
  voice?: Photo[];
  /** What was filmed on the walk; as `voice`. */
  films?: Photo[];
  /** `[lon_e6, lat_e6, accuracy_m, ms]`, ms since `started_at`. */
  fixes: Fix[];
  /** The points he stood at; absent in a walk that an older version began. */
  visits?: Visit[];
  /** Whether positions were read on this walk: not without consent, and not when the phone refused. */
  position: "off" | "on" | "denied";
  /** How that came about; absent in a walk that an older version began. */
  signs?: Sign[];
  note: string;
  /** Where the walker was when the page went away, so that he comes back to the same step. */
  step: string;
}
