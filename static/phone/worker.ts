/** Registers the worker and says when a newer version is there; everything works without one. */

/** Takes the newer version over and loads the page anew; done when the page is about to go. */
export type TakeOver = () => Promise<void>;

/** Call `onNewer` with how a newer version is taken over; the page says when that suits. */
export function registerWorker(onNewer: (takeOver: TakeOver) => void): void {
  const workers = navigator.serviceWorker;
  if (workers === undefined) return;
  const offer = (worker: ServiceWorker) => onNewer(() => takeOver(workers, worker));
  let hadWorker = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    // Taken over in another tab, or switched off: what is on screen here is the old version.
    if (hadWorker) onNewer(async () => location.reload());
    hadWorker = true;
  });
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

function takeOver(workers: ServiceWorkerContainer, worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const change = () => resolve(location.reload());
    workers.addEventListener("controllerchange", change, { once: true });
    worker.postMessage("take_over");
  });
}
