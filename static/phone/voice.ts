/** A voice note for those who do not type: what is said is stored piece by piece, so that a killed page loses nothing. */

import { forgetPhotos, keepPhoto } from "./album.ts";
import { changeDraft, findDraft } from "./draft.ts";
import type { Draft, Photo } from "./model.ts";
import type { Pen } from "./pen.ts";
import { rfc3339 } from "./rules/times.ts";

/** Whether it is said of the walk or of one of its problems. */
export type VoiceSlot = { on: "walk" } | { on: "problem"; id: string };

/** What is being said, as far as it has come. */
interface Said {
  patrol_id: string;
  slot: VoiceSlot;
  type: string;
  pieces: ArrayBuffer[];
  /** When it was begun; absent in what an older version left. */
  taken_at?: string;
}

const KEY = "voice";

/** Store one more piece of what is being said. */
export async function keepPiece(
  pen: Pen,
  head: Pick<Said, "slot" | "type">,
  piece: ArrayBuffer,
): Promise<void> {
  const patrol_id = (await findDraft(pen))?.patrol_id ?? "";
  const now_at = rfc3339(pen.clock.now());
  await pen.store.write(async (tx) => {
    const said = (await tx.objectStore("meta").get(KEY)) as Said | undefined;
    const pieces = [...(said?.pieces ?? []), piece];
    const taken_at = said?.taken_at ?? now_at;
    await tx.objectStore("meta").put({ ...head, patrol_id, pieces, taken_at } satisfies Said, KEY);
  });
}

/** Make a note of what was said, also of what a killed page left behind; nothing where nothing was said. */
export async function finishSaid(pen: Pen): Promise<void> {
  const said = (await pen.store.read((tx) => tx.objectStore("meta").get(KEY))) as Said | undefined;
  if (said === undefined) return;
  const bytes = await new Blob(said.pieces).arrayBuffer();
  const facts = { role: "voice", source: "live", place: null, type: said.type } as const;
  const note = await keepPhoto(pen, bytes, facts, said.taken_at);
  const draft = await findDraft(pen);
  if (draft?.patrol_id === said.patrol_id)
    await changeDraft(pen, (open) => addNote(open, said.slot, note));
  await pen.store.write((tx) => tx.objectStore("meta").delete(KEY));
  // Said of a walk or a problem that is gone meanwhile.
  await forgetPhotos(pen.store, [note]);
}

/** Take a note back. */
export async function dropNote(pen: Pen, slot: VoiceSlot, sha256: string): Promise<void> {
  await changeDraft(pen, (draft) => {
    const holder = holderOf(draft, slot);
    if (holder !== undefined)
      holder.voice = holder.voice?.filter((note) => note.sha256 !== sha256) ?? [];
  });
  await forgetPhotos(pen.store, [{ sha256 }]);
}

/** The notes of the walk or of a problem. */
export function notesOf(draft: Draft, slot: VoiceSlot): readonly Photo[] {
  if (slot.on === "walk") return draft.voice ?? [];
  return draft.problems.find(({ id }) => id === slot.id)?.voice ?? [];
}

function addNote(draft: Draft, slot: VoiceSlot, note: Photo): void {
  const holder = holderOf(draft, slot);
  if (holder === undefined || holder.voice?.some(({ sha256 }) => sha256 === note.sha256)) return;
  holder.voice = [...(holder.voice ?? []), note];
}

/** The walk or the problem, while it may still be changed: what is filed stays as it was filed. */
export function holderOf(
  draft: Draft,
  slot: VoiceSlot,
): { voice?: Photo[]; films?: Photo[] } | undefined {
  if (slot.on === "walk") return draft;
  return draft.problems.find((problem) => problem.id === slot.id && !problem.filed);
}
