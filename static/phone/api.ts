/** The wire: our own requests with a time limit each, and every way they fail as one typed fault. */

import { Pace } from "./pace.ts";

/**
 * Why a request brought no answer of ours. The way there fails as "unreachable", "timeout" or "not_ours", all else
 * carries the server's own `code` (RFC 9457). `keep`: what was sent may be sent again later.
 */
export class ApiFault extends Error {
  readonly code: string;
  readonly status: number;
  readonly keep: boolean;
  readonly detail: string;
  readonly retry_after_s: number | null;

  constructor(problem: Partial<Problem> & { code: string }, retry_after_s: number | null = null) {
    super(problem.code);
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.keep = problem.keep ?? true;
    this.detail = problem.detail ?? "";
    this.retry_after_s = retry_after_s;
  }
}

/** Whether no answer came at all, neither ours nor another's. */
export function isFar(fault: unknown): fault is ApiFault {
  return fault instanceof ApiFault && ["unreachable", "timeout"].includes(fault.code);
}

/** What the server says of a refusal (RFC 9457 and the contract's `code` and `keep`). */
export interface Problem {
  code: string;
  status: number;
  keep: boolean;
  title: string;
  detail: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}

/** What an answer is taken to be that does not say how long it is: a packed plan. */
const UNSAID_BYTES = 100_000;

/** How long something may take: `over` is called when the time is up. */
class Limit {
  isOver = false;
  readonly #over: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(over: () => void) {
    this.#over = over;
  }

  /** From now on so long; null: as long as it likes. */
  set(ms: number | null): void {
    clearTimeout(this.#timer);
    if (ms !== null) this.#timer = setTimeout(() => this.#end(), ms);
  }

  #end(): void {
    this.isOver = true;
    this.#over();
  }
}

export class Api {
  readonly pace = new Pace();
  readonly #fetch: typeof fetch;
  /** What is under way, and when it began by the monotonic clock, ms. */
  readonly #underWay = new Map<AbortController, number>();
  #isClosed = false;

  constructor(fetcher: typeof fetch) {
    this.#fetch = fetcher;
  }

  /** Nothing more goes over this wire, and what is under way is broken off. */
  close(): void {
    this.#isClosed = true;
    this.breakOff();
  }

  /** Break off what is under way, but leave each request so long from its beginning to be answered. */
  breakOff(patience_ms = 0): void {
    for (const [stop, begun_ms] of this.#underWay) {
      const left_ms = begun_ms + patience_ms - performance.now();
      if (left_ms <= 0) stop.abort();
      else setTimeout(() => stop.abort(), left_ms);
    }
  }

  /**
   * Send a request; gives every answer that is ours and not an error, else throws an ApiFault. The time limit grows with
   * what is sent, and with what comes back.
   */
  async ask<T>(path: string, ask: Ask, read: (answer: Response) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new ApiFault({ code: "unreachable" });
    const stop = new AbortController();
    const limit = new Limit(() => stop.abort());
    const sent_bytes = sizeOf(ask.body);
    const begun_ms = performance.now();
    this.#underWay.set(stop, begun_ms);
    let hasAnswer = false;
    limit.set(this.pace.limit_ms(sent_bytes));
    try {
      const answer = await this.#fetch(path, {
        ...ask,
        headers: { "X-Patrol": "1", ...ask.headers },
        signal: stop.signal,
        redirect: "error",
        cache: "no-store",
      });
      hasAnswer = true;
      this.pace.went(sent_bytes, performance.now() - begun_ms);
      // What comes back may be long: a picture, weeks of work.
      const coming_bytes = Number(answer.headers.get("Content-Length") ?? UNSAID_BYTES);
      limit.set(this.pace.limit_ms(coming_bytes));
      if (answer.ok || answer.status === 304) return await read(answer);
      throw await refusal(answer, ask.method === "HEAD");
    } catch (fault) {
      if (fault instanceof ApiFault) throw fault;
      if (limit.isOver && !hasAnswer) this.pace.stalled();
      throw new ApiFault({ code: limit.isOver ? "timeout" : "unreachable" });
    } finally {
      limit.set(null);
      this.#underWay.delete(stop);
    }
  }

  /** Ask for JSON; a 200 of anything else comes from a login page of somebody's network, not from us. */
  async json(path: string, ask: Ask = {}): Promise<Record<string, unknown>> {
    return this.ask(path, ask, readJson);
  }

  /** Send JSON, get JSON. */
  async post(path: string, value: unknown): Promise<Record<string, unknown>> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify(value);
    return this.json(path, { method: "POST", headers, body });
  }
}

/** About how many bytes a body is on the wire. */
function sizeOf(body: BodyInit | undefined): number {
  if (typeof body === "string") return body.length;
  return body instanceof ArrayBuffer ? body.byteLength : 0;
}

/** Read a JSON object, or say that the answer is not ours. */
export async function readJson(answer: Response): Promise<Record<string, unknown>> {
  const type = answer.headers.get("Content-Type") ?? "";
  const isJson = /^application\/(problem\+)?json\b/.test(type);
  const value: unknown = isJson ? await answer.json().catch(() => null) : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiFault({ code: "not_ours", status: answer.status });
  }
  return value as Record<string, unknown>;
}

/** A refusal of ours names its code, but for the answer to a HEAD, which has no body to name anything in. */
async function refusal(answer: Response, isBare: boolean): Promise<ApiFault> {
  const seconds = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  const problem = (await readJson(answer).catch(() => ({}))) as Partial<Problem>;
  const unnamed = isBare ? "refused" : "not_ours";
  const code = typeof problem.code === "string" ? problem.code : unnamed;
  const status = answer.status;
  return new ApiFault({ ...problem, code, status }, Number.isFinite(seconds) ? seconds : null);
}
