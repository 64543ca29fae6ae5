/** The rest that is given to a network or a server after a failure: longer each time, and as long as the server asks. */

import { askedUntil, isAskedOver } from "./asked.ts";
import { isOver, pauseMs } from "./rules/retries.ts";

const PAUSES = { first_ms: 5_000, longest_ms: 600_000 };

export class Rest {
  #failures = 0;
  #until_ms = 0;
  #asked_until_ms = 0;

  /** Begin a rest after this fault. */
  begin(fault: unknown, now_ms: number, random: number): void {
    this.#until_ms = now_ms + pauseMs(this.#failures, PAUSES, random);
    this.#asked_until_ms = askedUntil(fault, now_ms);
    this.#failures += 1;
  }

  /** All went well. */
  end(): void {
    this.#failures = 0;
    this.#until_ms = 0;
    this.#asked_until_ms = 0;
  }

  /** What the server asked for, here or of another page or the worker, in ms since 1970; 0 for nothing. */
  get asked_until_ms(): number {
    return this.#asked_until_ms;
  }

  set asked_until_ms(until_ms: number) {
    this.#asked_until_ms = until_ms;
  }

  /** When it is over by itself, in ms since 1970. */
  get over_at(): number {
    return Math.max(this.#until_ms, this.#asked_until_ms);
  }

  /** Whether it is over; `hope`: one's own pause does not count, what the server asked for does. */
  isOver(now_ms: number, hope: boolean): boolean {
    const isRested = hope || isOver(this.#until_ms, now_ms, PAUSES.longest_ms);
    return isRested && isAskedOver(this.#asked_until_ms, now_ms);
  }
}
