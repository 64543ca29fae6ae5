/** One delivery of the outbox: entries first, then their pictures; what is delivered the server says, id by id. */

import { type Api, ApiFault } from "./api.ts";
import { type Book, bookKey } from "./book.ts";
import { type KeptEntry, pendingOf, readOutbox } from "./outbox.ts";
import { failedAgain, isDue, isHopeless } from "./rules/retries.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Store, Writing } from "./store.ts";

/** Who delivers: whose store, over which wire, at which time, from which browser profile. */
export interface Courier {
  store: Store;
  api: Api;
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  installation_id(): string;
}

const MAX_ENTRIES = 50;
/** Far under the contract's megabyte: what has arrived before a weak network breaks need not go again. */
const MAX_BYTES = 256_000;
/** Answers to a request that is itself no good; all others say nothing about what was sent. */
const SPOILT = [400, 413, 422];

/**
 * Send all waiting entries, urgent ones first; gives how many were answered for. Throws what stops the whole delivery.
 * `all`: those as well whose pause is not over.
 */
export async function deliverEntries(courier: Courier, all: boolean): Promise<number> {
  const tried = new Set<string>();
  let limit = MAX_ENTRIES;
  let sent = 0;
  for (;;) {
    const { entries } = await courier.store.read((tx) => readOutbox(tx));
    const due = entries.filter((kept) => all || isDue(kept, courier.now()));
    const batch = nextBatch(due, tried, limit);
    if (batch.length === 0) return sent;
    const answered = await post(courier, batch).catch((fault) => spoilt(courier, batch, fault));
    sent += answered ?? 0;
    const isDone = answered !== null || batch.length === 1;
    for (const kept of isDone ? batch : []) tried.add(kept.id);
    limit = isDone ? MAX_ENTRIES : Math.floor(batch.length / 2);
  }
}

/** One entry spoils the whole request: it is found by halves, then set aside. */
async function spoilt(
  courier: Courier,
  batch: readonly KeptEntry[],
  fault: unknown,
): Promise<null> {
  if (!isSpoilt(fault)) throw fault;
  if (batch.length === 1) await setAside(courier, batch[0]?.id, fault);
  return null;
}

/** The next entries of one book, urgent ones first, within the contract's limits. */
export function nextBatch(
  entries: readonly KeptEntry[],
  tried: ReadonlySet<string>,
  limit: number,
): KeptEntry[] {
  const waiting = entries.filter((kept) => kept.state === "waiting" && !tried.has(kept.id));
  waiting.sort((a, b) => urgency(a) - urgency(b));
  const book = waiting.filter((kept) => kept.device_id === waiting[0]?.device_id);
  let bytes = 0;
  return book.slice(0, limit).filter((kept, index) => {
    bytes += new TextEncoder().encode(JSON.stringify(kept.entry)).length;
    return index === 0 || bytes <= MAX_BYTES;
  });
}

function urgency({ entry }: KeptEntry): number {
  if (entry.kind === "problem.reported" && entry.body.severity === "major") return 0;
  return entry.kind === "problem.told" ? 1 : 2;
}

function isSpoilt(fault: unknown): fault is ApiFault {
  return fault instanceof ApiFault && SPOILT.includes(fault.status) && fault.code !== "not_ours";
}

async function post(courier: Courier, batch: readonly KeptEntry[]): Promise<number> {
  const first = batch[0]?.entry;
  if (first?.device_id == null) return 0;
  await registerBook(courier, first.ledger, first.device_id).catch((fault) => {
    // An unknown book is a doubt at the server, no reason to hold anything back.
    if (!isSpoilt(fault)) throw fault;
  });
  const entries = batch.map((kept) => kept.entry);
  return postParcel(courier, first.device_id, entries, []);
}

