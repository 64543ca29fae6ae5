/** When the outbox is delivered: one delivery at a time in all tabs, with longer pauses while it fails. */

import { ApiFault, isFar } from "./api.ts";
import { isAskedOver, keepAsked, readAsked } from "./asked.ts";
import { fetchChanges } from "./changes.ts";
import { type Courier, deliverEntries } from "./courier.ts";
import { PhoneFault } from "./faults.ts";
import { ifFree, inTurn, type Locks, syncLock } from "./locks.ts";
import type { PlanProblem } from "./model.ts";
import { noteDelivered } from "./outbox.ts";
import { readServerTime, reportRest } from "./parcel.ts";
import { deliverMedia, type Progress, type Way } from "./pictures.ts";
import { fetchPlan, fetchViews, isOld, type KeptPlan } from "./plan.ts";
import { purge } from "./purge.ts";
import { Rest } from "./rest.ts";

/** `session` is "out" once the server asked for a login; `last_fault` is a code of the catalogue. */
export interface SyncState {
  reachable: boolean;
  session: "in" | "out" | "unknown";
  running: boolean;
  last_ok_at: number | null;
  last_fault: string | null;
  /** When what failed is tried again by itself, in ms since 1970; null where nothing failed. */
  next_at: number | null;
  progress: Progress | null;
  /** How far this phone's clock is ahead of the server's; null until the server has said its time. */
  skew_ms: number | null;
}

/** Before the first delivery. */
export const AT_REST: SyncState = {
  reachable: true,
  session: "unknown",
  running: false,
  last_ok_at: null,
  last_fault: null,
  next_at: null,
  progress: null,
  skew_ms: null,
};

/** Whom the delivery works for and tells. */
export interface SyncParts {
  courier: Courier;
  locks: Locks | undefined;
  plan(): KeptPlan | null;
  /** A plan to keep; of another person when somebody else has logged in meanwhile. */
  onPlan(kept: KeptPlan): Promise<void>;
  onState(): void;
  /** Whether videos may go over the network in use. */
  mayVideos(): boolean;
}

/**
 * Why there is a delivery: by itself (`timer`), because something gives hope (`hope`: filed, looked at), because the
 * network has come back (`signal`), or because somebody asks for it (`now`). Only the last overrules the server.
 */
export type Trigger = "timer" | "hope" | "signal" | "now";

/** So long after its beginning a request is still being answered; later it hangs. */
const HANGS_MS = 1_000;

export class Sync {
  readonly #parts: SyncParts;
  readonly #rest = new Rest();
  readonly #picturesRest = new Rest();
  readonly #viewsRest = new Rest();
  #state = AT_REST;
  #isBusy = false;
  #again: Trigger | null = null;
  #viewed: readonly PlanProblem[] | null = null;

  constructor(parts: SyncParts) {
    this.#parts = parts;
  }

  /** How the last delivery went, and whether one is under way. */
  state(): SyncState {
    return this.#state;
  }

