/** All the phone touches of the browser, handed in as one, so that tests hand in their own. */

import { tagOf } from "./errand.ts";
import type { Locks } from "./locks.ts";
import type { Clock } from "./pen.ts";
import { PERSON_KEY, type Pointers } from "./person.ts";
import { uuid7 } from "./rules/uuid7.ts";
import type { Trigger } from "./sync.ts";
import { type Connection, type Net, netOf } from "./videos.ts";

export interface World {
  fetch: typeof fetch;
  clock: Clock;
  locks: Locks | undefined;
  pointers: Pointers;
  /** Forgotten when the app is closed; kept when the browser throws the page out and brings it back. */
  visit: Pointers;
  geolocation: Geolocation | undefined;
  /** Keeps the screen from going dark; many browsers have none. */
  wake_lock: Pick<WakeLock, "request"> | undefined;
  media: Pick<MediaDevices, "getUserMedia"> | null;
  /** Records what is said; old browsers have none. */
  recorder: typeof MediaRecorder | undefined;
  random(): number;
  isOnline(): boolean;
  net(): Net;
  /** Ask the browser not to throw our records away. */
  persist(): void;
  /** How much room the browser says is left; null where it does not say. */
  freeBytes(): Promise<number | null>;
  /** Call `run` whenever there is reason to work. */
  watch(run: (trigger: Trigger) => void): void;
  /** Call `see` whenever the page goes out of sight or comes back. */
  watchSight(see: (isHidden: boolean) => void): void;
  /** Have the worker woken for this person's outbox when there is a network, the app open or not. */
  wantErrand(person_id: string): void;
  /** Tell the other tabs of a change, and hear theirs; gives back how to stop. */
  share(name: string, hear: () => void): { tell(): void; close(): void };
}

const TIMER_MS = 30_000;

/** The browser as it is. */
export function browserWorld(): World {
  return {
    fetch: (...request) => fetch(...request),
    clock: { now: Date.now, mono: () => performance.now(), mono_id: uuid7(Date.now()) },
    locks: navigator.locks,
    pointers: localStorage,
    visit: sessionStorage,
    geolocation: navigator.geolocation,
    wake_lock: navigator.wakeLock,
    // Absent on a page without https, whatever the types say.
    media: navigator.mediaDevices ?? null,
    recorder: globalThis.MediaRecorder,
    random: Math.random,
    isOnline: () => navigator.onLine,
    net: () => netOf(connection()),
    persist: () => void navigator.storage?.persist?.().catch(() => undefined),
    freeBytes,
    watch,
    watchSight: (see) => document.addEventListener("visibilitychange", () => see(document.hidden)),
    wantErrand: (person_id) => void wantErrand(person_id).catch(() => undefined),
    share,
  };
}

async function freeBytes(): Promise<number | null> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined || usage === undefined ? null : quota - usage;
}

function watch(run: (trigger: Trigger) => void): void {
  window.addEventListener("online", () => run("signal"));
  window.addEventListener("offline", () => run("timer"));
  document.addEventListener("visibilitychange", () => document.hidden || run("hope"));
  // Wi-Fi instead of a paid network is news for what waits for it.
  connection()?.addEventListener("change", () => run("hope"));
  setInterval(() => run("timer"), TIMER_MS);
  // Another tab changed the person: this one must not show the old one's records any longer.
  window.addEventListener("storage", (event) => {
    if (event.key === PERSON_KEY) location.reload();
  });
}

function connection(): Connection | undefined {
  return (navigator as { connection?: Connection }).connection;
}

async function wantErrand(person_id: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (registration as Wakeable | undefined)?.sync?.register(tagOf(person_id));
}

/** Background Sync, where there is one. */
interface Wakeable {
  sync?: { register(tag: string): Promise<void> };
}

function share(name: string, hear: () => void): { tell(): void; close(): void } {
  const channel = new BroadcastChannel(name);
  channel.onmessage = hear;
  return { tell: () => channel.postMessage(null), close: () => channel.close() };
}
