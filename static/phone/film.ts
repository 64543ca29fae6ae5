/** A film of a few seconds: each piece is stored as it is taken, so that a killed page keeps what there is of it. */

import { forgetPhotos, putPhoto, shotOf } from "./album.ts";
import { changeDraft, findDraft } from "./draft.ts";
import type { Draft, Photo, Place } from "./model.ts";
import type { Pen } from "./pen.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Reading, Writing } from "./store.ts";
import { holderOf, type VoiceSlot } from "./voice.ts";

/** Whether it is of the walk or of one of its problems. */
export type FilmSlot = VoiceSlot;

/** What is known of the film being taken, from its first piece on. */
interface Head {
  patrol_id: string;
  slot: FilmSlot;
  type: string;
  place: Place | null;
  taken_at: string;
}

const KEY = "film";
/** Each piece lies by itself: one list would be written anew, and longer, every second. */
const pieceKey = (n: number): string => `film/${String(n).padStart(4, "0")}`;
const pieces = (): IDBKeyRange => IDBKeyRange.bound("film/", "film/:");

/** Store piece `n` of the film, from 0; none of one that is finished already. */
export async function keepFilmPiece(
  pen: Pen,
  head: Pick<Head, "slot" | "type" | "place">,
  n: number,
  bytes: ArrayBuffer,
): Promise<void> {
  const patrol_id = (await findDraft(pen))?.patrol_id ?? "";
  const taken_at = rfc3339(pen.clock.now());
  await pen.store.write(async (tx) => {
    const meta = tx.objectStore("meta");
    if (n === 0) await meta.put({ ...head, patrol_id, taken_at } satisfies Head, KEY);
    else if ((await meta.count(KEY)) === 0) return;
    await tx.objectStore("blobs").put({ type: head.type, bytes }, pieceKey(n));
  });
}

/** The film as far as it has come; null where there is none. */
export async function readFilm(pen: Pen): Promise<Blob | null> {
  const held = await pen.store.read(readHeld);
  return held?.film ?? null;
}

async function readHeld(tx: Reading): Promise<{ head: Head; film: Blob } | null> {
  const head = (await tx.objectStore("meta").get(KEY)) as Head | undefined;
  if (head === undefined) return null;
  const held = await tx.objectStore("blobs").getAll(pieces());
  return {
    head,
    film: new Blob(
      held.map(({ bytes }) => bytes),
      { type: head.type },
    ),
  };
}

/** Give the film to its walk or problem, also one that a killed page left behind; says whether there was one. */
export async function finishFilm(pen: Pen, poster: string | null = null): Promise<boolean> {
  const held = await pen.store.read(readHeld);
  if (held === null) return false;
  const { patrol_id, slot, type, place, taken_at } = held.head;
  const draft = await findDraft(pen);
  if (draft?.patrol_id !== patrol_id || holderOf(draft, slot) === undefined) {
    // Taken of a walk or a problem that is gone or filed meanwhile.
    await dropFilm(pen);
    return false;
  }
  const facts = { role: "video", source: "live", place, type } as const;
  const shot = await shotOf(await held.film.arrayBuffer(), facts, taken_at);
  await changeDraft(
    pen,
    (open) => addFilm(open, slot, { ...shot.photo, poster }),
    async (tx) => {
      await putPhoto(tx, shot, pen.clock.now());
      await clear(tx);
    },
  );
  return true;
}

function addFilm(draft: Draft, slot: FilmSlot, film: Photo): void {
  const holder = holderOf(draft, slot);
  if (holder === undefined || holder.films?.some(({ sha256 }) => sha256 === film.sha256)) return;
  holder.films = [...(holder.films ?? []), film];
}

/** 重拍: nothing of it is kept. */
export async function dropFilm(pen: Pen): Promise<void> {
  await pen.store.write(clear);
}

async function clear(tx: Writing): Promise<void> {
  await tx.objectStore("meta").delete(KEY);
  await tx.objectStore("blobs").delete(pieces());
}

/** Take a film back that was given to its walk or problem. */
export async function takeFilmBack(pen: Pen, slot: FilmSlot, sha256: string): Promise<void> {
  await changeDraft(pen, (draft) => {
    const holder = holderOf(draft, slot);
    if (holder !== undefined)
      holder.films = holder.films?.filter((film) => film.sha256 !== sha256) ?? [];
  });
  await forgetPhotos(pen.store, [{ sha256 }]);
}
