/** The worker's delivery: what the page did not get through before it was closed, with the page's own code. */

import { Api, ApiFault } from "./api.ts";
import { askedUntil, isAskedOver, keepAsked, readAsked } from "./asked.ts";
import { type Courier, deliverEntries } from "./courier.ts";
import { readErrand } from "./errand.ts";
import { inTurn, type Locks, syncLock } from "./locks.ts";
import { reportRest } from "./parcel.ts";
import { deliverMedia, type Turn, type Way } from "./pictures.ts";
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
  const asked = await store.read(readAsked);
  if (!isAskedOver(asked.all, now())) throw LEFT_ALONE;
  const mayPictures = isAskedOver(asked.pictures, now());
  const held = await deliver(courier, way, mayPictures).catch(async (fault) => {
    await obey(courier, "all", fault);
    throw fault;
  });
  if (held !== null) throw held;
}

/** As the page does; gives what holds the pictures back. */
async function deliver(courier: Courier, way: Way, mayPictures: boolean): Promise<ApiFault | null> {
  const answered = await deliverEntries(courier, way);
  const { waited, held } = mayPictures ? await deliverMedia(courier, way) : NO_PICTURES;
  if (mayPictures) await obey(courier, "pictures", held);
  if (answered + waited > 0) await reportRest(courier);
  return held;
}

const LEFT_ALONE = new ApiFault({ code: "busy" });
const NO_PICTURES: Turn = { waited: 0, held: LEFT_ALONE };

/** Keep for how long this fault asks to be left alone. */
async function obey({ store, now }: Courier, matter: "all" | "pictures", fault: unknown) {
  const why = fault instanceof ApiFault ? fault.code : "";
  await keepAsked(store, { [matter]: askedUntil(fault, now()), why });
}
