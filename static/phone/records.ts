/** One person's records while they are open, with all that works on them. */

import { Album } from "./album.ts";
import { Api } from "./api.ts";
import type { Pen } from "./pen.ts";
import { type CurrentPerson, installationId } from "./person.ts";
import type { KeptPlan } from "./plan.ts";
import { uuid7 } from "./rules/uuid7.ts";
import { Store } from "./store.ts";
import { Sync } from "./sync.ts";
import type { World } from "./world.ts";

export interface Records {
  person: CurrentPerson;
  installation_id: string;
  store: Store;
  pen: Pen;
  album: Album;
  api: Api;
  sync: Sync;
  /** The same records in other tabs. */
  others: { tell(): void; close(): void };
}

/** What the owner of the records does when something comes in. */
export interface Owner {
  plan(): KeptPlan | null;
  onPlan(kept: KeptPlan): Promise<void>;
  onState(): void;
  onOthers(): void;
  mayVideos(): boolean;
}

/** Open a person's records; whatever was open before is closed by its owner. */
export function openRecords(world: World, person: CurrentPerson, owner: Owner): Records {
  const { clock, locks, pointers, random } = world;
  const { now } = clock;
  const store = new Store(person.id);
  const api = new Api(world.fetch);
  const installation_id = installationId(pointers, () => uuid7(now()));
  const courier = { store, api, now, random, installation_id, server_ms: null };
  return {
    person,
    installation_id,
    store,
    pen: { store, person_id: person.id, clock, locks },
    album: new Album(store),
    api,
    sync: new Sync({ ...owner, courier, locks }),
    others: world.share(store.name, owner.onOthers),
  };
}

/** Close them; a delivery under way is broken off, so that it never goes on in another's session. */
export function closeRecords({ album, api, store, others }: Records): void {
  api.close();
  others.close();
  album.close();
  store.close();
}
