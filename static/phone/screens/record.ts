/** One patrol as its walker sees it again: from this phone while it is kept here, from the plan after that. */

import type { Banks, Finding, Fix, Method, RecentPatrol } from "../model.ts";
import { type KeptEntry, mediaLeft } from "../outbox.ts";
import { coveragePermille } from "../rules/coverage.ts";
import { dayOf } from "../rules/period.ts";
import type { Here } from "./app.ts";

/** What stands in the body of a `patrol.completed` of this phone. */
interface PatrolBody {
  patrol_id: string;
  reach_id: string;
  banks: Banks;
  method: Method;
  started_at: string;
  ended_at: string;
  elapsed_ms: number;
  ended_early: string | null;
  items: { item: number; finding: Finding }[];
  rechecks: unknown[];
}

export interface WalkRecord {
  patrol_id: string;
  appointment_id: string | null;
  reach_id: string;
  ledger: string;
  /** Null until the ledger has it. */
  seq: number | null;
  state: KeptEntry["state"];
  /** Why it has not gone, if it was refused. */
  fault: KeptEntry["fault"];
  day_on: string;
  started_at: string;
  ended_at: string;
  elapsed_ms: number;
  /** Which share of the reach was walked; null where nobody can say. */
  coverage_permille: number | null;
  found: number;
  rechecked: number;
  media_named: number;
  media_stored: number;
  doubts: readonly string[];
  /** How it was walked and what was found item by item; null where only the plan knows of it. */
  body: PatrolBody | null;
  /** How many of its entries are not in the ledger yet. */
  unsent: number;
}

/** All patrols this phone knows of, newest first. */
export function listRecords(here: Here): WalkRecord[] {
  const kept = here.entries.filter(({ entry }) => entry.kind === "patrol.completed");
  const own = kept.map((patrol) => keptRecord(here, patrol));
  const known = new Set(own.map((record) => record.patrol_id));
  const sent = here.plan.recent.filter(({ patrol_id }) => !known.has(patrol_id)).map(sentRecord);
  return [...own, ...sent].sort((a, b) => Date.parse(b.started_at) - Date.parse(a.started_at));
}

/** One patrol by its id. */
export function findRecord(here: Here, patrol_id: string): WalkRecord | undefined {
  return listRecords(here).find((record) => record.patrol_id === patrol_id);
}

function keptRecord(here: Here, patrol: KeptEntry): WalkRecord {
  const body = patrol.entry.body as unknown as PatrolBody;
  const parts = listParts(here.entries, body.patrol_id);
  const named = parts.reduce((sum, { entry }) => sum + entry.media.length, 0);
  const left = parts.reduce((sum, kept) => sum + mediaLeft(kept, here.waiting_media), 0);
  return {
    patrol_id: body.patrol_id,
    appointment_id: patrol.entry.appointment,
    reach_id: body.reach_id,
    ledger: patrol.entry.ledger,
    seq: patrol.seq,
    state: patrol.state,
    fault: patrol.fault,
    day_on: dayOf(body.started_at),
    started_at: body.started_at,
    ended_at: body.ended_at,
    elapsed_ms: body.elapsed_ms,
    coverage_permille: coverageOf(here, patrol.entry),
    found: body.items.filter(({ finding }) => finding === "found").length,
    rechecked: body.rechecks.length,
    media_named: named,
    media_stored: named - left,
    doubts: here.plan.recent.find(({ entry_id }) => entry_id === patrol.id)?.doubts ?? [],
    body,
    unsent: parts.filter(({ state }) => state !== "accepted").length,
  };
}

/** The walk, its problems, and who was told of them. */
function listParts(entries: readonly KeptEntry[], patrol_id: string): KeptEntry[] {
  const own = entries.filter(({ entry }) => entry.body.patrol_id === patrol_id);
  const problems = new Set<unknown>(own.map(({ id }) => id));
  const told = entries.filter(
    ({ entry }) => entry.kind === "problem.told" && problems.has(entry.body.problem_id),
  );
  return [...own, ...told];
}

/** As the server will judge it when the entry arrives. */
function coverageOf({ plan }: Here, entry: KeptEntry["entry"]): number | null {
  const line = plan.reaches.find(({ id }) => id === entry.body.reach_id)?.geometry ?? [];
  const track = entry.private.track as { fixes: Fix[] } | undefined;
  return coveragePermille(line, track?.fixes ?? []);
}

function sentRecord(recent: RecentPatrol): WalkRecord {
  const { coverage_permille = null } = recent;
  return {
    ...recent,
    coverage_permille,
    appointment_id: null,
    state: "accepted",
    fault: null,
    body: null,
    unsent: 0,
  };
}
