/** A whole phone with everything the browser gives it, and a server to deliver to. */

import assert from "node:assert/strict";
import { answerItem, startPatrol } from "../../static/phone/draft.ts";
import { finishPatrol } from "../../static/phone/filing.ts";
import type { Plan } from "../../static/phone/model.ts";
import type { KeptEntry } from "../../static/phone/outbox.ts";
import type { Phone } from "../../static/phone/phone.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import type { Trigger } from "../../static/phone/sync.ts";
import type { Net } from "../../static/phone/videos.ts";
import type { World } from "../../static/phone/world.ts";
import { HandClock, makePlan, START } from "./builders.ts";
import { FakeServer } from "./server.ts";

class FakeGeolocation {
  watching = 0;
  #found: PositionCallback | null = null;
  #failed: PositionErrorCallback | null = null;

  watchPosition(found: PositionCallback, failed?: PositionErrorCallback | null): number {
    this.watching += 1;
    [this.#found, this.#failed] = [found, failed ?? null];
    return 1;
  }

  clearWatch(): void {
    this.watching -= 1;
  }

  fix(): void {
    const coords = { longitude: 112.84325, latitude: 35.49812, accuracy: 8, heading: null };
    this.#found?.({ coords } as unknown as GeolocationPosition);
  }

  refuse(): void {
    this.#failed?.({ code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError);
  }
}

export interface Life {
  world: World;
  server: FakeServer;
  places: FakeGeolocation;
  clock: HandClock;
  /** Something gives reason to work, as the browser would say it. */
  wake(trigger: Trigger): void;
  /** The page goes out of sight, or comes back. */
  see(isHidden: boolean): void;
  online: boolean;
  net: Net;
  /** Whose outbox the worker was asked to see to. */
  errands: string[];
  /** What the browser forgets when the app is closed. */
  visit: Map<string, string>;
}

export function makeLife(plan: Plan = planOf("示例甲")): Life {
  const server = new FakeServer(plan);
  const pointers = new Map<string, string>();
  const places = new FakeGeolocation();
  const clock = new HandClock();
  const life = {
    server,
    places,
    clock,
    online: true,
    net: "unknown",
    errands: [],
    visit: new Map(),
    wake: () => undefined,
    see: () => undefined,
  } as unknown as Life;
  life.world = {
    fetch: (...request) => {
      if (!life.online) return Promise.reject(new TypeError("Failed to fetch"));
      return server.fetch(...request);
    },
    clock,
    locks: undefined,
    pointers: {
      getItem: (key) => pointers.get(key) ?? null,
      setItem: (key, value) => void pointers.set(key, value),
      removeItem: (key) => void pointers.delete(key),
    },
    visit: {
      getItem: (key) => life.visit.get(key) ?? null,
      setItem: (key, value) => void life.visit.set(key, value),
      removeItem: (key) => void life.visit.delete(key),
    },
    media: null,
    geolocation: places as unknown as Geolocation,
    wake_lock: undefined,
    recorder: undefined,
    random: () => 1,
    isOnline: () => life.online,
    net: () => life.net,
    persist: () => undefined,
    freeBytes: async () => null,
    watch: (run) => {
      life.wake = run;
    },
    watchSight: (see) => {
      life.see = see;
    },
    wantErrand: (person_id) => void life.errands.push(person_id),
    share: () => ({ tell: () => undefined, close: () => undefined }),
  };
  return life;
}

export function planOf(name: string): Plan {
  return makePlan({ person: { id: uuid7(Date.now()), name, language: "zh-CN" } });
}

/** Wait until it is so, for what happens by itself; fails after three seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let left = 600; !isSo(); left -= 1) {
    assert.ok(left > 0, `never came true: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const atRest = (phone: Phone) => () =>
  phone.snapshot().sync.last_ok_at !== null && !phone.snapshot().sync.running;

export async function walk(phone: Phone): Promise<void> {
  await startPatrol(phone.pen(), START);
  await answerItem(phone.pen(), 1, "none");
}

export async function finish(
  phone: Phone,
  ended_early: string | null = null,
): Promise<KeptEntry[]> {
  const patrol_id = phone.snapshot().draft?.patrol_id ?? "";
  return finishPatrol(phone.pen(), makePlan(), { patrol_id, ended_early });
}
