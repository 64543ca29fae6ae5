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

/** Shrink, hash and store a picture at once; then it is given to a slot of the draft. */
export async function takePhoto(pen: Pen, source: PhotoSource, facts: PhotoFacts): Promise<Photo> {
  return keepPhoto(pen, await develop(source), facts);
}

/** Store a picture's bytes under their hash. */
export async function keepPhoto(pen: Pen, bytes: ArrayBuffer, facts: PhotoFacts): Promise<Photo> {
  const hash = await sha256(bytes);
  const now_ms = pen.clock.now();
  const taken_at = facts.source === "live" ? rfc3339(now_ms) : null;
  const { type = "image/jpeg" } = facts;
  const kept: KeptMedium = {
    sha256: hash,
    type,
    bytes: bytes.byteLength,
    state: "draft",
    taken_at: now_ms,
    entry_id: null,
    upload_url: null,
    stored_at: null,
    fault: null,
  };
  await pen.store.write(async (tx) => {
    if ((await tx.objectStore("media").count(hash)) > 0) return;
    await tx.objectStore("media").put(kept);
    await tx.objectStore("blobs").put({ type, bytes }, hash);
  }, true);
  const pairs_with = facts.pairs_with ?? null;
  return { ...facts, pairs_with, sha256: hash, type, bytes: bytes.byteLength, taken_at };
}

/** All that shows and says a found problem. */
export function photosOf({ before, after, voice = [] }: DraftProblem): Photo[] {
  return [...before, ...after, ...voice];
}

/** All pictures of a walk or a deed in progress. */
export function photosIn(draft: Draft | DeedDraft): Photo[] {
  if ("photos" in draft) return draft.photos;
  return [
    ...draft.problems.flatMap(photosOf),
    ...draft.rechecks.flatMap((recheck) => recheck.photos),
    ...draft.scene,
    ...(draft.voice ?? []),
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
