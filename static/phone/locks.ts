/** One at a time, across tabs where the browser has Web Locks, else within this page. */

/** The part of `navigator.locks` used here. */
export type Locks = Pick<LockManager, "request">;

/** Under which a person's outbox is delivered, in whatever tab or worker. */
export const syncLock = (person_id: string): string => `patrol-sync-${person_id}`;

const tails = new Map<string, Promise<unknown>>();

/** Run `work` after all earlier holders of this name have finished. */
export async function inTurn<T>(
  locks: Locks | undefined,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (locks !== undefined) return locks.request(name, work);
  const turn = (tails.get(name) ?? Promise.resolve()).then(work, work);
  tails.set(name, turn);
  try {
    return await turn;
  } finally {
    if (tails.get(name) === turn) tails.delete(name);
  }
}

/** Run `work` only if nobody holds this name now; false when somebody does. */
export async function ifFree(
  locks: Locks | undefined,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  if (locks === undefined) {
    if (tails.has(name)) return false;
    await inTurn(undefined, name, work);
    return true;
  }
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
    return lock !== null;
  });
}
