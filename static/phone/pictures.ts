/** Delivery of the pictures, smallest first, each for itself: one that fails never holds up the rest. */

import { ApiFault } from "./api.ts";
import { askMedia, type Courier } from "./courier.ts";
import { sha256 } from "./hashes.ts";
import type { KeptMedium } from "./outbox.ts";
import { failedAgain, isDue, isHopeless } from "./rules/retries.ts";
import { upload } from "./tus.ts";

/** Answers that concern this picture alone, so that the next one may fare better. */
const OF_ITSELF = [400, 404, 409, 413, 415, 422, 460];

/** A picture on its way: so many of its bytes have arrived. */
export interface Progress {
  sha256: string;
  sent_bytes: number;
  bytes: number;
}

/** How a delivery of pictures is made: `all`, those as well whose pause is not over. */
export interface Way {
  all: boolean;
  /** Is told how far each picture has come. */
  tell(progress: Progress): void;
}

/** Send what the server lacks of the pictures of accepted entries, then ask it what it holds; gives how many waited. */
export async function deliverMedia(courier: Courier, way: Way): Promise<number> {
  const waiting = await listWaiting(courier, way);
  await askMedia(courier, hashesOf(waiting));
  const missing = await listWaiting(courier, way);
  for (const kept of missing) {
    await deliver(courier, kept, way).catch((fault) => setAside(courier, kept, fault));
  }
  await askMedia(courier, hashesOf(missing));
  return waiting.length;
}

const hashesOf = (media: readonly KeptMedium[]): string[] => media.map((kept) => kept.sha256);

/** Pictures in wait whose entry is in the ledger, smallest first; what the network broke off last time gives way. */
async function listWaiting(courier: Courier, { all }: Way): Promise<KeptMedium[]> {
  return courier.store.read(async (tx) => {
    const media = await tx.objectStore("media").getAll();
    const waiting = media
      .filter((kept) => kept.state === "waiting" && kept.entry_id !== null)
      .filter((kept) => all || isDue(kept, courier.now()));
    const entries = await Promise.all(
      waiting.map((kept) => tx.objectStore("entries").get(kept.entry_id ?? "")),
    );
    return waiting
      .filter((_kept, index) => entries[index]?.state === "accepted")
      .sort((a, b) => (a.tries ?? 0) - (b.tries ?? 0) || a.bytes - b.bytes);
  });
}

async function deliver(courier: Courier, kept: KeptMedium, { tell }: Way): Promise<void> {
  const held = await courier.store.read((tx) => tx.objectStore("blobs").get(kept.sha256));
  if (held === undefined || (await sha256(held.bytes)) !== kept.sha256) {
    const fault = { code: "photo_damaged", detail: "" };
    return change(courier, kept.sha256, { state: "parked", fault });
  }
  const { sha256: hash, type, upload_url: url, entry_id } = kept;
  const given = { sha256: hash, type, entry_id: entry_id ?? "", bytes: held.bytes, url };
  const { bytes } = kept;
  await upload(courier.api, given, {
    keepUrl: (upload_url) => change(courier, hash, { upload_url }),
    tell: (sent_bytes) => tell({ sha256: hash, sent_bytes, bytes }),
  });
}

/** Note what went wrong, and park what cannot arrive; rethrow what concerns all of them. */
async function setAside(courier: Courier, kept: KeptMedium, fault: unknown): Promise<void> {
  if (!(fault instanceof ApiFault)) throw fault;
  const { code, detail, keep, status } = fault;
  const isOwn = OF_ITSELF.includes(status) && code !== "not_ours";
  const isFar = status === 0;
  if (!isOwn && !isFar) throw fault;
  const when = { now_ms: courier.now(), random: courier.random(), pauses: isOwn };
  const tried = failedAgain(kept, { code, detail }, when);
  const waits = isFar || (keep && !isHopeless(tried));
  // At a wrong offset the upload goes on next time; after any other refusal it starts anew.
  const isOpen = isFar || code === "wrong_offset";
  await change(courier, kept.sha256, {
    ...tried,
    state: waits ? "waiting" : "parked",
    ...(!isOpen && { upload_url: null }),
  });
  if (isFar) throw fault;
}

async function change(courier: Courier, hash: string, change: Partial<KeptMedium>): Promise<void> {
  await courier.store.write(async (tx) => {
    const now = await tx.objectStore("media").get(hash);
    if (now !== undefined && now.state !== "stored") {
      await tx.objectStore("media").put({ ...now, ...change });
    }
  });
}
