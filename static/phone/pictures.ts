/** Delivery of the pictures, smallest first, each for itself: one that fails never holds up the rest. */

import { ApiFault } from "./api.ts";
import { askMedia, type Courier } from "./courier.ts";
import { sha256 } from "./hashes.ts";
import type { KeptMedium } from "./outbox.ts";
import { upload } from "./tus.ts";

/** Answers that concern this picture alone, so that the next one may fare better. */
const OF_ITSELF = [400, 404, 409, 413, 415, 422, 460];

/** Send what the server lacks of the pictures of accepted entries, then ask it what it holds; gives how many waited. */
export async function deliverMedia(courier: Courier): Promise<number> {
  const waiting = await listWaiting(courier);
  await askMedia(courier, hashesOf(waiting));
  const missing = await listWaiting(courier);
  for (const kept of missing) {
    await deliver(courier, kept).catch((fault) => setAside(courier, kept, fault));
  }
  await askMedia(courier, hashesOf(missing));
  return waiting.length;
}

const hashesOf = (media: readonly KeptMedium[]): string[] => media.map((kept) => kept.sha256);

/** Pictures in wait whose entry is in the ledger, smallest first. */
async function listWaiting(courier: Courier): Promise<KeptMedium[]> {
  return courier.store.read(async (tx) => {
    const media = await tx.objectStore("media").getAll();
    const waiting = media.filter((kept) => kept.state === "waiting" && kept.entry_id !== null);
    const entries = await Promise.all(
      waiting.map((kept) => tx.objectStore("entries").get(kept.entry_id ?? "")),
    );
    return waiting
      .filter((_kept, index) => entries[index]?.state === "accepted")
      .sort((a, b) => a.bytes - b.bytes);
  });
}

async function deliver(courier: Courier, kept: KeptMedium): Promise<void> {
  const held = await courier.store.read((tx) => tx.objectStore("blobs").get(kept.sha256));
  if (held === undefined || (await sha256(held.bytes)) !== kept.sha256) {
    const fault = { code: "photo_damaged", detail: "" };
    return change(courier, kept.sha256, { state: "parked", fault });
  }
  const { sha256: hash, type, upload_url: url, entry_id } = kept;
  const given = { sha256: hash, type, entry_id: entry_id ?? "", bytes: held.bytes, url };
  await upload(courier.api, given, (upload_url) => change(courier, hash, { upload_url }));
}

/** Park what can never arrive, note what went wrong otherwise; rethrow what concerns all of them. */
async function setAside(courier: Courier, kept: KeptMedium, fault: unknown): Promise<void> {
  if (!(fault instanceof ApiFault) || !OF_ITSELF.includes(fault.status)) throw fault;
  if (fault.code === "not_ours") throw fault;
  const { code, detail, keep } = fault;
  const state = keep ? "waiting" : "parked";
  // At a wrong offset the upload goes on next time; after any other refusal it starts anew.
  const upload_url = code === "wrong_offset" ? kept.upload_url : null;
  await change(courier, kept.sha256, { state, upload_url, fault: { code, detail } });
}

async function change(courier: Courier, hash: string, change: Partial<KeptMedium>): Promise<void> {
  await courier.store.write(async (tx) => {
    const now = await tx.objectStore("media").get(hash);
    if (now !== undefined && now.state !== "stored") {
      await tx.objectStore("media").put({ ...now, ...change });
    }
  });
}
