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
const LAST = "patrol.last";
const CONFIRMED = "patrol.confirmed";
const INSTALLATION = "patrol.installation";
const LOGOUT_OWED = "patrol.logout_owed";

/** What is noted of a person's store beside it. */
export const tallyKey = (person_id: string): string => `patrol.kept.${person_id}`;

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

/** From now on this person's store is the open one; a second person makes it a shared phone. */
export function pointTo(pointers: Pointers, { id, name }: CurrentPerson): void {
  if ((pointers.getItem(LAST) ?? id) !== id) pointers.setItem(SHARED_KEY, "1");
  pointers.setItem(LAST, id);
  pointers.setItem(PERSON_KEY, JSON.stringify({ id, name }));
}

/** Whether to ask who holds a shared phone: at each start, but not when the browser only brought the page back. */
export function mustAsk(pointers: Pointers, visit: Pointers, { id }: CurrentPerson): boolean {
  return pointers.getItem(SHARED_KEY) !== null && visit.getItem(CONFIRMED) !== id;
}

/** In this visit it is known who holds the phone. */
export function confirmed(visit: Pointers, { id }: CurrentPerson): void {
  visit.setItem(CONFIRMED, id);
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
