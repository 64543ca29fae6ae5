/** The worker: the app's shell from the cache, so that it starts without a network, and what the closed app left unsent. */

import { personOf } from "./errand.ts";
import { runErrand, type Surroundings } from "./runner.ts";
import { type Connection, netOf } from "./videos.ts";

declare const self: ServiceWorkerGlobalScope;
/** Baked in by static/build.mjs: the shell's addresses, and a name that changes with their content. */
declare const __PRECACHE__: readonly string[];
declare const __VERSION__: string;

const CACHE = `patrol-${__VERSION__}`;
const SHELL = new Set(__PRECACHE__);

// All or nothing: a half-loaded version is never installed, the old one goes on working.
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(__PRECACHE__.map(freshly))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

// A new version waits until the page says that nothing is open.
self.addEventListener("message", (event) => {
  if (event.data === "take_over") void self.skipWaiting();
});

// A bonus of some browsers (Background Sync): everything goes without it as soon as the app is opened again.
self.addEventListener("sync", (event: Event) => {
  const call = event as SyncEvent;
  const person_id = personOf(call.tag);
  if (person_id !== null) call.waitUntil(runErrand(SURROUNDINGS, person_id));
});

self.addEventListener("fetch", (event) => {
  const address = shellAddress(event.request);
  if (address !== null) event.respondWith(fromShell(address, event.request));
});

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

const SURROUNDINGS: Surroundings = {
  fetch: (...request) => fetch(...request),
  locks: self.navigator.locks,
  now: Date.now,
  random: Math.random,
  net: () => netOf((self.navigator as { connection?: Connection }).connection),
  share: (name) => {
    const channel = new BroadcastChannel(name);
    return { tell: () => channel.postMessage(null), close: () => channel.close() };
  },
};

/** The cached address that answers a request; null for all that is none of the worker's business. */
function shellAddress({ method, url }: Request): string | null {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return null;
  return SHELL.has(pathname) ? pathname : null;
}

async function fromShell(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("patrol-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

function freshly(address: string): Request {
  return new Request(address, { cache: "reload", credentials: "same-origin" });
}
