/** Registers the worker and says when a newer version waits; everything works without one. */

/** Call `onWaiting` with what takes the new version over and loads the page anew; the page says when that suits. */
export function registerWorker(onWaiting: (takeOver: () => void) => void): void {
  const workers = navigator.serviceWorker;
  if (workers === undefined) return;
  const offer = (worker: ServiceWorker) => onWaiting(() => takeOver(workers, worker));
  workers
    .register("/sw.js")
    .then((registration) => {
      if (registration.waiting !== null) offer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const { installing } = registration;
        installing?.addEventListener("statechange", () => {
          // With no controller it is the very first version, which nobody needs to be asked about.
          if (installing.state === "installed" && workers.controller !== null) offer(installing);
        });
      });
    })
    .catch(() => undefined);
}

function takeOver(workers: ServiceWorkerContainer, worker: ServiceWorker): void {
  workers.addEventListener("controllerchange", () => location.reload(), { once: true });
  worker.postMessage("take_over");
}
