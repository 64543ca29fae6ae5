/** What has arrived is let go of later, so that a restored server can be helped: pictures after 7 days, entries after 60. */

import { listDrafted } from "./album.ts";
import { isUnsent, type KeptEntry, type KeptMedium } from "./outbox.ts";
import { msOf } from "./rules/times.ts";
import type { Store, Writing } from "./store.ts";

const DAY_MS = 86_400_000;
const PICTURE_MS = 7 * DAY_MS;
const ENTRY_MS = 60 * DAY_MS;
/** A picture taken just before the page was killed may still be on its way into a slot. */
const STRAY_MS = DAY_MS;
const KEY = "purged_at";

/**
 * Let go of what was sent long ago, and of pictures that no draft and no entry names; once a day. Nothing goes by the
 * phone's clock alone: whichever of the two is behind counts, and what was sent bears the server's time.
 */
export async function purge(store: Store, server_ms: number, phone_ms: number): Promise<void> {
  const now_ms = Math.min(server_ms, phone_ms);
  const purged_at = await store.read((tx) => tx.objectStore("meta").get(KEY));
  if (Math.abs(now_ms - ((purged_at as number | undefined) ?? 0)) < DAY_MS) return;
  await store.write(async (tx) => {
    await tx.objectStore("meta").put(now_ms, KEY);
    const media = await tx.objectStore("media").getAll();
    await purgeEntries(tx, media, now_ms);
    await purgeMedia(tx, media, now_ms);
  });
}

/** One after the other, for each may hold a long track; one whose pictures have not arrived stays. */
async function purgeEntries(tx: Writing, media: KeptMedium[], now_ms: number): Promise<void> {
  const unsent = new Set(media.filter(isUnsent).map(({ sha256 }) => sha256));
  for (let cursor = await tx.objectStore("entries").openCursor(); cursor !== null; ) {
    if (isDone(cursor.value, unsent, now_ms)) await cursor.delete();
    cursor = await cursor.continue();
  }
}

function isDone({ state, accepted_at, entry }: KeptEntry, unsent: Set<string>, now_ms: number) {
  return (
    state === "accepted" &&
    accepted_at !== null &&
    now_ms - msOf(accepted_at) > ENTRY_MS &&
    !entry.media.some(({ sha256 }) => unsent.has(sha256))
  );
}

/** A stray is seen twice, a day apart, before it goes: when it was taken only the phone's clock says. */
async function purgeMedia(tx: Writing, media: KeptMedium[], now_ms: number): Promise<void> {
  const drafted = await listDrafted(tx);
  // Never one that is to be sent, whatever it was before.
  const spare = media.filter(({ state }) => state === "stored" || state === "draft");
  for (const kept of spare) {
    const { sha256, state, stored_at, stray_at = null } = kept;
    const isStray = state === "draft";
    if (drafted.has(sha256)) continue;
    const since_ms = isStray ? stray_at : stored_at;
    if (since_ms !== null && now_ms - since_ms > (isStray ? STRAY_MS : PICTURE_MS)) {
      await tx.objectStore("media").delete(sha256);
      await tx.objectStore("blobs").delete(sha256);
    } else if (isStray && stray_at === null) {
      await tx.objectStore("media").put({ ...kept, stray_at: now_ms });
    }
  }
}
