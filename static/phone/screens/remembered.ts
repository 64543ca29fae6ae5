/** Small habits of one walker on this phone: which reach, how he goes. Nothing that is lost hurts. */

import type { Banks, Method } from "../model.ts";

export interface Habits {
  reach_id?: string;
  method?: Method;
  banks?: Banks;
}

const keyOf = (person_id: string): string => `habits-${person_id}`;

/** What he did last time; empty where the browser keeps nothing. */
export function recallHabits(person_id: string): Habits {
  try {
    return JSON.parse(localStorage.getItem(keyOf(person_id)) ?? "{}");
  } catch {
    return {};
  }
}

/** Remembers, or does without where the browser keeps nothing. */
export function rememberHabits(person_id: string, change: Habits): void {
  try {
    const habits = { ...recallHabits(person_id), ...change };
    localStorage.setItem(keyOf(person_id), JSON.stringify(habits));
  } catch {
    // A full or forbidden storage costs him two taps, no more.
  }
}
