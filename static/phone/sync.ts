/** When the outbox is delivered: one delivery at a time in all tabs, with longer pauses while it fails. */

import { ApiFault } from "./api.ts";
import { type Courier, deliverEntries, reportRest } from "./courier.ts";
import { PhoneFault } from "./faults.ts";
import { ifFree, type Locks } from "./locks.ts";
import type { Plan } from "./model.ts";
import { noteDelivered } from "./outbox.ts";
import { deliverMedia, type Progress } from "./pictures.ts";
import { fetchPlan, fetchViews, type KeptPlan } from "./plan.ts";
import { purge } from "./purge.ts";
import { pauseMs } from "./rules/retries.ts";

/** `session` is "out" once the server asked for a login; `last_fault` is a code of the catalogue. */
export interface SyncState {
  reachable: boolean;
  session: "in" | "out" | "unknown";
  running: boolean;
  last_ok_at: number | null;
  last_fault: string | null;
  progress: Progress | null;
}

/** Whom the delivery works for and tells. */
export interface SyncParts {
  courier: Courier;
  locks: Locks | undefined;
  plan(): KeptPlan | null;
  /** A plan to keep; of another person when somebody else has logged in meanwhile. */
  onPlan(kept: KeptPlan): Promise<void>;
  onState(): void;
}

/** By itself (`timer`), or because somebody or something has reason to hope (`now`). */
export type Trigger = "timer" | "now";

const PLAN_AGE_MS = 300_000;
const OF_ALL = { first_ms: 5_000, longest_ms: 600_000 };

export class Sync {
  readonly #parts: SyncParts;
  #state: SyncState;
  #failures = 0;
  #not_before_ms = 0;
  #again = false;
  #viewed: Plan | null = null;

  constructor(parts: SyncParts) {
    this.#parts = parts;
    this.#state = {
      reachable: true,
      session: "unknown",
      running: false,
      last_ok_at: null,
      last_fault: null,
      progress: null,
    };
  }

  /** How the last delivery went, and whether one is under way. */
  state(): SyncState {
    return this.#state;
  }

  /** Deliver what waits, then bring the plan up to date; never throws what the state can say. */
  async run(trigger: Trigger): Promise<void> {
    if (this.#state.running) {
      this.#again ||= trigger === "now";
      return;
    }
    if (trigger === "timer" && this.#parts.courier.now() < this.#not_before_ms) return;
    const { locks, courier } = this.#parts;
    do {
      this.#again = false;
      await ifFree(locks, `patrol-sync-${courier.store.person_id}`, () => this.#deliver(trigger));
    } while (this.#again && this.#failures === 0);
  }

  async #deliver(trigger: Trigger): Promise<void> {
    const { courier } = this.#parts;
    this.#set({ running: true });
    try {
      const all = trigger === "now";
      const sent = await deliverEntries(courier, all);
      const waited = await deliverMedia(courier, {
        all,
        tell: (progress) => this.#set({ progress }),
      });
      if (sent + waited > 0) await reportRest(courier);
      await this.#refreshPlan(sent > 0 || trigger === "now");
      await noteDelivered(courier.store, courier.now());
      await this.#fetchViews();
      await purge(courier.store, courier.now());
      this.#failures = 0;
      this.#set({ reachable: true, last_ok_at: courier.now(), last_fault: null });
    } catch (fault) {
      this.#fail(fault);
      // Refused although logged in: perhaps somebody else is.
      const isForbidden = fault instanceof ApiFault && fault.status === 403;
      if (isForbidden) await this.#refreshPlan(true).catch((next) => this.#fail(next));
    } finally {
      this.#set({ running: false, progress: null });
    }
  }

  async #refreshPlan(isWanted: boolean): Promise<void> {
    const { courier, plan, onPlan } = this.#parts;
    const held = plan();
    const fetched_at = courier.now();
    if (!isWanted && held !== null && fetched_at - held.fetched_at < PLAN_AGE_MS) return;
    const fetched = await fetchPlan(courier.api, held?.etag ?? null);
    this.#set({ session: "in" });
    const kept = fetched === null ? held && { ...held, fetched_at } : { ...fetched, fetched_at };
    if (kept === null) return;
    await onPlan(kept);
  }

  /** Once for each plan; another person's pictures never come into this store. */
  async #fetchViews(): Promise<void> {
    const { courier, plan } = this.#parts;
    const held = plan()?.plan;
    if (held === undefined || held === this.#viewed) return;
    if (held.person.id !== courier.store.person_id) return;
    await fetchViews(courier.api, courier.store, held, courier.now());
    this.#viewed = held;
  }

  /** Wait twice as long after each failure, up to ten minutes, never all phones at once. */
  #fail(fault: unknown): void {
    if (!(fault instanceof ApiFault) && !(fault instanceof PhoneFault)) throw fault;
    const { now } = this.#parts.courier;
    const asked_s = fault instanceof ApiFault ? (fault.retry_after_s ?? 0) : 0;
    const rest_ms = pauseMs(this.#failures, OF_ALL, this.#parts.courier.random());
    this.#failures += 1;
    this.#not_before_ms = now() + Math.max(rest_ms, asked_s * 1000);
    const isOut = fault instanceof ApiFault && fault.status === 401;
    const isFar = ["unreachable", "timeout", "not_ours"].includes(fault.code);
    this.#set({ last_fault: fault.code, reachable: !isFar, ...(isOut && { session: "out" }) });
  }

  #set(change: Partial<SyncState>): void {
    this.#state = { ...this.#state, ...change };
    this.#parts.onState();
  }
}
