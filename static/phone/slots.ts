/** Where the photos of a walk belong: a slot takes pictures and gives them back, it never changes one. */

import { forgetPhotos, putPhoto } from "./album.ts";
import { changeDraft, findRecheck } from "./draft.ts";
import { PhoneFault } from "./faults.ts";
import type { Draft, Photo } from "./model.ts";
import type { Pen } from "./pen.ts";

export type PhotoSlot =
  | { on: "problem"; id: string; role: "before" | "after" }
  | { on: "recheck"; id: string }
  | { on: "scene" };

/**
 * Put a picture into its slot, its bytes with it unless they lie in the store; an after is paired with the first before.
 * `photo_missing` where there is no such slot.
 */
export async function addPhoto(
  pen: Pen,
  slot: PhotoSlot,
  photo: Photo,
  bytes: ArrayBuffer | null = null,
): Promise<Draft> {
  return changeDraft(
    pen,
    (draft) => {
      const held = findSlot(draft, slot);
      if (held.some(({ sha256 }) => sha256 === photo.sha256)) return;
      held.push({ ...photo, pairs_with: pairOf(draft, slot) ?? photo.pairs_with });
      placeProblem(draft, slot, photo);
    },
    bytes === null ? undefined : (tx) => putPhoto(tx, { photo, bytes }, pen.clock.now()),
  );
}

/** Take a picture out of its slot and let go of its bytes. */
export async function dropPhoto(pen: Pen, slot: PhotoSlot, sha256: string): Promise<Draft> {
  const draft = await changeDraft(pen, (open) => {
    const held = findSlot(open, slot);
    const index = held.findIndex((photo) => photo.sha256 === sha256);
    if (index >= 0) held.splice(index, 1);
  });
  await forgetPhotos(pen.store, [{ sha256 }]);
  return draft;
}

/** Where a problem lies is where its first picture was taken. */
function placeProblem(draft: Draft, slot: PhotoSlot, { place }: Photo): void {
  if (slot.on !== "problem" || slot.role !== "before") return;
  const problem = draft.problems.find((held) => held.id === slot.id);
  if (problem !== undefined) problem.place ??= place;
}

function findSlot(draft: Draft, slot: PhotoSlot): Photo[] {
  if (slot.on === "scene") return draft.scene;
  const found =
    slot.on === "recheck"
      ? findRecheck(draft, slot.id)?.photos
      : draft.problems.find((held) => held.id === slot.id && !held.filed)?.[slot.role];
  if (found === undefined) throw new PhoneFault("photo_missing");
  return found;
}

function pairOf(draft: Draft, slot: PhotoSlot): string | null {
  if (slot.on !== "problem" || slot.role !== "after") return null;
  return draft.problems.find((held) => held.id === slot.id)?.before[0]?.sha256 ?? null;
}
