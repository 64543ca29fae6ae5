/** The kill switch: takes the place of a worker gone wrong, and itself and all it kept away. Records are not in its reach. */

export {};

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", () => void self.skipWaiting());

// Pages that are open go on from the network; each is offered to be loaded anew.
self.addEventListener("activate", (event) => {
  event.waitUntil(dropCaches().then(() => self.registration.unregister()));
});

async function dropCaches(): Promise<void> {
  const names = await caches.keys();
  const own = names.filter((name) => name.startsWith("patrol-"));
  await Promise.all(own.map((name) => caches.delete(name)));
}
