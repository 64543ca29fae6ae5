/** Until when the server asked to be left alone (Retry-After): kept with the records, so that every page and the worker obey. */

import { ApiFault } from "./api.ts";
import { isOver } from "./rules/retries.ts";
import type { Reading, Store } from "./store.ts";

/** With everything, and with pictures alone: in ms since 1970 by the phone's clock, 0 where it has not asked. */
export interface Asked {
  all: number;
  pictures: number;
  /** The code of the fault with which it did. */
  why: string;
}

const KEY = "asked_until";
/** An older version kept no code. */
const NOTHING: Asked = { all: 0, pictures: 0, why: "busy" };
/** Whatever a server says, it is asked once an hour. */
const LONGEST_MS = 3_600_000;

/** Until when this fault asks to be left alone. */
export function askedUntil(fault: unknown, now_ms: number): number {
  const asked_s = fault instanceof ApiFault ? (fault.retry_after_s ?? 0) : 0;
  return asked_s > 0 ? now_ms + Math.min(LONGEST_MS, asked_s * 1000) : 0;
}

/** Whether it may be asked again. */
export const isAskedOver = (until_ms: number, now_ms: number): boolean =>
  isOver(until_ms, now_ms, LONGEST_MS);

/** What it asked of any page or worker. */
export async function readAsked(tx: Reading): Promise<Asked> {
  const kept = (await tx.objectStore("meta").get(KEY)) as Partial<Asked> | undefined;
  return { ...NOTHING, ...kept };
}

/** Keep what it asks now. Only where that is something else: nothing is written for a delivery that went well. */
export async function keepAsked(store: Store, change: Partial<Asked>): Promise<void> {
  const before = await store.read(readAsked);
  const asked = { ...before, ...change };
  if (asked.all === before.all && asked.pictures === before.pictures) return;
  await store.write((tx) => tx.objectStore("meta").put(asked, KEY));
}
