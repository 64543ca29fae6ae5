/** What a deed needs in order to be written down: whose store, which clock, which lock. */

import type { Locks } from "./locks.ts";
import type { Reading } from "./rules/clock.ts";
import type { Store } from "./store.ts";

/** The wall clock in ms since 1970, and the monotonic clock of this page load in ms. */
export interface Clock {
  now(): number;
  mono(): number;
  mono_id: string;
}

export interface Pen {
  store: Store;
  person_id: string;
  clock: Clock;
  locks: Locks | undefined;
}

/** Read both clocks at once, in whole ms. */
export function readClocks(clock: Clock): Reading {
  return {
    mono_id: clock.mono_id,
    mono_ms: Math.round(clock.mono()),
    wall_ms: Math.round(clock.now()),
  };
}