async function registerBook(courier: Courier, ledger: string, device_id: string): Promise<void> {
  const key = bookKey(ledger);
  const book = await courier.store.read((tx) => tx.objectStore("meta").get(key));
  if ((book as Book | undefined)?.registered) return;
  const installation_id = courier.installation_id();
  const label = globalThis.navigator?.userAgent?.slice(0, 200) ?? "";
  const names = { device_id, installation_id, label, public_key: null };
  await courier.api.post("/api/v1/devices", names);
  await courier.store.write(async (tx) => {
    const now = (await tx.objectStore("meta").get(key)) as Book | undefined;
    if (now !== undefined) await tx.objectStore("meta").put({ ...now, registered: true }, key);
  });
}

/** Ask which of these pictures the server has, and note the answer. */
export async function askMedia(courier: Courier, hashes: readonly string[]): Promise<void> {
  const device_id = await findBook(courier);
  if (device_id === null) return;
  for (let start = 0; start < hashes.length; start += 100) {
    await postParcel(courier, device_id, [], hashes.slice(start, start + 100));
  }
}

/** Tell the server what is left once all has been tried: what was said before was true only then. */
export async function reportRest(courier: Courier): Promise<void> {
  const device_id = await findBook(courier);
  if (device_id !== null) await postParcel(courier, device_id, [], []);
}

async function findBook(courier: Courier): Promise<string | null> {
  return courier.store.read(async (tx) => {
    const keys = await tx.objectStore("meta").getAllKeys();
    const key = keys.find((name) => name.startsWith(bookKey("")));
    if (key === undefined) return null;
    return ((await tx.objectStore("meta").get(key)) as Book).device_id;
  });
}

/** Say what is pending, send entries, ask for pictures; gives how many entries were answered for. */
async function postParcel(
  courier: Courier,
  device_id: string,
  entries: readonly unknown[],
  ask_media: readonly string[],
): Promise<number> {
  const {
    entries: count,
    media: pictures,
    oldest_at,
    days,
  } = pendingOf(await courier.store.read((tx) => readOutbox(tx)));
  const pending = { entries: count, media: pictures, oldest_at, days };
  const sent_at = rfc3339(courier.now());
  const parcel = { device_id, sent_at, held_size: null, pending, ask_media, entries };
  const answer = await courier.api.post("/api/v1/entries", parcel);
  if (!Array.isArray(answer.results) || !Array.isArray(answer.media)) {
    throw new ApiFault({ code: "not_ours" });
  }
  const { results, media } = answer as { results: Result[]; media: MediumAnswer[] };
  await courier.store.write(async (tx) => {
    for (const result of results) await settle(tx, result, courier);
    for (const { sha256, status } of media) {
      if (status === "stored") await settleMedium(tx, sha256, courier.now());
    }
  }, true);
  return results.length;
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
  } else if (result.status === "refused") {
    await tx.objectStore("entries").put({ ...kept, ...refused(kept, error, courier) });
  }
}

/** It waits if the server says so, longer each time, but not for ever; else it is set aside. */
function refused(kept: KeptEntry, error: Result["error"], courier: Courier) {
  const fault = { code: error?.code ?? "refused", detail: error?.detail ?? "" };
  // That is no fault of the entry: it goes as soon as its author is logged in again.
  const pauses = fault.code !== "not_author";
  const tried = failedAgain(kept, fault, {
    now_ms: courier.now(),
    random: courier.random(),
    pauses,
  });
  const waits = error?.keep && !(pauses && isHopeless(tried));
  return { ...tried, state: waits ? ("waiting" as const) : ("parked" as const) };
}

/** The bytes stay a while longer, so that a restored server can be helped. */
async function settleMedium(tx: Writing, hash: string, now_ms: number): Promise<void> {
  const kept = await tx.objectStore("media").get(hash);
  if (kept === undefined || kept.state === "draft" || kept.state === "stored") return;
  const stored = { ...kept, state: "stored" as const, stored_at: now_ms, fault: null };
  await tx.objectStore("media").put(stored);
}

async function setAside(courier: Courier, id: string | undefined, fault: ApiFault): Promise<void> {
  if (id === undefined) return;
  const { code, detail, keep } = fault;
  const result = {
    id,
    status: "refused",
    seq: null,
    accepted_at: null,
    error: { code, detail, keep },
  };
  await courier.store.write((tx) => settle(tx, result, courier), true);
}
