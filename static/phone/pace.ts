/** How much to send at once: what the network of late carries in ten seconds, so that a break costs little. */

/** Without any experience: 64 kB in ten seconds, which even 32 kbit/s carries well within its time limit. */
const SUPPOSED_BYTES_PER_MS = 6.5;
/** 8 kbit/s: whoever is slower would never get anything through. */
const SLOWEST_BYTES_PER_MS = 1;
const REQUEST_MS = 10_000;
const LEAST_BYTES = 16 * 1024;
const MOST_BYTES = 256 * 1024;
/** Less than this says more about the way there and back than about the network's width. */
const TELLING_BYTES = 8 * 1024;
/** The way there and back, the server's work, and a network that is a quarter as fast as it just was. */
const SPARE_MS = 30_000;
const SPARE_TIMES = 4;

export class Pace {
  #bytes_per_ms = SUPPOSED_BYTES_PER_MS;

  /** How many bytes the next request may carry. */
  get piece_bytes(): number {
    const carried = Math.floor(this.#bytes_per_ms * REQUEST_MS);
    return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, carried));
  }

  /** After how long so many bytes have stalled, on their way there or back. */
  limit_ms(bytes: number): number {
    return SPARE_MS + (SPARE_TIMES * bytes) / this.#bytes_per_ms;
  }

  /** So many bytes have gone in so long, answer included. */
  went(bytes: number, ms: number): void {
    if (bytes >= TELLING_BYTES) this.#set(bytes / Math.max(1, ms));
  }

  /** A request got no answer: the next ones are smaller and are waited for longer. */
  stalled(): void {
    this.#set(this.#bytes_per_ms / SPARE_TIMES);
  }

  #set(bytes_per_ms: number): void {
    this.#bytes_per_ms = Math.max(SLOWEST_BYTES_PER_MS, bytes_per_ms);
  }
}
