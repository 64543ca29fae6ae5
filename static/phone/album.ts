/** The pictures kept on this phone: own ones until the server has them for a week, others' copies for looking at. */

import { sha256 } from "./hashes.ts";
import type { Draft, DraftProblem, MediaRole, Photo, Place } from "./model.ts";
import type { DeedDraft, KeptMedium } from "./outbox.ts";
import type { Pen } from "./pen.ts";
import { develop, type PhotoSource } from "./photo.ts";
import { rfc3339 } from "./rules/times.ts";
import type { Store, Writing } from "./store.ts";

/** What is known of a picture when it is taken; a picked one has neither time nor place of its own. */
export interface PhotoFacts {
  role: MediaRole;
  source: "live" | "picked";
  place: Place | null;
  /** The before picture that an after shows again; a slot of the walk fills it in by itself. */
  pairs_with?: string | null;
  /** A JPEG if nothing else is said. */
  type?: string;
}

/** A picture ready to be kept: what is known of it, and its bytes. */
export interface Shot {
  photo: Photo;
  bytes: ArrayBuffer;
}

/** Shrink and hash a picture as of now; nothing is stored before it is put into its slot. */
export async function makeShot(pen: Pen, source: PhotoSource, facts: PhotoFacts): Promise<Shot> {
  const taken_at = facts.source === "live" ? rfc3339(pen.clock.now()) : null;
  return shotOf(await develop(source), facts, taken_at);
}

/** Name a picture's bytes by their hash. */
export async function shotOf(
  bytes: ArrayBuffer,
  facts: PhotoFacts,
  taken_at: string | null,
): Promise<Shot> {
  const { type = "image/jpeg", pairs_with = null } = facts;
  const hash = await sha256(bytes);
  const photo = { ...facts, pairs_with, sha256: hash, type, bytes: bytes.byteLength, taken_at };
  return { photo, bytes };
}

/** Store a picture's bytes in the transaction that gives it its slot; bytes that lie there already stay as they are. */
export async function putPhoto(tx: Writing, { photo, bytes }: Shot, now_ms: number): Promise<void> {
  const { sha256: hash, type } = photo;
  const held = await tx.objectStore("media").get(hash);
  if (held !== undefined) {
    // Taken in again before it was swept away: its time begins anew.
    await tx.objectStore("media").put({ ...held, stray_at: null });
    return;
  }
  const kept: KeptMedium = {
    sha256: hash,
    type,
    bytes: photo.bytes,
    state: "draft",
    taken_at: now_ms,
    entry_id: null,
    upload_url: null,
    stored_at: null,
    fault: null,
  };
  await tx.objectStore("media").put(kept);
  await tx.objectStore("blobs").put({ type, bytes }, hash);
}

/** All that shows and says a found problem. */
export function photosOf({ before, after, voice = [], films = [] }: DraftProblem): Photo[] {
  return [...before, ...after, ...voice, ...films];
}

/** All pictures of a walk or a deed in progress. */
export function photosIn(draft: Draft | DeedDraft): Photo[] {
  if ("photos" in draft) return draft.photos;
  return [
    ...draft.problems.flatMap(photosOf),
    ...draft.rechecks.flatMap((recheck) => recheck.photos),
    ...draft.scene,
    ...(draft.voice ?? []),
    ...(draft.films ?? []),
  ];
}

/** The hashes of all pictures that something in progress shows. */
export async function listDrafted(tx: Writing): Promise<Set<string>> {
  const drafts = await tx.objectStore("drafts").getAll();
  return new Set(drafts.flatMap(photosIn).map((photo) => photo.sha256));
}

/** Let go of pictures that no filed entry names and nothing in progress shows any longer. */
export async function forgetPhotos(
  store: Store,
  photos: readonly { sha256: string }[],
): Promise<void> {
  await store.write(async (tx) => {
    const drafted = await listDrafted(tx);
    for (const { sha256: hash } of photos.filter((photo) => !drafted.has(photo.sha256))) {
      const kept = await tx.objectStore("media").get(hash);
      if (kept?.state !== "draft") continue;
      await tx.objectStore("media").delete(hash);
      await tx.objectStore("blobs").delete(hash);
    }
  });
}

/** Addresses of pictures for `<img>`: own bytes, else the copy of another's; asked twice, made once. */
export class Album {
  readonly #store: Store;
  readonly #urls = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Null when this phone does not hold the picture. */
  async url(hash: string): Promise<string | null> {
    const held = this.#urls.get(hash) ?? null;
    if (held !== null) return held;
    const bytes = await this.#store.read(
      async (tx) => (await tx.objectStore("blobs").get(hash)) ?? tx.objectStore("views").get(hash),
    );
    if (bytes === undefined) return null;
    const url = this.#urls.get(hash) ?? URL.createObjectURL(new Blob([bytes.bytes], bytes));
    this.#urls.set(hash, url);
    return url;
  }

  /** Give the memory back, when the person changes. */
  close(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}
