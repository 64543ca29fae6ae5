/** A server small enough to read, behind the wire: it keeps entries and pictures, and misbehaves when told to. */

import { createHash } from "node:crypto";
import type { Entry, Plan } from "../../static/phone/model.ts";
import { canonical } from "../../static/phone/rules/jcs.ts";

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
/** Decides before the server does; "lost" lets it work but loses the answer. */
type Mischief = (path: string, init: RequestInit) => Answer | "dead" | "lost" | null;

export class FakeServer {
  plan: Plan;
  /** The ledger: number is the place. */
  readonly entries: Entry[] = [];
  readonly refusals = new Map<string, { code: string; keep: boolean }>();
  readonly stored = new Set<string>();
  readonly uploads = new Map<string, { sha256: string; bytes: Buffer; length: number }>();
  readonly books: string[] = [];
  readonly calls: string[] = [];
  readonly parcels: Record<string, unknown>[] = [];
  person_id: string;
  server_time = "2026-11-22T09:00:00.000+08:00";
  mischief: Mischief = () => null;
  news: { kind: string; id: string; value: unknown }[] = [];
  #told: Plan | null = null;

  constructor(plan: Plan) {
    this.plan = plan;
    this.person_id = plan.person.id;
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const path = String(input);
    const method = init.method ?? "GET";
    this.calls.push(`${method} ${path.replace(/(uploads\/|since=).*/, "$1…")}`);
    const trick = this.mischief(path, init);
    if (trick === "dead") throw new TypeError("Failed to fetch");
    const answer = trick === null || trick === "lost" ? this.#answer(method, path, init) : trick;
    if (trick === "lost") throw new TypeError("Failed to fetch");
    return respond(method, answer);
  };

