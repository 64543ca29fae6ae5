/** Everything unsent in one file that the server can import: for a phone that is broken, lost to the network or handed in. */

import { makeZip } from "client-zip";
import { type Book, bookKey } from "./book.ts";
import type { Entry } from "./model.ts";
import { isUnsent, type KeptMedium, readOutbox } from "./outbox.ts";
import type { CurrentPerson } from "./person.ts";
import { dayOf } from "./rules/period.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Reading, Store } from "./store.ts";
import { filed, say } from "./words.ts";

/** Whose phone it is, and the moment by its clock. */
export interface Carrier {
  person: CurrentPerson;
  installation_id: string;
  now_ms: number;
}

/** What stands in `outbox.json`; format 1. The server takes the entries as if they had been sent. */
export interface Carried {
  format: 1;
  made_at: string;
  installation_id: string;
  person: CurrentPerson;
  books: Pick<Book, "device_id" | "ledger">[];
  entries: Entry[];
  media: { sha256: string; type: string; bytes: number; entry_id: string }[];
}

const ENDINGS: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "audio/webm": "webm",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg",
  "video/webm": "webm",
  "video/mp4": "mp4",
};

/**
 * Pack it; `tell` hears how many of its parts are in. Nothing is marked as sent. The bytes of one medium at a time
 * are in memory; the browser keeps what is packed as it likes.
 */
export async function packUnsent(
  store: Store,
  carrier: Carrier,
  tell: (packed: number, of: number) => void,
): Promise<File> {
  const carried = await listUnsent(store, carrier);
  const type = "application/zip";
  const zip = await new Response(makeZip(partsOf(store, carried, tell)), {
    headers: { "Content-Type": type },
  }).blob();
  return new File([zip], nameOf(carrier), { type });
}

/** What goes into the list: what has not arrived, in the order of the books, and of the media those that are here. */
export async function listUnsent(store: Store, carrier: Carrier): Promise<Carried> {
  const { person, installation_id, now_ms } = carrier;
  return store.read(async (tx) => {
    const { entries, media } = await readOutbox(tx);
    const unsent = entries.filter(({ state }) => state !== "accepted");
    unsent.sort((a, b) => a.device_seq - b.device_seq);
    return {
      format: 1,
      made_at: rfc3339(now_ms),
      installation_id,
      person: { id: person.id, name: person.name },
      books: await listBooks(tx),
      entries: unsent.map(({ entry }) => entry),
      media: await listMedia(tx, media.filter(isUnsent)),
    };
  });
}

async function listBooks(tx: Reading): Promise<Carried["books"]> {
  const meta = tx.objectStore("meta");
  const keys = (await meta.getAllKeys()).filter((key) => key.startsWith(bookKey("")));
  const books = await Promise.all(keys.map((key) => meta.get(key) as Promise<Book>));
  return books.map(({ device_id, ledger }) => ({ device_id, ledger }));
}

async function listMedia(tx: Reading, media: readonly KeptMedium[]): Promise<Carried["media"]> {
  const counts = await Promise.all(media.map((kept) => tx.objectStore("blobs").count(kept.sha256)));
  return media.flatMap(({ sha256, type, bytes, entry_id }, index) =>
    counts[index] === 0 || entry_id === null ? [] : [{ sha256, type, bytes, entry_id }],
  );
}

async function* partsOf(
  store: Store,
  carried: Carried,
  tell: (packed: number, of: number) => void,
) {
  const lastModified = new Date(carried.made_at);
  const of = carried.media.length + 1;
  yield { name: "outbox.json", input: JSON.stringify(carried), lastModified };
  tell(1, of);
  for (const [index, { sha256, type }] of carried.media.entries()) {
    const held = await store.read((tx) => tx.objectStore("blobs").get(sha256));
    // Arrived and let go of while the file was being made.
    if (held === undefined) continue;
    yield { name: `media/${sha256}.${ENDINGS[type] ?? "bin"}`, input: held.bytes, lastModified };
    tell(index + 2, of);
  }
}

/** Letters that some system or messenger does not take in the name of a file. */
const NOT_IN_NAMES = /[\\/:*?"<>|\s]/g;

/** In the office's language, whatever the phone speaks. */
function nameOf({ person, now_ms }: Carrier): string {
  const name = person.name.replace(NOT_IN_NAMES, "");
  return filed(() => say("phone.outbox.file_name", { name, day: dayOf(rfc3339(now_ms)) }));
}
