/** What the worker may deliver while the app is closed: of whom, as long as his records are not sealed. */

import type { Reading, Store } from "./store.ts";

/** What the worker cannot find out by itself. */
export interface Errand {
  installation_id: string;
}

const KEY = "errand";
const TAG = "drain:";

/** The name under which the browser is asked to wake the worker for somebody's outbox. */
export const tagOf = (person_id: string): string => TAG + person_id;

/** Whose outbox a name is for; null for another's name. */
export function personOf(tag: string): string | null {
  return tag.startsWith(TAG) ? tag.slice(TAG.length) : null;
}

/** The worker may deliver these records from now on. */
export async function allowErrand(store: Store, errand: Errand): Promise<void> {
  await store.write((tx) => tx.objectStore("meta").put(errand, KEY));
}

/** Not any longer: they are sealed, or somebody else is here. */
export async function forbidErrand(store: Store): Promise<void> {
  await store.write((tx) => tx.objectStore("meta").delete(KEY), true);
}

/** Null when it is forbidden. */
export async function readErrand(tx: Reading): Promise<Errand | null> {
  return ((await tx.objectStore("meta").get(KEY)) as Errand | undefined) ?? null;
}
