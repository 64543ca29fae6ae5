/** Delivery of the entries: urgent ones first, a few at a time, each let go of by the server's own word. */

import { ApiFault } from "./api.ts";
import { type KeptEntry, listEntries } from "./outbox.ts";
import { type Courier, postParcel, refuse, registerBook } from "./parcel.ts";
import { isDue } from "./rules/retries.ts";

export type { Courier } from "./parcel.ts";

const MAX_ENTRIES = 50;
/** Answers to a request that is itself no good; all others say nothing about what was sent. */
const SPOILT = [400, 413, 422];

/** What one delivery has in mind: `all`, to send those as well whose pause is not over; `tried`, what has had its turn. */
export interface Round {
  all: boolean;
  tried: Set<string>;
}

/** Send all waiting entries; gives how many were answered for. Throws what stops the whole delivery. */
export async function deliverEntries(courier: Courier, round: Round): Promise<number> {
  let limit = MAX_ENTRIES;
  let sent = 0;
  for (;;) {
    const batch = nextBatch(await listTurn(courier, round), limit, courier.api.pace.piece_bytes);
    if (batch.length === 0) return sent;
    const answered = await post(courier, batch).catch((fault) => spoilt(courier, batch, fault));
    sent += answered ?? 0;
    const isDone = answered !== null || batch.length === 1;
    for (const kept of isDone ? batch : []) round.tried.add(kept.id);
    limit = isDone ? MAX_ENTRIES : Math.floor(batch.length / 2);
  }
}

/** Those in wait whose turn it is. */
async function listTurn(courier: Courier, { all, tried }: Round): Promise<KeptEntry[]> {
  const waiting = await courier.store.read((tx) => listEntries(tx, "waiting"));
  return waiting
    .filter((kept) => !tried.has(kept.id))
    .filter((kept) => all || isDue(kept, courier.now()));
}

/** One entry spoils the whole request: it is found by halves, then set aside. */
async function spoilt(
  courier: Courier,
  batch: readonly KeptEntry[],
  fault: unknown,
): Promise<null> {
  if (!isSpoilt(fault)) throw fault;
  const [first, ...others] = batch;
  if (first !== undefined && others.length === 0) await refuse(courier, first.id, fault);
  return null;
}

/** The next entries of one book, urgent ones first, then in the order of the book: a clock may have been wrong. */
export function nextBatch(
  waiting: readonly KeptEntry[],
  limit: number,
  max_bytes: number,
): KeptEntry[] {
  const [first] = [...waiting].sort((a, b) => urgency(a) - urgency(b));
  const book = waiting
    .filter((kept) => kept.device_id === first?.device_id)
    .sort((a, b) => urgency(a) - urgency(b) || a.device_seq - b.device_seq);
  let bytes = 0;
  return book.slice(0, limit).filter((kept, index) => {
    bytes += new TextEncoder().encode(JSON.stringify(kept.entry)).length;
    return index === 0 || bytes <= max_bytes;
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
  return postParcel(courier, first.device_id, { entries });
}
