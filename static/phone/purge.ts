/** What has arrived is let go of later, so that a restored server can be helped: pictures after 7 days, entries after 60. */

import { listDrafted } from "./album.ts";
import { listEntries } from "./outbox.ts";
import type { Store } from "./store.ts";

const DAY_MS = 86_400_000;
const PICTURE_MS = 7 * DAY_MS;
const ENTRY_MS = 60 * DAY_MS;
/** A picture taken just before the page was killed may still be on its way into a slot. */
const STRAY_MS = DAY_MS;

/** Let go of what was sent long ago, and of pictures that no draft and no entry names. */
export async function purge(store: Store, now_ms: number): Promise<void> {
  await store.write(async (tx) => {
    for (const kept of await listEntries(tx, "accepted", 0, now_ms - ENTRY_MS)) {
      await tx.objectStore("entries").delete(kept.id);
    }
    const drafted = await listDrafted(tx);
    for (const kept of await tx.objectStore("media").getAll()) {
      const isDone = kept.state === "stored" && now_ms - (kept.stored_at ?? now_ms) > PICTURE_MS;
      const isStray = kept.state === "draft" && now_ms - kept.taken_at > STRAY_MS;
      if (!isDone && !(isStray && !drafted.has(kept.sha256))) continue;
      await tx.objectStore("media").delete(kept.sha256);
      await tx.objectStore("blobs").delete(kept.sha256);
    }
  });
}
