/** What is kept of entries and pictures on their way to the ledger, and what of it is still waiting. */

import type { Entry, Photo } from "./model.ts";
import { dayOf } from "./rules/period.ts";
import type { NewPatrol } from "./rules/progress.ts";
import type { Tried } from "./rules/retries.ts";
import { msOf, rfc3339 } from "./rules/times.ts";
import type { Reading, Store, Writing } from "./store.ts";

/** An entry on this phone: waiting, in the ledger (with its number there), or parked with the fault the server named. */
export interface KeptEntry extends Tried {
  id: string;
  device_id: string;
  device_seq: number;
  entry: Entry;
  entry_hash: string;
  state: "waiting" | "accepted" | "parked";
  filed_at: number;
  seq: number | null;
  accepted_at: string | null;
}

/** A picture on this phone: in a draft, named by a filed entry and waiting, or stored on the server. */
export interface KeptMedium extends Tried {
  sha256: string;
  type: string;
  bytes: number;
  state: "draft" | "waiting" | "stored" | "parked";
  taken_at: number;
  entry_id: string | null;
  upload_url: string | null;
  stored_at: number | null;
  /** Since when nothing names it, by the server's time in ms; absent or null where something does. */
  stray_at?: number | null;
}

/** A decision on a problem while it is being written: kept, because the camera may kill the page. */
export interface DeedDraft {
  key: string;
  kind: DeedKind;
  problem_id: string;
  entry_id: string;
  ledger: string;
  appointment_id: string;
  fields: Record<string, string>;
  photos: Photo[];
}

export type DeedKind = "problem.accepted" | "problem.handled" | "problem.escalated";

/**
 * What has not reached the server; `days` are the patrol days among it, `oldest_at` when the oldest was filed.
 * `media` is the sum of `photos`, `voices` and `videos`.
 */
export interface Pending {
  entries: number;
  media: number;
  photos: number;
  voices: number;
  videos: number;
  parked: number;
  oldest_at: string | null;
  days: string[];
}

/** The outbox without the pictures' bytes, oldest entry first. */
export interface Outbox {
  /** Those not in the ledger yet, and those that went there lately. */
  entries: KeptEntry[];
  media: KeptMedium[];
}

const DELIVERED_KEY = "delivered_at";

/** When all that waited had last gone, ms since 1970; null before the first time. */
export async function readDelivered(tx: Reading): Promise<number | null> {
  const at_ms = await tx.objectStore("meta").get(DELIVERED_KEY);
  return (at_ms as number | undefined) ?? null;
}

/** Remember that all has gone, for the day the phone starts without signal. */
export async function noteDelivered(store: Store, at_ms: number): Promise<void> {
  await store.write((tx) => tx.objectStore("meta").put(at_ms, DELIVERED_KEY));
}

/** Read what waits and what is parked, and what was accepted of the entries filed since `since_ms`. */
export async function readOutbox(
  tx: Reading | Writing,
  since_ms = Number.POSITIVE_INFINITY,
): Promise<Outbox> {
  const [waiting, parked, accepted, media] = await Promise.all([
    listEntries(tx, "waiting"),
    listEntries(tx, "parked"),
    listEntries(tx, "accepted", since_ms),
    tx.objectStore("media").getAll(),
  ]);
  const entries = [...waiting, ...parked, ...accepted];
  entries.sort(byAge);
  return { entries, media };
}

/** The entries in one state, filed since a time of the phone's clock (ms), which may have been wrong then. */
export async function listEntries(
  tx: Reading | Writing,
  state: KeptEntry["state"],
  since_ms = Number.NEGATIVE_INFINITY,
): Promise<KeptEntry[]> {
  return tx.objectStore("entries").index("by_state").getAll(rangeOf(state, since_ms));
}

/** The ids of the entries in these states, without the entries. */
export async function listIds(tx: Reading, ...states: KeptEntry["state"][]): Promise<string[]> {
  const index = tx.objectStore("entries").index("by_state");
  return (await Promise.all(states.map((state) => index.getAllKeys(rangeOf(state))))).flat();
}

function rangeOf(state: KeptEntry["state"], since_ms = Number.NEGATIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([state, since_ms], [state, Number.POSITIVE_INFINITY]);
}

/** The outbox with the entries as well that went long ago and whose pictures have not all arrived. */
export async function withIncomplete(tx: Reading, { entries, media }: Outbox): Promise<Outbox> {
  const known = new Set(entries.map(({ id }) => id));
  const ids = media.filter(isUnsent).map(({ entry_id }) => entry_id ?? "");
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  const found = await Promise.all(missing.map((id) => tx.objectStore("entries").get(id)));
  const older = found.filter((kept) => kept !== undefined);
  return { entries: [...older, ...entries].sort(byAge), media };
}

