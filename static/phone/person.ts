/** Who holds this phone: a tiny pointer beside the databases, so that each person's records stay his own. */

/** The part of localStorage used here; null where the browser forbids it. */
export type Pointers = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface CurrentPerson {
  id: string;
  name: string;
}

export const PERSON_KEY = "patrol.person";
/** Set where somebody has said that several people use this phone. */
export const SHARED_KEY = "patrol.shared";
const INSTALLATION = "patrol.installation";
const LOGOUT_OWED = "patrol.logout_owed";

/** The person whose store is open; null after 换人. */
export function findPerson(pointers: Pointers): CurrentPerson | null {
  try {
    const held: unknown = JSON.parse(pointers.getItem(PERSON_KEY) ?? "null");
    const { id, name } = (held ?? {}) as Partial<CurrentPerson>;
    return typeof id === "string" && typeof name === "string" ? { id, name } : null;
  } catch {
    return null;
  }
}

/** From now on this person's store is the open one. */
export function pointTo(pointers: Pointers, { id, name }: CurrentPerson): void {
  pointers.setItem(PERSON_KEY, JSON.stringify({ id, name }));
}

/** Seal the store: nothing opens it until its person logs in again. The session may have to be ended later. */
export function seal(pointers: Pointers): void {
  pointers.removeItem(PERSON_KEY);
  pointers.setItem(LOGOUT_OWED, "1");
}

/** Whether a session still has to be ended on the server, because there was no signal at 换人. */
export function owesLogout(pointers: Pointers): boolean {
  return pointers.getItem(LOGOUT_OWED) !== null;
}

/** The session is ended, or a new one has begun. */
export function logoutDone(pointers: Pointers): void {
  pointers.removeItem(LOGOUT_OWED);
}

/** The name of this browser profile, shared by all books on it. */
export function installationId(pointers: Pointers, make: () => string): string {
  const held = pointers.getItem(INSTALLATION) ?? make();
  pointers.setItem(INSTALLATION, held);
  return held;
}