  /** Deliver what waits, then bring the plan up to date; never throws what the state can say. */
  async run(trigger: Trigger): Promise<void> {
    const { courier, locks } = this.#parts;
    if (this.#isBusy) {
      // What hangs there began before the signal came back, and nobody will answer it.
      if (trigger === "signal") courier.api.breakOff(HANGS_MS);
      if (trigger !== "timer" && this.#again !== "now") this.#again = trigger;
      return;
    }
    this.#isBusy = true;
    try {
      for (let next: Trigger | null = trigger; next !== null; next = this.#again) {
        this.#again = null;
        const why = next;
        if (!isTime(this.#rest, why, courier.now())) continue;
        // Another tab or the worker may be at it and fail: who has reason to hope waits, the timer comes again anyway.
        const take = why === "timer" ? ifFree : inTurn;
        await take(locks, syncLock(courier.store.person_id), () => this.#deliver(why));
      }
    } finally {
      this.#isBusy = false;
    }
  }

  async #deliver(trigger: Trigger): Promise<void> {
    const { courier } = this.#parts;
    this.#set({ running: true });
    courier.server_ms = null;
    try {
      await this.#hearAsked();
      if (!isTime(this.#rest, trigger, courier.now())) return;
      const way = this.#makeWay(trigger);
      const answered = await deliverEntries(courier, way);
      const { waited, fault } = await this.#deliverPictures(way, trigger);
      const isSaid = answered + waited > 0;
      if (isSaid) await reportRest(courier);
      const isAsked = await this.#refreshPlan(isSaid, trigger !== "timer");
      this.#rest.end();
      if (isSaid || isAsked) await this.#note(fault);
      this.compareClocks(courier.server_ms);
      if (courier.server_ms !== null) await purge(courier.store, courier.server_ms, courier.now());
      await this.#fetchViews(trigger);
    } catch (fault) {
      this.#fail(fault);
      // Refused although logged in: perhaps somebody else is.
      const isForbidden = fault instanceof ApiFault && fault.status === 403;
      if (isForbidden) await this.#refreshPlan(true, true).catch((next) => this.#fail(next));
    } finally {
      await this.#keepAsked();
      this.#set({ running: false, progress: null });
    }
  }

  /** Another page or the worker may have been asked for a rest, or this one before it was loaded anew. */
  async #hearAsked(): Promise<void> {
    const { store, now } = this.#parts.courier;
    const { all, pictures, why } = await store.read(readAsked);
    this.#rest.asked_until_ms = all;
    this.#picturesRest.asked_until_ms = pictures;
    const next_at = [all, pictures].find((until_ms) => !isAskedOver(until_ms, now()));
    if (next_at !== undefined) this.#set({ next_at, last_fault: why });
  }

  /** A store that takes nothing stops no delivery: then this page alone obeys. */
  async #keepAsked(): Promise<void> {
    const [all, pictures] = [this.#rest.asked_until_ms, this.#picturesRest.asked_until_ms];
    const why = this.#state.last_fault ?? "";
    await keepAsked(this.#parts.courier.store, { all, pictures, why }).catch(() => undefined);
  }

  #makeWay(trigger: Trigger): Way {
    const tell = (progress: Progress) => this.#set({ progress });
    return { all: trigger === "now", tried: new Set(), videos: this.#parts.mayVideos(), tell };
  }

  /** Unless the server is left alone with them. */
  async #deliverPictures(way: Way, trigger: Trigger) {
    const { courier } = this.#parts;
    const now_ms = courier.now();
    if (!isTime(this.#picturesRest, trigger, now_ms))
      return { waited: 0, fault: this.#state.last_fault };
    const { waited, held } = await deliverMedia(courier, way);
    if (held === null) this.#picturesRest.end();
    else this.#picturesRest.begin(held, now_ms, courier.random());
    return { waited, fault: held?.code ?? null };
  }

  /** The server has been heard, and all has gone but what `last_fault` holds back. */
  async #note(last_fault: string | null): Promise<void> {
    const { store, now } = this.#parts.courier;
    const isWhole = last_fault === null;
    if (isWhole) await noteDelivered(store, now());
    const next_at = isWhole ? null : this.#picturesRest.over_at;
    this.#set({ reachable: true, last_fault, next_at, ...(isWhole && { last_ok_at: now() }) });
  }

  /** Whether the server was asked; after own news (`isOther`) the plan is another one, and its changes tell nothing. */
  async #refreshPlan(isOther: boolean, isWanted: boolean): Promise<boolean> {
    const { courier, plan, onPlan } = this.#parts;
    const held = plan();
    const fetched_at = courier.now();
    if (!isOther && !isWanted && held !== null && !isOld(held, fetched_at)) return false;
    const changed = held === null || isOther ? null : await fetchChanges(courier.api, held);
    const fetched = changed ?? (await fetchPlan(courier.api, held?.etag ?? null)) ?? held;
    this.#set({ session: "in" });
    if (fetched !== null) await onPlan({ ...fetched, fetched_at });
    const told = fetched?.plan.server_time;
    if (told !== held?.plan.server_time) this.compareClocks(readServerTime(told));
    return true;
  }

  /** The server has said its time, ms since 1970. */
  compareClocks(server_ms: number | null): void {
    if (server_ms !== null) this.#set({ skew_ms: this.#parts.courier.now() - server_ms });
  }

  /** Once for each plan; another person's pictures never come into this store. What cannot be had now can wait. */
  async #fetchViews(trigger: Trigger): Promise<void> {
    const { courier, plan } = this.#parts;
    const held = plan()?.plan;
    if (held === undefined || held.problems === this.#viewed) return;
    if (held.person.id !== courier.store.person_id) return;
    const now_ms = courier.now();
    if (!isTime(this.#viewsRest, trigger, now_ms)) return;
    try {
      await fetchViews(courier.api, courier.store, held, now_ms);
      this.#viewed = held.problems;
      this.#viewsRest.end();
    } catch (fault) {
      if (!(fault instanceof ApiFault)) throw fault;
      this.#viewsRest.begin(fault, now_ms, courier.random());
    }
  }

  #fail(fault: unknown): void {
    if (!(fault instanceof ApiFault) && !(fault instanceof PhoneFault)) throw fault;
    const { now, random } = this.#parts.courier;
    this.#rest.begin(fault, now(), random());
    const isOut = fault instanceof ApiFault && fault.status === 401;
    const { code }: { code: string } = fault;
    const reachable = !isFar(fault) && code !== "not_ours";
    const next_at = this.#rest.over_at;
    this.#set({ last_fault: code, next_at, reachable, ...(isOut && { session: "out" }) });
  }

  #set(change: Partial<SyncState>): void {
    this.#state = { ...this.#state, ...change };
    this.#parts.onState();
  }
}

function isTime(rest: Rest, trigger: Trigger, now_ms: number): boolean {
  return trigger === "now" || rest.isOver(now_ms, trigger !== "timer");
}