  #answer(method: string, path: string, init: RequestInit): Answer {
    if (path === "/api/v1/plan") return this.#plan(init);
    if (path.startsWith("/api/v1/changes?")) return this.#changes();
    if (path === "/api/v1/devices") return this.#book(JSON.parse(String(init.body)));
    if (path === "/api/v1/entries") return this.#entries(JSON.parse(String(init.body)));
    if (path === "/api/v1/media") return this.#create(init);
    if (path === "/logout") return { status: 204 };
    if (path === "/language") return this.#language(init);
    if (path.includes("/uploads/")) return this.#piece(method, path, init);
    return problem(404, "not_found", false);
  }

  #language(init: RequestInit): Answer {
    const language = new URLSearchParams(String(init.body)).get("language") ?? "";
    this.plan = { ...this.plan, person: { ...this.plan.person, language } };
    return { status: 204 };
  }

  #plan(init: RequestInit): Answer {
    const etag = `"${sha(JSON.stringify(this.plan))}"`;
    const held = new Headers(init.headers).get("If-None-Match");
    this.#told = this.plan;
    if (held === etag) return { status: 304, headers: { ETag: etag } };
    return { body: this.plan, headers: { ETag: etag } };
  }

  /** What the test put down as news; a plan that is another one has to be fetched. */
  #changes(): Answer {
    if (this.plan !== this.#told) return { body: { reset: true, changes: [], cursor: "" } };
    return { body: { reset: false, changes: this.news, cursor: this.plan.cursor } };
  }

  #book(book: { device_id: string }): Answer {
    this.books.push(book.device_id);
    return { body: { device_id: book.device_id } };
  }

  #entries(parcel: { entries: Entry[]; ask_media: string[] }): Answer {
    this.parcels.push(parcel);
    const results = parcel.entries.map((entry) => this.#take(entry));
    const named = this.entries.flatMap((entry) => entry.media.map((medium) => medium.sha256));
    const media = parcel.ask_media.map((sha256) => ({
      sha256,
      status: this.stored.has(sha256) ? "stored" : named.includes(sha256) ? "awaited" : "unknown",
    }));
    return { body: { results, media, consistency: null, server_time: this.server_time } };
  }

  #take(entry: Entry): Record<string, unknown> {
    const refused = entry.by === this.person_id ? this.refusals.get(entry.id) : NOT_AUTHOR;
    if (refused !== undefined) {
      const error = { ...refused, detail: "不行" };
      return { id: entry.id, status: "refused", seq: null, accepted_at: null, error };
    }
    const held = this.entries.findIndex((one) => one.id === entry.id);
    const seq = held >= 0 ? held : this.entries.push(entry) - 1;
    const accepted_at = "2026-11-22T09:00:00.000+08:00";
    const status = held >= 0 ? "duplicate" : "accepted";
    return { id: entry.id, status, seq, accepted_at, error: null };
  }

  #create(init: RequestInit): Answer {
    const headers = new Headers(init.headers);
    const sha256 = atob(headers.get("Upload-Metadata")?.split(",")[0]?.split(" ")[1] ?? "");
    const isNamed = this.entries.some((entry) => entry.media.some((one) => one.sha256 === sha256));
    if (!isNamed) return problem(409, "media_not_named", true);
    const path = `/api/v1/media/uploads/${this.uploads.size + 1}`;
    const length = Number(headers.get("Upload-Length"));
    if (this.stored.has(sha256)) {
      return { status: 201, headers: { Location: path, "Upload-Offset": String(length) } };
    }
    this.uploads.set(path, { sha256, bytes: Buffer.alloc(0), length });
    const taken = this.#takeBytes(path, 0, init);
    if (taken.status !== 204) return taken;
    return { status: 201, headers: { Location: `http://localhost${path}`, ...taken.headers } };
  }

  #piece(method: string, path: string, init: RequestInit): Answer {
    const upload = this.uploads.get(path);
    if (upload === undefined) return problem(404, "upload_gone", true);
    if (method === "HEAD") return offsetOf(upload.bytes.length, 200);
    return this.#takeBytes(path, Number(new Headers(init.headers).get("Upload-Offset")), init);
  }

  #takeBytes(path: string, offset: number, init: RequestInit): Answer {
    const upload = this.uploads.get(path);
    if (upload === undefined) return problem(404, "upload_gone", true);
    if (offset !== upload.bytes.length) return problem(409, "wrong_offset", true);
    const piece = Buffer.from(init.body instanceof ArrayBuffer ? init.body : new ArrayBuffer());
    if (!isWhole(piece, init)) return problem(460, "checksum_mismatch", true);
    upload.bytes = Buffer.concat([upload.bytes, piece]);
    if (upload.bytes.length === upload.length) {
      this.uploads.delete(path);
      if (sha(upload.bytes) !== upload.sha256) {
        return problem(422, "media_hash_mismatch", true);
      }
      this.stored.add(upload.sha256);
    }
    return offsetOf(upload.bytes.length, 204);
  }
}

const NOT_AUTHOR = { code: "not_author", keep: true };

/** The page that somebody's network shows instead of ours. */
export const PORTAL: Answer = {
  body: "<html>请登录 WiFi</html>",
  headers: { "Content-Type": "text/html" },
};

export function problem(status: number, code: string, keep: boolean): Answer {
  const headers = { "Content-Type": "application/problem+json" };
  return { status, body: { type: "", title: "", status, code, detail: "", keep }, headers };
}

function offsetOf(bytes: number, status: number): Answer {
  return { status, headers: { "Upload-Offset": String(bytes) } };
}

function respond(method: string, { status = 200, body, headers = {} }: Answer): Response {
  const isBare = method === "HEAD" || [204, 304].includes(status) || body === undefined;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  return new Response(isBare ? null : text, { status, headers: { ...type, ...headers } });
}

/** Whether a piece is what its checksum says (tus, checksum). */
function isWhole(piece: Uint8Array, init: RequestInit): boolean {
  const [algorithm, digest] = (new Headers(init.headers).get("Upload-Checksum") ?? "").split(" ");
  if (piece.length === 0) return true;
  return algorithm === "sha256" && digest === createHash("sha256").update(piece).digest("base64");
}

function sha(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What the real server checks of each entry: its hash chain and its private commitment. */
export function hashes(entry: Entry): { entry_hash: string; private_commit: string } {
  const { private_salt, private: held, signature: _, ...envelope } = entry;
  const salted = Buffer.concat([Buffer.from(private_salt, "hex"), Buffer.from(canonical(held))]);
  return { entry_hash: sha(canonical(envelope)), private_commit: sha(salted) };
}
