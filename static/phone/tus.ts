/** Uploads that go on where they broke off: tus 1.0.0 with creation, on fetch. */

import { type Api, ApiFault } from "./api.ts";

const PIECE_BYTES = 256 * 1024;
/** A piece at 32 kbit/s, with room. */
const PIECE_TIMEOUT_MS = 120_000;
const URL_ROOT = "/api/v1/media";
const TUS = { "Tus-Resumable": "1.0.0" };

export interface Upload {
  sha256: string;
  type: string;
  entry_id: string;
  bytes: ArrayBuffer;
  /** Where an earlier try broke off; null for a new one. */
  url: string | null;
}

/** Who hears of an upload: `keepUrl` stores its address before the first piece goes, `tell` hears how much arrived. */
export interface Hearer {
  keepUrl(url: string): Promise<void>;
  tell(sent_bytes: number): void;
}

/** Send the bytes, from where the server stands. */
export async function upload(api: Api, given: Upload, { keepUrl, tell }: Hearer): Promise<void> {
  const resumed = given.url === null ? null : await findOffset(api, given.url);
  const { url, offset } = resumed ?? (await create(api, given));
  if (resumed === null) await keepUrl(url);
  tell(offset);
  for (let at = offset; at < given.bytes.byteLength; ) {
    at = await sendPiece(api, url, given.bytes, at);
    tell(at);
  }
}

/** An upload at the server, and how many bytes have arrived there. */
interface Arrived {
  url: string;
  offset: number;
}

/** A picture that is there already comes back with all its bytes arrived. */
async function create(api: Api, given: Upload): Promise<Arrived> {
  const { sha256, type, entry_id } = given;
  const metadata = Object.entries({ sha256, type, entry_id }).map(([k, v]) => `${k} ${btoa(v)}`);
  const headers = {
    ...TUS,
    "Upload-Length": String(given.bytes.byteLength),
    "Upload-Metadata": metadata.join(","),
  };
  return api.ask(URL_ROOT, { method: "POST", headers }, async (answer) => {
    const location = answer.headers.get("Location");
    if (location === null) throw new ApiFault({ code: "not_ours", status: answer.status });
    // A body left unread would be counted as a broken connection.
    await answer.arrayBuffer();
    const { pathname, search } = new URL(location, "https://here.invalid");
    const offset = answer.headers.has("Upload-Offset") ? await readOffset(answer) : 0;
    return { url: pathname + search, offset };
  });
}

/** Null when the server no longer knows the upload. */
async function findOffset(api: Api, url: string): Promise<Arrived | null> {
  try {
    const offset = await api.ask(url, { method: "HEAD", headers: TUS }, readOffset);
    return { url, offset };
  } catch (fault) {
    const isGone = fault instanceof ApiFault && [403, 404, 410].includes(fault.status);
    if (isGone) return null;
    throw fault;
  }
}

async function sendPiece(
  api: Api,
  url: string,
  bytes: ArrayBuffer,
  offset: number,
): Promise<number> {
  const headers = {
    ...TUS,
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": String(offset),
  };
  const body = bytes.slice(offset, offset + PIECE_BYTES);
  const ask = { method: "PATCH", headers, body, timeout_ms: PIECE_TIMEOUT_MS };
  const reached = await api.ask(url, ask, readOffset);
  if (reached <= offset) throw new ApiFault({ code: "not_ours" });
  return reached;
}

async function readOffset(answer: Response): Promise<number> {
  const offset = Number(answer.headers.get("Upload-Offset") ?? Number.NaN);
  if (!Number.isSafeInteger(offset))
    throw new ApiFault({ code: "not_ours", status: answer.status });
  return offset;
}
