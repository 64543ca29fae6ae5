/** Room on the phone: how many photos still fit, and what gives way before anything of the walker's is refused. */

import type { KeptMedium } from "./outbox.ts";
import type { Reading, Store, Writing } from "./store.ts";

const SLICE_BYTES = 1_000_000;
const SLICES = 6;
/** The last slice is for words: an entry with a long track has some 100 kB. */
const FOR_WORDS_BYTES = SLICE_BYTES;
/** A photo as it usually comes out, until this phone holds own ones to go by. */
const USUAL_PHOTO_BYTES = 300_000;
const LAID_KEY = "reserve";
/** How much `getRandomValues` gives at a time. */
const RANDOM_BYTES = 65_536;

/** Below this one is warned before each photo. */
export const FEW_PHOTOS = 20;

/** Free room as the browser estimates it (null where it does not), and the reserve (null before it is laid). */
export interface Room {
  free_bytes: number | null;
  slices: number | null;
}

/** How many more photos fit, words left room for; null where nobody can say. */
export function photosThatFit(
  { free_bytes, slices }: Room,
  media: readonly Pick<KeptMedium, "type" | "bytes">[],
): number | null {
  // A reserve that had to be broken into says more than an estimate: Chromium's is made up (decision 21).
  const isBroken = slices !== null && slices < SLICES;
  const beside_bytes = isBroken ? 0 : free_bytes;
  if (beside_bytes === null) return null;
  const room_bytes = beside_bytes + (slices ?? 0) * SLICE_BYTES - FOR_WORDS_BYTES;
  return Math.max(0, Math.floor(room_bytes / photoBytes(media)));
}

function photoBytes(media: readonly Pick<KeptMedium, "type" | "bytes">[]): number {
  const photos = media.filter(({ type }) => type.startsWith("image/"));
  if (photos.length === 0) return USUAL_PHOTO_BYTES;
  return photos.reduce((sum, { bytes }) => sum + bytes, 0) / photos.length;
}

/** How much of the reserve is there. */
export async function readReserve(tx: Reading): Promise<Room["slices"]> {
  if ((await tx.objectStore("meta").get(LAID_KEY)) === undefined) return null;
  return tx.objectStore("blobs").count(reserve());
}

/** Lay the reserve, or what is missing of it; where room is short, pictures that the server has give way to it. */
export async function layReserve(store: Store): Promise<void> {
  const slices = await store.read(readReserve);
  if (slices === SLICES) return;
  if (slices === null) await store.write((tx) => tx.objectStore("meta").put(true, LAID_KEY));
  for (let n = 0; n < SLICES; n += 1) {
    while (!(await store.writeIfRoom((tx) => putSlice(tx, n)))) {
      if (!(await store.write(dropStored))) return;
    }
  }
}

/** Let go of one thing, what can be spared most easily first; false where nothing is left to let go of. */
export async function giveWay(tx: Writing): Promise<boolean> {
  return (await dropStored(tx)) || (await dropView(tx)) || (await dropSlice(tx));
}

/** The oldest picture that the server has said it holds. */
async function dropStored(tx: Writing): Promise<boolean> {
  const media = await tx.objectStore("media").getAll();
  const stored = media.filter(({ state }) => state === "stored");
  stored.sort((a, b) => (a.stored_at ?? 0) - (b.stored_at ?? 0));
  const [oldest] = stored;
  if (oldest === undefined) return false;
  await dropPicture(tx, oldest.sha256);
  return true;
}

/** Take a picture off this phone. */
async function dropPicture(tx: Writing, hash: string): Promise<void> {
  await tx.objectStore("media").delete(hash);
  await tx.objectStore("blobs").delete(hash);
}

/** A copy of another's picture, which can be fetched again. */
async function dropView(tx: Writing): Promise<boolean> {
  const [hash] = await tx.objectStore("views").getAllKeys(null, 1);
  if (hash !== undefined) await tx.objectStore("views").delete(hash);
  return hash !== undefined;
}

async function dropSlice(tx: Writing): Promise<boolean> {
  const [key] = await tx.objectStore("blobs").getAllKeys(reserve(), 1);
  if (key !== undefined) await tx.objectStore("blobs").delete(key);
  return key !== undefined;
}

async function putSlice(tx: Writing, n: number): Promise<void> {
  const key = `reserve/${n}`;
  if ((await tx.objectStore("blobs").count(key)) > 0) return;
  const bytes = new Uint8Array(SLICE_BYTES);
  // What a browser packs away would hold no room free.
  for (let at = 0; at < SLICE_BYTES; at += RANDOM_BYTES)
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_BYTES));
  await tx.objectStore("blobs").put({ type: "reserve", bytes: bytes.buffer }, key);
}

const reserve = (): IDBKeyRange => IDBKeyRange.bound("reserve/", "reserve/9");
