/** Uploads that go on where they broke off: tus 1.0.0 with creation, creation-with-upload and checksum, on fetch. */

import { type Api, ApiFault, isFar } from "./api.ts";

const URL_ROOT = "/api/v1/media";
const TUS = { "Tus-Resumable": "1.0.0" };
const PIECE_TYPE = "application/offset+octet-stream";
/** So often in a row without one byte more, then the network is given a rest. */
const MOST_SETBACKS = 3;

export interface Upload {
  sha256: string;
  type: string;
  entry_id: string;
  bytes: ArrayBuffer;
  /** Where an earlier try broke off; null where there is no such place. */
  url: string | null;
  /** Whether it may have arrived without our knowing: then it is announced before its bytes go. */
  tried: boolean;
}

/** Who hears of an upload. */
export interface Hearer {
  /** Stores the address to go on at, before the first piece goes. */
  keepUrl(url: string): Promise<void>;
  /** So much has arrived; the next piece waits until this is done. */
  tell(sent_bytes: number): Promise<void>;
}

/** An upload at the server, and how many bytes have arrived there. */
interface Arrived {
  url: string;
  offset: number;
}

/**
 * Send the bytes, from where the server stands. What stalls, comes at a wrong offset or is damaged on the way goes again
 * from where the server then stands; throws what that does not help against.
 */
export async function upload(api: Api, given: Upload, hearer: Hearer): Promise<void> {
  let { url, tried } = given;
  let at: Arrived | null = null;
  let best = 0;
  let setbacks = 0;
  while (at === null || at.offset < given.bytes.byteLength) {
    try {
      const next: Arrived =
        at === null
          ? await begin(api, { ...given, url, tried }, hearer)
          : await sendPiece(api, at, given.bytes);
      at = next;
      url = next.url;
    } catch (fault) {
      setbacks += 1;
      if (setbacks >= MOST_SETBACKS || !isSetback(fault)) throw fault;
      at = null;
      tried = true;
      continue;
    }
    if (at.offset > best) [best, setbacks] = [at.offset, 0];
    await hearer.tell(at.offset);
  }
}

/** Where to go on: where an earlier try stands at the server, else anew. */
async function begin(api: Api, given: Upload, { keepUrl }: Hearer): Promise<Arrived> {
  const resumed = given.url === null ? null : await findOffset(api, given.url);
  if (resumed !== null) return resumed;
  const made = await create(api, given);
  if (made.offset < given.bytes.byteLength) await keepUrl(made.url);
  return made;
}

/** What asking the server where it stands may cure. */
function isSetback(fault: unknown): fault is ApiFault {
  if (!(fault instanceof ApiFault)) return false;
  const { status, code } = fault;
  return isFar(fault) || isGone(fault) || status === 460 || code === "wrong_offset";
}

const isGone = ({ status, code }: ApiFault): boolean =>
  status === 410 || (status === 404 && code === "upload_gone");

/** One that fits into one request comes along with its announcement; one that is there already has all its bytes. */
async function create(api: Api, given: Upload): Promise<Arrived> {
  const { sha256, type, entry_id, bytes, tried } = given;
  const metadata = Object.entries({ sha256, type, entry_id }).map(([k, v]) => `${k} ${btoa(v)}`);
  const headers = {
    ...TUS,
    "Upload-Length": String(bytes.byteLength),
    "Upload-Metadata": metadata.join(","),
  };
  const comesAlong = !tried && bytes.byteLength <= api.pace.piece_bytes;
  const ask = comesAlong ? await carry(bytes, headers) : { headers };
  return api.ask(URL_ROOT, { method: "POST", ...ask }, async (answer) => {
    const location = answer.headers.get("Location");
    if (location === null) throw new ApiFault({ code: "not_ours", status: answer.status });
    // A body left unread would be counted as a broken connection.
    await answer.arrayBuffer();
    const { pathname, search } = new URL(location, "https://here.invalid");
    const offset = answer.headers.has("Upload-Offset") ? readOffset(answer) : 0;
    return { url: pathname + search, offset };
  });
}

/** Null when the server no longer knows the upload. */
async function findOffset(api: Api, url: string): Promise<Arrived | null> {
  try {
    const offset = await api.ask(url, { method: "HEAD", headers: TUS }, async (answer) =>
      readOffset(answer),
    );
    return { url, offset };
  } catch (fault) {
    // An answer to HEAD has no body to name its code.
    if (fault instanceof ApiFault && [403, 404, 410].includes(fault.status)) return null;
    throw fault;
  }
}

async function sendPiece(api: Api, { url, offset }: Arrived, bytes: ArrayBuffer): Promise<Arrived> {
  const piece = bytes.slice(offset, offset + api.pace.piece_bytes);
  const ask = await carry(piece, { ...TUS, "Upload-Offset": String(offset) });
  const reached = await api.ask(url, { method: "PATCH", ...ask }, async (answer) =>
    readOffset(answer),
  );
  if (reached <= offset) throw new ApiFault({ code: "not_ours" });
  return { url, offset: reached };
}

/** A request that carries these bytes, with their checksum: damaged on the way they are refused and go again. */
async function carry(body: ArrayBuffer, headers: Record<string, string>) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const checksum = `sha256 ${btoa(String.fromCharCode(...digest))}`;
  return { headers: { ...headers, "Content-Type": PIECE_TYPE, "Upload-Checksum": checksum }, body };
}

function readOffset(answer: Response): number {
  const offset = Number(answer.headers.get("Upload-Offset") ?? Number.NaN);
  if (!Number.isSafeInteger(offset))
    throw new ApiFault({ code: "not_ours", status: answer.status });
  return offset;
}
