/** Notices that the browser threw a person's records away, and keeps beside them how much of it had not been sent (F04). */

import type { Api } from "./api.ts";
import type { Pending } from "./outbox.ts";
import { sayBrowser } from "./parcel.ts";
import { type Pointers, tallyKey } from "./person.ts";
import { dayOf } from "./rules/period.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Kept } from "./snapshot.ts";
import type { Reading, Store } from "./store.ts";

/** What was not sent when it was last noted; `books` with the last number that waited in each. */
export interface Tally extends Pick<Pending, "entries" | "media" | "days"> {
  /** The day of an open walk. */
  draft_on: string | null;
  books: { device_id: string; upto_seq: number }[];
}

/** What was thrown away; told to its owner until he has read it, and to the server once. */
export interface Loss extends Tally {
  is_seen: boolean;
  is_told: boolean;
}

interface Beside {
  mark: string;
  tally: Tally;
  loss: Loss | null;
}

const MARK_KEY = "sentinel";
const NOTHING: Tally = { entries: 0, media: 0, days: [], draft_on: null, books: [] };

/** Compare the mark in the store with the one beside it: a store that has lost it is a new one. */
export async function standGuard(store: Store, pointers: Pointers, fresh: string): Promise<void> {
  const inside = await store.read((tx) => tx.objectStore("meta").get(MARK_KEY));
  const beside = readBeside(pointers, store.person_id);
  if (inside !== undefined && beside !== null) return;
  const isGone = inside === undefined && beside !== null;
  const mark = (inside as string | undefined) ?? fresh;
  // Beside first: killed between the two, a loss of nothing is found, which nobody is told of.
  const loss = isGone ? lossOf(beside) : null;
  write(pointers, store.person_id, { mark, tally: NOTHING, loss });
  if (inside === undefined) await store.write((tx) => tx.objectStore("meta").put(mark, MARK_KEY));
}

/** Whether the mark is there. */
export async function isGuarded(tx: Reading): Promise<boolean> {
  return (await tx.objectStore("meta").count(MARK_KEY)) > 0;
}

function lossOf({ tally, loss }: Beside): Loss | null {
  const isNothing = tally.entries + tally.media === 0 && tally.draft_on === null;
  if (isNothing) return loss;
  const news = { is_seen: false, is_told: false };
  if (loss === null) return { ...tally, ...news };
  return {
    entries: loss.entries + tally.entries,
    media: loss.media + tally.media,
    days: [...new Set([...loss.days, ...tally.days])].sort(),
    draft_on: tally.draft_on ?? loss.draft_on,
    books: [...loss.books, ...tally.books],
    ...news,
  };
}

/** Keep up with what waits, so that it can be said should it be thrown away. */
export function keepTally(
  pointers: Pointers,
  person_id: string,
  { draft, outbox }: Pick<Kept, "draft" | "outbox">,
  { entries, media, days }: Pending,
): void {
  const beside = readBeside(pointers, person_id);
  if (beside === null) return;
  const books = new Map<string, number>();
  for (const { device_id, device_seq, state } of outbox.entries) {
    if (state !== "accepted")
      books.set(device_id, Math.max(device_seq, books.get(device_id) ?? device_seq));
  }
  const tally = {
    ...{ entries, media, days },
    draft_on: draft === null ? null : dayOf(draft.started_at),
    books: [...books].map(([device_id, upto_seq]) => ({ device_id, upto_seq })),
  };
  if (JSON.stringify(tally) !== JSON.stringify(beside.tally))
    write(pointers, person_id, { ...beside, tally });
}

/** What was lost and has to be said to its owner or to the server; null when nothing is. */
export function findLoss(pointers: Pointers, person_id: string): Loss | null {
  return readBeside(pointers, person_id)?.loss ?? null;
}

/** Its owner has read it, or the server has been told; forgotten when both are done. */
export function settleLoss(
  pointers: Pointers,
  person_id: string,
  done: Partial<Pick<Loss, "is_seen" | "is_told">>,
): void {
  const beside = readBeside(pointers, person_id);
  if (beside?.loss == null) return;
  const loss = { ...beside.loss, ...done };
  write(pointers, person_id, { ...beside, loss: loss.is_seen && loss.is_told ? null : loss });
}

function readBeside(pointers: Pointers, person_id: string): Beside | null {
  try {
    return JSON.parse(pointers.getItem(tallyKey(person_id)) ?? "null") as Beside | null;
  } catch {
    return null;
  }
}

/** Where the browser keeps nothing beside the store, nothing can be noticed; that stops no record. */
function write(pointers: Pointers, person_id: string, beside: Beside): void {
  try {
    pointers.setItem(tallyKey(person_id), JSON.stringify(beside));
  } catch {
    // Full or forbidden.
  }
}

/** Say of the books that were thrown away what will never come from them (contract, `pending`). */
export async function tellLoss(
  api: Api,
  loss: Tally,
  { installation_id, now_ms }: { installation_id: string; now_ms: number },
): Promise<true> {
  for (const [index, { device_id, upto_seq }] of loss.books.entries()) {
    // Counted for the person, not book by book: said with the first.
    const { entries, media, days } = index === 0 ? loss : NOTHING;
    const lost = { entries, media, days, upto_seq };
    const pending = { entries: 0, media: 0, oldest_at: null, days: [], lost };
    const frame = { device_id, sent_at: rfc3339(now_ms), held_size: null, pending };
    // Thrown away before its first entry went, it is not known yet.
    const names = { device_id, installation_id, label: sayBrowser(), public_key: null };
    await api.post("/api/v1/devices", names);
    await api.post("/api/v1/entries", { ...frame, ask_media: [], entries: [] });
  }
  return true;
}
