/** Whether a live picture shows anything: a phone may call a camera live that gives black or the same frame for ever. */

/** What is on screen: mean brightness and the difference between its brightest and darkest part, 0 to 255, and the frames shown so far. */
export interface Look {
  mean: number;
  spread: number;
  frames: number;
}

export type Sight = "fine" | "black" | "frozen";

const BLACK_MEAN = 3;
const BLACK_SPREAD = 6;
const LONG_MS = 2_000;

/** Black all over; a real night is noisy, or has a light in it. */
export function isBlack({ mean, spread }: Pick<Look, "mean" | "spread">): boolean {
  return mean < BLACK_MEAN && spread <= BLACK_SPREAD;
}

/** Looks on; asks once for a restart of the camera and then only says what it sees, so that a real night never loops. */
export class Watch {
  #frames = -1;
  #since_ms: number | null = null;
  #hasRestarted = false;
  #told: Sight = "fine";

  see(look: Look, at_ms: number): Sight | "restart" {
    const sight = this.#judge(look);
    this.#frames = look.frames;
    if (sight === "fine") {
      this.#since_ms = null;
      this.#told = "fine";
      return "fine";
    }
    this.#since_ms ??= at_ms;
    if (at_ms - this.#since_ms < LONG_MS) return this.#told;
    if (this.#hasRestarted) this.#told = sight;
    else {
      this.#hasRestarted = true;
      this.#since_ms = null;
      return "restart";
    }
    return this.#told;
  }

  #judge(look: Look): Sight {
    if (isBlack(look)) return "black";
    return look.frames === this.#frames ? "frozen" : "fine";
  }
}