const byAge = (a: KeptEntry, b: KeptEntry) =>
  a.filed_at - b.filed_at || a.device_seq - b.device_seq;

/** The entries of one walk as they are kept, the patrol among them; none where it was not finished on this phone. */
export async function findFiledPatrol(store: Store, patrol_id: string): Promise<KeptEntry[]> {
  const { entries } = await store.read((tx) => readOutbox(tx, 0));
  const filed = entries.filter(({ entry }) => entry.body.patrol_id === patrol_id);
  return filed.some(({ entry }) => entry.kind === "patrol.completed") ? filed : [];
}

/** Count what is still on the phone only; parked things are among the counts, for they have not arrived either. */
export function pendingOf({ entries, media }: Outbox): Pending {
  const unsent = entries.filter((kept) => kept.state !== "accepted");
  const oldest = unsent[0];
  const patrols = unsent.filter((kept) => kept.entry.kind === "patrol.completed");
  const kinds = media.filter(isUnsent).map(kindOf);
  const count = (kind: MediumKind) => kinds.filter((one) => one === kind).length;
  return {
    entries: unsent.length,
    media: kinds.length,
    photos: count("photo"),
    voices: count("voice"),
    videos: count("video"),
    parked: [...entries, ...media].filter((kept) => kept.state === "parked").length,
    oldest_at: oldest === undefined ? null : rfc3339(oldest.filed_at),
    days: [...new Set(patrols.map((kept) => patrolDay(kept.entry)))].sort(),
  };
}

/** Whether the server will have nothing of what waits for now. */
export function isPausing({ entries, media }: Outbox): boolean {
  const waiting = [...entries, ...media].filter((kept) => kept.state === "waiting");
  return waiting.every(({ next_at = null }) => next_at !== null);
}

/** What people call a medium. */
export type MediumKind = "photo" | "voice" | "video";

/** By its type: everything that neither sounds nor moves is a photo. */
export function kindOf({ type }: Pick<KeptMedium, "type">): MediumKind {
  if (type.startsWith("video/")) return "video";
  return type.startsWith("audio/") ? "voice" : "photo";
}

/** Whether a picture belongs to a filed entry and has not arrived. */
export function isUnsent(kept: KeptMedium): boolean {
  return kept.state === "waiting" || kept.state === "parked";
}

/** The patrols that a plan of `server_time` cannot know yet, with the day each belongs to: the day it started. */
export function patrolsBeyond(entries: readonly KeptEntry[], server_time: string): NewPatrol[] {
  const known_ms = msOf(server_time);
  return entries
    .filter(({ entry }) => entry.kind === "patrol.completed")
    .filter(({ accepted_at }) => accepted_at === null || msOf(accepted_at) > known_ms)
    .map(({ entry, state }) => ({
      appointment_id: entry.appointment,
      reach_id: String(entry.body.reach_id),
      day_on: patrolDay(entry),
      is_sent: state === "accepted",
    }));
}

const patrolDay = (entry: Entry): string => dayOf(String(entry.body.started_at));

const DAY_MS = 86_400_000;

/** Whether something has not arrived for more than a day; one from a clock that was ahead is as good as old. */
export function isLongUnsent(
  entries: readonly KeptEntry[],
  waiting: ReadonlySet<string>,
  now_ms: number,
): boolean {
  return entries
    .filter((kept) => kept.state !== "accepted" || mediaLeft(kept, waiting) > 0)
    .some(({ filed_at }) => Math.abs(now_ms - filed_at) > DAY_MS);
}

/** How many pictures of an entry have not arrived. */
export function mediaLeft(kept: KeptEntry, waiting: ReadonlySet<string>): number {
  return kept.entry.media.filter((medium) => waiting.has(medium.sha256)).length;
}

/** As if it had never been tried. */
const AFRESH = { state: "waiting", tries: 0, next_at: null, fault: null } as const;

/** Let a parked entry or picture (by id or hash) wait for its turn once more, and one that pauses go at once. */
export async function unpark(store: Store, id: string): Promise<void> {
  await store.write(async (tx) => {
    const kept = await tx.objectStore("entries").get(id);
    if (kept?.state === "parked" || kept?.state === "waiting")
      await tx.objectStore("entries").put({ ...kept, ...AFRESH });
    const medium = await tx.objectStore("media").get(id);
    if (medium !== undefined && isUnsent(medium))
      await tx.objectStore("media").put({ ...medium, ...AFRESH });
  });
}

/** The same for all of them at once. */
export async function unparkAll(store: Store): Promise<void> {
  await store.write(async (tx) => {
    const { entries, media } = await readOutbox(tx);
    for (const kept of entries) await tx.objectStore("entries").put({ ...kept, ...AFRESH });
    for (const medium of media.filter(isUnsent))
      await tx.objectStore("media").put({ ...medium, ...AFRESH });
  });
}
