/** The rest that is given to a network or a server after a failure: longer each time, and as long as the server asks. */

import { ApiFault } from "./api.ts";
import { isOver, pauseMs } from "./rules/retries.ts";

const PAUSES = { first_ms: 5_000, longest_ms: 600_000 };
/** Whatever a server says, it is asked once an hour. */
const LONGEST_ASKED_MS = 3_600_000;

export class Rest {
  #failures = 0;
  #until_ms = 0;
  #asked_until_ms = 0;

  /** Begin a rest after this fault. */
  begin(fault: unknown, now_ms: number, random: number): void {
    const asked_s = fault instanceof ApiFault ? (fault.retry_after_s ?? 0) : 0;
    this.#until_ms = now_ms + pauseMs(this.#failures, PAUSES, random);
    this.#asked_until_ms = now_ms + Math.min(LONGEST_ASKED_MS, asked_s * 1000);
    this.#failures += 1;
  }

  /** All went well. */
  end(): void {
    this.#failures = 0;
    this.#until_ms = 0;
    this.#asked_until_ms = 0;
  }

  /** When it is over by itself, in ms since 1970. */
  get over_at(): number {
    return Math.max(this.#until_ms, this.#asked_until_ms);
  }

  /** Whether it is over; `hope`: one's own pause does not count, what the server asked for does. */
  isOver(now_ms: number, hope: boolean): boolean {
    const isRested = hope || isOver(this.#until_ms, now_ms, PAUSES.longest_ms);
    return isRested && isOver(this.#asked_until_ms, now_ms, LONGEST_ASKED_MS);
  }
}
