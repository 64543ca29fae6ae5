/** The book: one person's numbered, chained entries in one ledger from this browser (contract, An entry). */

import { entryHash, privateCommit, toHex } from "./hashes.ts";
import { inTurn } from "./locks.ts";
import type { Entry, Envelope, NamedMedium } from "./model.ts";
import type { KeptEntry } from "./outbox.ts";
import { type Pen, readClocks } from "./pen.ts";
import { mended } from "./rules/jcs.ts";
import { rfc3339 } from "./rules/times.ts";
import { uuid7 } from "./rules/uuid7.ts";
import type { Writing } from "./store.ts";

/** Where a book stands: the number and hash of its last entry, and whether the server knows the book. */
export interface Book {
  device_id: string;
  ledger: string;
  seq: number;
  prev: string | null;
  registered: boolean;
}

/** What an entry says, before it gets its place in the book. The id is made early, so that filing twice is harmless. */
export interface Making {
  id: string;
  kind: string;
  appointment: string | null;
  at_ms?: number;
  media: NamedMedium[];
  body: Record<string, unknown>;
  private: Record<string, unknown>;
}

type More = (tx: Writing, filed: readonly KeptEntry[]) => Promise<unknown>;

/** The key of a ledger's book among the small facts. */
export const bookKey = (ledger: string): string => `book:${ledger}`;

/**
 * File what `make` says, mark the pictures as waiting and do `more`, all in one transaction; gives back what is kept.
 * Hashing is asynchronous and would end a transaction, so the chain is made first and written only if the book has not moved.
 */
export async function fileEntries(
  pen: Pen,
  ledger: string,
  make: () => readonly Making[] | Promise<readonly Making[]>,
  more: More = async () => undefined,
): Promise<KeptEntry[]> {
  return inTurn(pen.locks, `patrol-book-${pen.person_id}`, async () => {
    for (;;) {
      const book = await readBook(pen, ledger);
      const links = await chain(pen, book, await make());
      const kept = await pen.store.write((tx) => putUnmoved(tx, book, links, more), true);
      if (kept !== null) return kept;
    }
  });
}

async function readBook(pen: Pen, ledger: string): Promise<Book> {
  const book = await pen.store.read((tx) => tx.objectStore("meta").get(bookKey(ledger)));
  const fresh = { device_id: uuid7(pen.clock.now()), ledger, seq: 0, prev: null };
  return (book as Book | undefined) ?? { ...fresh, registered: false };
}

async function chain(pen: Pen, book: Book, makings: readonly Making[]): Promise<KeptEntry[]> {
  const links: KeptEntry[] = [];
  for (const making of makings) {
    const device_seq = book.seq + links.length + 1;
    const prev = links.at(-1)?.entry_hash ?? book.prev;
    links.push(await makeLink(pen, { ...book, seq: device_seq, prev }, making));
  }
  return links;
}

async function makeLink(pen: Pen, place: Book, making: Making): Promise<KeptEntry> {
  const reading = readClocks(pen.clock);
  const held = mended(making.private);
  const private_salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const envelope: Envelope = {
    format: 1,
    id: making.id,
    ledger: place.ledger,
    kind: making.kind,
    at: rfc3339(making.at_ms ?? reading.wall_ms),
    mono_id: reading.mono_id,
    mono_ms: reading.mono_ms,
    by: pen.person_id,
    appointment: making.appointment,
    device_id: place.device_id,
    device_seq: place.seq,
    prev: place.prev,
    beacon: null,
    media: making.media,
    body: mended(making.body),
    private_commit: await privateCommit(private_salt, held),
  };
  const entry: Entry = { ...envelope, private_salt, private: held, signature: null };
  return {
    id: making.id,
    device_id: place.device_id,
    device_seq: place.seq,
    entry,
    entry_hash: await entryHash(envelope),
    state: "waiting",
    filed_at: reading.wall_ms,
    seq: null,
    accepted_at: null,
    fault: null,
  };
}

/** Null when the book moved meanwhile; what is already filed under these ids is given back as it stands. */
async function putUnmoved(
  tx: Writing,
  book: Book,
  links: KeptEntry[],
  more: More,
): Promise<KeptEntry[] | null> {
  const filed = await Promise.all(links.map((link) => tx.objectStore("entries").get(link.id)));
  if (filed.every((kept) => kept !== undefined)) return filed;
  const now = (await tx.objectStore("meta").get(bookKey(book.ledger))) as Book | undefined;
  if ((now?.seq ?? 0) !== book.seq) return null;
  const last = links.at(-1);
  if (last === undefined) return [];
  const { device_seq: seq, entry_hash: prev } = last;
  await tx.objectStore("meta").put({ ...book, ...now, seq, prev }, bookKey(book.ledger));
  for (const link of links) await putLink(tx, link);
  await more(tx, links);
  return links;
}

async function putLink(tx: Writing, link: KeptEntry): Promise<void> {
  await tx.objectStore("entries").put(link);
  for (const { sha256 } of link.entry.media) {
    const medium = await tx.objectStore("media").get(sha256);
    if (medium?.state === "draft") {
      await tx.objectStore("media").put({ ...medium, state: "waiting", entry_id: link.id });
    }
  }
}
