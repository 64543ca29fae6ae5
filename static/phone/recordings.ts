/** What is said or filmed: each piece is stored as it is recorded, so that a killed page keeps what there is of it. */

import { forgetPhotos, putPhoto, shotOf } from "./album.ts";
import { changeDraft, findDraft } from "./draft.ts";
import type { Draft, Photo, Place } from "./model.ts";
import type { Pen } from "./pen.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Reading, Writing } from "./store.ts";

/** 说一段话, or 录像. */
export type RecordingKind = "voice" | "film";

/** Whether it is of the walk or of one of its problems. */
export type RecordingSlot = { on: "walk" } | { on: "problem"; id: string };

/** What is known of it from its first piece on. */
interface Head {
  patrol_id: string;
  slot: RecordingSlot;
  type: string;
  place: Place | null;
  taken_at: string;
  /** In what an older version left of something said: its pieces, all in here, and perhaps no time. */
  pieces?: ArrayBuffer[];
}

type Holder = { voice?: Photo[]; films?: Photo[] };

const LISTS = { voice: "voice", film: "films" } as const;
const ROLES = { voice: "voice", film: "video" } as const;

/** Each piece lies by itself: one list would be written anew, and longer, every second. */
const pieceKey = (kind: RecordingKind, n: number): string =>
  `${kind}/${String(n).padStart(4, "0")}`;
const pieces = (kind: RecordingKind): IDBKeyRange => IDBKeyRange.bound(`${kind}/`, `${kind}/:`);

/** Store piece `n` of what is recorded, from 0; none of what is finished already. */
export async function keepPiece(
  pen: Pen,
  kind: RecordingKind,
  head: Pick<Head, "slot" | "type" | "place">,
  n: number,
  bytes: ArrayBuffer,
): Promise<void> {
  const patrol_id = (await findDraft(pen))?.patrol_id ?? "";
  const taken_at = rfc3339(pen.clock.now());
  await pen.store.write(async (tx) => {
    const meta = tx.objectStore("meta");
    if (n === 0) await meta.put({ ...head, patrol_id, taken_at } satisfies Head, kind);
    else if ((await meta.count(kind)) === 0) return;
    await tx.objectStore("blobs").put({ type: head.type, bytes }, pieceKey(kind, n));
  });
}

/** The recording as far as it has come; null where there is none. */
export async function readRecording(pen: Pen, kind: RecordingKind): Promise<Blob | null> {
  const held = await pen.store.read((tx) => readHeld(tx, kind));
  return held?.whole ?? null;
}

async function readHeld(tx: Reading, kind: RecordingKind) {
  const head = (await tx.objectStore("meta").get(kind)) as Head | undefined;
  if (head === undefined) return null;
  const held = await tx.objectStore("blobs").getAll(pieces(kind));
  const parts = [...(head.pieces ?? []), ...held.map(({ bytes }) => bytes)];
  return { head, whole: new Blob(parts, { type: head.type }) };
}

/** Give it to its walk or problem, also what a killed page left behind; says whether there was one. */
export async function finishRecording(
  pen: Pen,
  kind: RecordingKind,
  poster: string | null = null,
): Promise<boolean> {
  const held = await pen.store.read((tx) => readHeld(tx, kind));
  if (held === null) return false;
  const { patrol_id, slot, type, place = null } = held.head;
  const { taken_at = rfc3339(pen.clock.now()) }: Partial<Head> = held.head;
  const draft = await findDraft(pen);
  if (draft?.patrol_id !== patrol_id || holderOf(draft, slot) === undefined) {
    // Recorded of a walk or a problem that is gone or filed meanwhile.
    await dropRecording(pen, kind);
    return false;
  }
  const facts = { role: ROLES[kind], source: "live", place, type } as const;
  const shot = await shotOf(await held.whole.arrayBuffer(), facts, taken_at);
  const photo = kind === "film" ? { ...shot.photo, poster } : shot.photo;
  await changeDraft(
    pen,
    (open) => add(holderOf(open, slot), kind, photo),
    async (tx) => {
      await putPhoto(tx, shot, pen.clock.now());
      await clear(tx, kind);
    },
  );
  return true;
}

/** The same of all there is, before what it belongs to is filed. */
export async function finishRecordings(pen: Pen): Promise<void> {
  await finishRecording(pen, "voice");
  await finishRecording(pen, "film");
}

function add(holder: Holder | undefined, kind: RecordingKind, photo: Photo): void {
  const held = holder?.[LISTS[kind]] ?? [];
  if (holder === undefined || held.some(({ sha256 }) => sha256 === photo.sha256)) return;
  holder[LISTS[kind]] = [...held, photo];
}

/** 重拍: nothing of it is kept. */
export async function dropRecording(pen: Pen, kind: RecordingKind): Promise<void> {
  await pen.store.write((tx) => clear(tx, kind));
}

async function clear(tx: Writing, kind: RecordingKind): Promise<void> {
  await tx.objectStore("meta").delete(kind);
  await tx.objectStore("blobs").delete(pieces(kind));
}

/** Take one back that was given to its walk or problem. */
export async function takeBack(
  pen: Pen,
  kind: RecordingKind,
  slot: RecordingSlot,
  sha256: string,
): Promise<void> {
  await changeDraft(pen, (draft) => {
    const holder = holderOf(draft, slot);
    const held = holder?.[LISTS[kind]];
    if (holder !== undefined && held !== undefined)
      holder[LISTS[kind]] = held.filter((photo) => photo.sha256 !== sha256);
  });
  await forgetPhotos(pen.store, [{ sha256 }]);
}

/** The walk or the problem, while it may still be changed: what is filed stays as it was filed. */
function holderOf(draft: Draft, slot: RecordingSlot): Holder | undefined {
  if (slot.on === "walk") return draft;
  return draft.problems.find((problem) => problem.id === slot.id && !problem.filed);
}
