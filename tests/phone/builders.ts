/** Valid things for the phone's tests: a plan, a pen on a fresh store, a walk; a test names only what matters. */

import "fake-indexeddb/auto";
import { type PhotoFacts, putPhoto, shotOf } from "../../static/phone/album.ts";
import type {
  Appointment,
  Draft,
  DraftProblem,
  MediaRole,
  Photo,
  Plan,
  PlanProblem,
  Reach,
} from "../../static/phone/model.ts";
import type { KeptEntry, KeptMedium } from "../../static/phone/outbox.ts";
import type { Clock, Pen } from "../../static/phone/pen.ts";
import { msOf, rfc3339 } from "../../static/phone/rules/times.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import { Store } from "../../static/phone/store.ts";

export const NOW_MS = msOf("2026-11-22T07:42:10.000+08:00");

export const WALKER = { id: "0193a000-0000-7000-8000-000000000001", name: "示例甲" };
export const CHIEF = { id: "0193a000-0000-7000-8000-000000000002", name: "示例乙" };

/** A clock that stands until it is moved; `sleep` moves the wall clock only. */
export class HandClock implements Clock {
  mono_id = uuid7(NOW_MS);
  #wall_ms = NOW_MS;
  #mono_ms = 1000;

  now = (): number => this.#wall_ms;
  mono = (): number => this.#mono_ms;

  move(ms: number): void {
    this.#wall_ms += ms;
    this.#mono_ms += ms;
  }

  sleep(ms: number): void {
    this.#wall_ms += ms;
  }

  reload(): void {
    this.mono_id = uuid7(this.#wall_ms);
    this.#mono_ms = 0;
  }
}

export function makePen(changes: Partial<Pen> = {}): Pen & { clock: HandClock } {
  const person_id = changes.person_id ?? uuid7(Date.now());
  const clock = new HandClock();
  return { store: new Store(person_id), person_id, clock, locks: undefined, ...changes } as Pen & {
    clock: HandClock;
  };
}

export const APPOINTMENT: Appointment = {
  id: "0193a000-0000-7000-8000-0000000000a1",
  role: "patroller",
  ledger: "140502",
  area_id: "0193a000-0000-7000-8000-0000000000b1",
  area_name: "洞头村",
  reach_ids: ["0193a000-0000-7000-8000-0000000000c1"],
  from_on: "2025-01-01",
  to_on: null,
};

export const REACH: Reach = {
  id: "0193a000-0000-7000-8000-0000000000c1",
  ledger: "140502",
  name: "洞头村段",
  river: "白水河",
  village: "洞头村",
  area_id: "0193a000-0000-7000-8000-0000000000b1",
  banks: "both",
  geometry: null,
  approximate: true,
  points: [],
};

export function makePlan(changes: Partial<Plan> = {}): Plan {
  return {
    person: { ...WALKER, language: "zh-CN" },
    appointments: [APPOINTMENT],
    reaches: [REACH],
    checklist: {
      version: 1,
      items: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((item) => ({
        item,
        official: "",
        label: `第${item}项`,
        hint: "",
        chips: [{ code: "household_waste", label: "生活垃圾" }],
      })),
    },
    policy: {
      version: 1,
      consent_version: 1,
      frequency: [
        { role: "patroller", times: 26, period: "month" },
        { role: "village_chief", times: 1, period: "week" },
      ],
    },
    contacts: [],
    problems: [],
    progress: [],
    recent: [],
    ledgers: [],
    cursor: "0",
    server_time: "2026-11-22T07:00:00.000+08:00",
    ...changes,
  };
}

/** One of a problem in the plan, which the server holds. */
export const STORED_PICTURE = {
  sha256: "a".repeat(64),
  type: "image/jpeg",
  bytes: 5,
  role: "before",
  taken_at: null,
  pairs_with: null,
  source: null,
  stored: true,
} as const;

export function makePlanProblem(changes: Partial<PlanProblem> = {}): PlanProblem {
  return {
    id: uuid7(Date.now()),
    number: 1,
    ledger: "140502",
    reach_id: REACH.id,
    item: 3,
    category: "household_waste",
    severity: "ordinary",
    what: "生活垃圾",
    state: "reported",
    held_by: "village",
    reported_at: "2026-11-20T08:00:00.000+08:00",
    reported_by: WALKER,
    patrol_id: null,
    last_cured_by: null,
    opinion: null,
    result: null,
    responsible_unit: null,
    responsible_person: null,
    due_on: null,
    due_for_recheck: true,
    place: null,
    media: [],
    timeline: [],
    ...changes,
  };
}

export function makeDraft(changes: Partial<Draft> = {}): Draft {
  return {
    patrol_id: uuid7(Date.now()),
    appointment_id: APPOINTMENT.id,
    reach_id: REACH.id,
    ledger: "140502",
    banks: "both",
    method: "on_foot",
    weather: "dry",
    water: "flowing",
    started_at: "2026-11-22T07:42:10.000+08:00",
    stretches: [],
    answers: {},
    problems: [],
    rechecks: [],
    scene: [],
    fixes: [],
    position: "off",
    note: "",
    step: "",
    ...changes,
  };
}

export function makeProblem(changes: Partial<DraftProblem> = {}): DraftProblem {
  return {
    id: uuid7(Date.now()),
    item: 3,
    chips: ["household_waste"],
    words: "",
    severity: "ordinary",
    before: [makePhoto("before")],
    after: [],
    cleaned: false,
    opinion: "",
    result: "",
    told: [],
    place: null,
    noted_at: "2026-11-22T08:01:44.007+08:00",
    filed: false,
    ...changes,
  };
}

let pictures = 0;

/** A picture that only a test of rules looks at: its bytes are nowhere. */
export function makePhoto(role: MediaRole): Photo {
  pictures += 1;
  return {
    sha256: String(pictures).padStart(64, "0"),
    type: "image/jpeg",
    bytes: 1000,
    role,
    pairs_with: null,
    taken_at: null,
    place: null,
    source: "picked",
  };
}

/** A picture whose bytes lie in the store; each call makes other bytes. */
export async function keepPicture(
  pen: Pen,
  role: MediaRole,
  size_bytes = 1000,
  type = "image/jpeg",
): Promise<Photo> {
  pictures += 1;
  const bytes = new Uint8Array(size_bytes).fill(pictures % 256);
  new DataView(bytes.buffer).setUint32(0, pictures);
  return keepPhoto(pen, bytes.buffer, { role, source: "live", place: null, type });
}

/** These bytes in the store, before they have a slot. */
export async function keepPhoto(pen: Pen, bytes: ArrayBuffer, facts: PhotoFacts): Promise<Photo> {
  const taken_at = facts.source === "live" ? rfc3339(pen.clock.now()) : null;
  const shot = await shotOf(bytes, facts, taken_at);
  await pen.store.write((tx) => putPhoto(tx, shot, pen.clock.now()));
  return shot.photo;
}

export const START = {
  appointment: APPOINTMENT,
  reach: REACH,
  banks: "both",
  method: "on_foot",
  weather: "dry",
  water: "flowing",
} as const;

/** What a pen has filed, in the order of its book. */
export async function listFiled(pen: Pen): Promise<KeptEntry[]> {
  const kept = await pen.store.read((tx) => tx.objectStore("entries").getAll());
  return kept.sort((a, b) => a.device_seq - b.device_seq);
}

export const listMedia = (pen: Pen): Promise<KeptMedium[]> =>
  pen.store.read((tx) => tx.objectStore("media").getAll());
