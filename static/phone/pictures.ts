/** Delivery of what was seen and said: text goes before it at any time, then photos smallest first, videos last. */

import { ApiFault, isFar } from "./api.ts";
import { type Courier, deliverEntries, type Round } from "./courier.ts";
import { PhoneFault } from "./faults.ts";
import { sha256 } from "./hashes.ts";
import { type KeptMedium, kindOf, listIds } from "./outbox.ts";
import { askMedia } from "./parcel.ts";
import { failedAgain, isDue, isHopeless } from "./rules/retries.ts";
import type { Bytes } from "./store.ts";
import { upload } from "./tus.ts";

/** Answers that concern this picture alone, so that the next one may fare better. */
const OF_ITSELF = [400, 409, 410, 413, 415, 422, 460];
/** So many are sent before the server is asked for their hashes: then they count as arrived. */
const ASK_AFTER = 5;

/** A picture on its way: so many of its bytes have arrived. */
export interface Progress {
  sha256: string;
  sent_bytes: number;
  bytes: number;
}

/** How a delivery of pictures is made. */
export interface Way extends Round {
  videos: boolean;
  /** Is told how far each picture has come. */
  tell(progress: Progress): void;
}

/** Answers of a server that takes text but has no room or breath for pictures. */
const OF_PICTURES = [429, 503, 507];

/** How many pictures waited, and what holds them back though text goes; null where nothing does. */
export interface Turn {
  waited: number;
  held: ApiFault | null;
}

/** Send the pictures of accepted entries, but leave a server alone with them that only takes text. */
export async function deliverMedia(courier: Courier, way: Way): Promise<Turn> {
  try {
    return { waited: await sendMedia(courier, way), held: null };
  } catch (fault) {
    if (!(fault instanceof ApiFault && OF_PICTURES.includes(fault.status))) throw fault;
    return { waited: 1, held: fault };
  }
}

/** Send what the server lacks, and ask it what it holds; gives how many waited. */
async function sendMedia(courier: Courier, way: Way): Promise<number> {
  const waiting = await listTurn(courier, way);
  await askMedia(courier, hashesOf(waiting));
  const sent: KeptMedium[] = [];
  let rest = await listTurn(courier, way);
  for (let kept = rest.shift(); kept !== undefined; kept = rest.shift()) {
    way.tried.add(kept.sha256);
    await deliver(courier, kept, way).catch((fault) => setAside(courier, kept, fault));
    sent.push(kept);
    if (sent.length >= ASK_AFTER) await askMedia(courier, hashesOf(sent.splice(0)));
    // What was filed meanwhile brings pictures of its own.
    if ((await deliverEntries(courier, way)) > 0) rest = await listTurn(courier, way);
  }
  await askMedia(courier, hashesOf(sent));
  return waiting.length;
}

const hashesOf = (media: readonly KeptMedium[]): string[] => media.map((kept) => kept.sha256);

/** Pictures in wait whose entry is in the ledger; what the network broke off last time gives way to the others. */
async function listTurn(courier: Courier, { all, tried, videos }: Way): Promise<KeptMedium[]> {
  return courier.store.read(async (tx) => {
    const unsent = new Set(await listIds(tx, "waiting", "parked"));
    const media = await tx.objectStore("media").getAll();
    return media
      .filter((kept) => kept.state === "waiting" && !tried.has(kept.sha256))
      .filter(({ entry_id }) => entry_id !== null && !unsent.has(entry_id))
      .filter((kept) => all || isDue(kept, courier.now()))
      .filter((kept) => videos || !isVideo(kept))
      .sort(
        (a, b) =>
          Number(isVideo(a)) - Number(isVideo(b)) ||
          (a.tries ?? 0) - (b.tries ?? 0) ||
          a.bytes - b.bytes,
      );
  });
}

const isVideo = (kept: KeptMedium): boolean => kindOf(kept) === "video";

async function deliver(courier: Courier, kept: KeptMedium, way: Way): Promise<void> {
  const held = await read(courier, kept.sha256);
  if (held === undefined || (await sha256(held.bytes)) !== kept.sha256) {
    throw new PhoneFault("photo_damaged");
  }
  const { sha256: hash, type, bytes, upload_url: url, entry_id, tries = 0 } = kept;
  const given = {
    sha256: hash,
    type,
    entry_id: entry_id ?? "",
    bytes: held.bytes,
    url,
    tried: tries > 0,
  };
  await upload(courier.api, given, {
    keepUrl: (upload_url) => change(courier, hash, { upload_url }),
    tell: async (sent_bytes) => {
      way.tell({ sha256: hash, sent_bytes, bytes });
      if (sent_bytes < bytes) await deliverEntries(courier, way);
    },
  });
}

/** A browser may fail to read one picture's bytes and all others well. */
async function read(courier: Courier, hash: string): Promise<Bytes | undefined> {
  return courier.store
    .read((tx) => tx.objectStore("blobs").get(hash))
    .catch((fault) => {
      throw new PhoneFault("photo_unreadable", fault);
    });
}

/** Note what went wrong, and park what cannot arrive; rethrow what concerns all of them. */
async function setAside(courier: Courier, kept: KeptMedium, fault: unknown): Promise<void> {
  if (!isFar(fault) && !isOwn(fault)) throw fault;
  const { code, detail = "", keep = code !== "photo_damaged" }: Partial<ApiFault> & Coded = fault;
  const when = { now_ms: courier.now(), random: courier.random(), pauses: !isFar(fault) };
  const tried = failedAgain(kept, { code, detail }, when);
  const waits = isFar(fault) || (keep && !isHopeless(tried));
  // At a wrong offset the upload goes on next time; after any other refusal it starts anew.
  const isOpen = isFar(fault) || code === "wrong_offset";
  await change(courier, kept.sha256, {
    ...tried,
    state: waits ? "waiting" : "parked",
    ...(!isOpen && { upload_url: null }),
  });
  if (isFar(fault)) throw fault;
}

interface Coded {
  code: string;
}

function isOwn(fault: unknown): fault is ApiFault | PhoneFault {
  if (fault instanceof PhoneFault) return fault.code.startsWith("photo_");
  if (!(fault instanceof ApiFault)) return false;
  const { status, code } = fault;
  return code === "upload_gone" || (OF_ITSELF.includes(status) && code !== "not_ours");
}

async function change(courier: Courier, hash: string, change: Partial<KeptMedium>): Promise<void> {
  await courier.store.write(async (tx) => {
    const now = await tx.objectStore("media").get(hash);
    if (now !== undefined && now.state !== "stored") {
      await tx.objectStore("media").put({ ...now, ...change });
    }
  });
}
