/** What goes over the wire for ever: an entry and the pictures it names. */

import type { MediaRole, Place } from "./words.ts";

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
