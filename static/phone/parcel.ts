/** One call to the server: entries, questions and what is pending go there; what has arrived comes back, id by id. */

import { type Api, ApiFault } from "./api.ts";
import { type Book, bookKey } from "./book.ts";
import type { Entry } from "./model.ts";
import { type KeptEntry, pendingOf, readOutbox } from "./outbox.ts";
import { failedAgain, isHopeless } from "./rules/retries.ts";
import { msOf, rfc3339 } from "./rules/times.ts";
import type { Store, Writing } from "./store.ts";

/** Who delivers: whose store, over which wire, at which time, from which browser profile. */
export interface Courier {
  store: Store;
  api: Api;
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  installation_id: string;
  /** What time it was at the server when it last said so, in ms since 1970. */
  server_ms: number | null;
}

/** More hashes than this are asked for in several calls (contract). */
const MAX_ASKED = 100;

/** Which browser a book lies in, for whoever looks after the phones. */
export const sayBrowser = (): string => globalThis.navigator?.userAgent?.slice(0, 200) ?? "";

/** Tell the server of a book before it is drained for the first time. */
export async function registerBook(
  courier: Courier,
  ledger: string,
  device_id: string,
): Promise<void> {
  const key = bookKey(ledger);
  const book = await courier.store.read((tx) => tx.objectStore("meta").get(key));
  if ((book as Book | undefined)?.registered) return;
  const { installation_id } = courier;
  const names = { device_id, installation_id, label: sayBrowser(), public_key: null };
  await courier.api.post("/api/v1/devices", names);
  await courier.store.write(async (tx) => {
    const now = (await tx.objectStore("meta").get(key)) as Book | undefined;
    if (now !== undefined) await tx.objectStore("meta").put({ ...now, registered: true }, key);
  });
}

/** Ask which of these pictures the server has, and note the answer. */
export async function askMedia(courier: Courier, hashes: readonly string[]): Promise<void> {
  const [device_id] = await listBooks(courier);
  if (device_id === undefined) return;
  for (let start = 0; start < hashes.length; start += MAX_ASKED) {
    await postParcel(courier, device_id, { ask_media: hashes.slice(start, start + MAX_ASKED) });
  }
}

/** Tell the server what is left once all has been tried, under each book: what was said before was true only then. */
export async function reportRest(courier: Courier): Promise<void> {
  for (const device_id of await listBooks(courier)) await postParcel(courier, device_id, {});
}

async function listBooks(courier: Courier): Promise<string[]> {
  const first = bookKey("");
  const range = IDBKeyRange.bound(first, `${first}\uffff`);
  const books = await courier.store.read((tx) => tx.objectStore("meta").getAll(range));
  return (books as Book[]).map(({ device_id }) => device_id);
}

/** Say what is pending, send entries, ask for pictures; gives how many entries were answered for. */
export async function postParcel(
  courier: Courier,
  device_id: string,
  { entries = [], ask_media = [] }: { entries?: readonly Entry[]; ask_media?: readonly string[] },
): Promise<number> {
  const pending = await readPending(courier.store);
  const sent_at = rfc3339(courier.now());
  const parcel = { device_id, sent_at, held_size: null, pending, ask_media, entries };
  const answer = await courier.api.post("/api/v1/entries", parcel);
  if (!Array.isArray(answer.results) || !Array.isArray(answer.media)) {
    throw new ApiFault({ code: "not_ours" });
  }
  const { results, media } = answer as { results: Result[]; media: MediumAnswer[] };
  const server_ms = readServerTime(answer.server_time);
  courier.server_ms = server_ms;
  await courier.store.write(async (tx) => {
    for (const result of results) await settle(tx, result, courier);
    for (const { sha256, status } of media) {
      if (status === "stored") await settleMedium(tx, sha256, server_ms ?? courier.now());
    }
  }, true);
  return results.length;
}

/** What has not arrived, parked things among it, as the contract says it. */
async function readPending(store: Store) {
  const { entries, media, oldest_at, days } = pendingOf(await store.read((tx) => readOutbox(tx)));
  return { entries, media, oldest_at, days };
}

/** Ms of a time that the server said; null for none. */
export function readServerTime(said: unknown): number | null {
  try {
    return msOf(String(said));
  } catch {
    return null;
  }
}

interface Result {
  id: string | null;
  status: string;
  seq: number | null;
  accepted_at: string | null;
  error: { code?: string; detail?: string; keep?: boolean } | null;
}

interface MediumAnswer {
  sha256: string;
  status: string;
}

/** An entry is let go by its id and its number in the ledger, never by a mere 200. */
async function settle(tx: Writing, result: Result, courier: Courier): Promise<void> {
  if (typeof result.id !== "string") return;
  const kept = await tx.objectStore("entries").get(result.id);
  if (kept === undefined || kept.state === "accepted") return;
  const { seq, accepted_at, error } = result;
  const isIn = ["accepted", "duplicate"].includes(result.status) && Number.isSafeInteger(seq);
  if (isIn) {
    const arrived = { state: "accepted", seq, accepted_at, fault: null } as const;
    await tx.objectStore("entries").put({ ...kept, ...arrived });
    for (const { sha256 } of kept.entry.media) await sendWith(tx, sha256, kept.id);
  } else if (result.status === "refused") {
    await tx.objectStore("entries").put({ ...kept, ...refused(kept, error, courier) });
  }
}

/** A picture that two entries name goes as soon as one of them is in, for the other may never be. */
async function sendWith(tx: Writing, hash: string, entry_id: string): Promise<void> {
  const kept = await tx.objectStore("media").get(hash);
  if (kept?.state === "waiting") await tx.objectStore("media").put({ ...kept, entry_id });
}

/** It waits if the server says so, longer each time, but not for ever; else it is set aside. */
function refused(kept: KeptEntry, error: Result["error"], courier: Courier) {
  const fault = { code: error?.code ?? "refused", detail: error?.detail ?? "" };
  // That is no fault of the entry: it goes as soon as its author is logged in again.
  const pauses = fault.code !== "not_author";
  const now_ms = courier.now();
  const tried = failedAgain(kept, fault, { now_ms, random: courier.random(), pauses });
  const waits = error?.keep && !(pauses && isHopeless(tried));
  return { ...tried, state: waits ? ("waiting" as const) : ("parked" as const) };
}

/** The bytes stay a while longer, so that a restored server can be helped. */
async function settleMedium(tx: Writing, hash: string, stored_at: number): Promise<void> {
  const kept = await tx.objectStore("media").get(hash);
  if (kept === undefined || kept.state === "draft" || kept.state === "stored") return;
  await tx.objectStore("media").put({ ...kept, state: "stored", stored_at, fault: null });
}

/** Note that a call was refused for this entry alone. */
export async function refuse(courier: Courier, id: string, fault: ApiFault): Promise<void> {
  const { code, detail, keep } = fault;
  const error = { code, detail, keep };
  const result = { id, status: "refused", seq: null, accepted_at: null, error };
  await courier.store.write((tx) => settle(tx, result, courier), true);
}
