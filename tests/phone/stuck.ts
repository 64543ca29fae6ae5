/** A database that does not answer, and the time that goes by meanwhile. */

import type { TestContext } from "node:test";
import { openDB } from "idb";

/** Seconds go by, in each of which the page looks. */
export async function pass({ mock }: TestContext, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await new Promise(setImmediate);
    mock.timers.tick(1000);
  }
}

/** Keep all others out of a database, as one that hangs does; gives how to let them in. */
export async function hold(name: string): Promise<() => void> {
  const db = await openDB(name);
  let isHeld = true;
  const tx = db.transaction([...db.objectStoreNames], "readwrite");
  void (async () => {
    while (isHeld) await tx.objectStore("meta").count();
  })();
  return () => {
    isHeld = false;
    void tx.done.then(() => db.close());
  };
}
