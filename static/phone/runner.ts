/** The worker's delivery: what the page did not get through before it was closed, with the page's own code. */

import { Api, ApiFault } from "./api.ts";
import { type Asked, askedUntil, isAskedOver, keepAsked, readAsked } from "./asked.ts";
import { type Courier, deliverEntries } from "./courier.ts";
import { readErrand } from "./errand.ts";
import { inTurn, type Locks, syncLock } from "./locks.ts";
import { reportRest } from "./parcel.ts";
import { deliverMedia } from "./pictures.ts";
import { Store } from "./store.ts";
import { type Net, readWifiOnly, videoRule } from "./videos.ts";

/** What a worker has of the browser. */
export interface Surroundings {
  fetch: typeof fetch;
  locks: Locks | undefined;
  now(): number;
  random(): number;
  net(): Net;
  /** The pages in which these records are open read them anew. */
  share(name: string): { tell(): void; close(): void };
}

/**
 * Deliver one person's outbox after whoever is at it, unless his records are sealed; throws what stops the delivery, so
 * that the browser calls again. Sealed in the middle of it, nothing more is sent.
 */
export async function runErrand(world: Surroundings, person_id: string): Promise<void> {
  const store = new Store(person_id);
  const pages = world.share(store.name);
  store.subscribe(pages.tell);
  try {
    await inTurn(world.locks, syncLock(person_id), () => drain(world, store));
  } finally {
    pages.close();
    store.close();
  }
}

async function drain(world: Surroundings, store: Store): Promise<void> {
  const errand = await store.read(readErrand);
  if (errand === null) return;
  const { now, random } = world;
  const guarded: typeof fetch = async (...request) => {
    if ((await store.read(readErrand)) === null) throw new TypeError("sealed");
    return world.fetch(...request);
  };
  const courier: Courier = {
    store,
    api: new Api(guarded),
    now,
    random,
    ...errand,
    server_ms: null,
  };
  const videos = videoRule(await store.read(readWifiOnly), world.net()) === "go";
  const way = { all: false, tried: new Set<string>(), videos, tell: () => undefined };
  const answered = await obeying(courier, "all", () => deliverEntries(courier, way));
  const waited = await obeying(courier, "pictures", () => deliverMedia(courier, way));
  if (answered + waited > 0) await reportRest(courier);
}

/** Do it unless the server asked to be left alone with it, and keep what it asks for now. */
async function obeying<T>(
  { store, now }: Courier,
  matter: keyof Asked,
  work: () => Promise<T>,
): Promise<T> {
  const asked = await store.read(readAsked);
  if (!isAskedOver(asked[matter], now())) throw new ApiFault({ code: "busy" });
  try {
    return await work();
  } catch (fault) {
    await keepAsked(store, { [matter]: askedUntil(fault, now()) });
    throw fault;
  }
}
