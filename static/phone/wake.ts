/** Keeps the screen from going dark while the phone is in a pocket, as far as the browser can. */

export type WakeState = "off" | "on" | "missing" | "refused";

export class Wake {
  readonly #source: Pick<WakeLock, "request"> | undefined;
  readonly #changed: () => void;
  #isWanted = false;
  #lock: WakeLockSentinel | null = null;
  #state: WakeState = "off";

  constructor(source: Pick<WakeLock, "request"> | undefined, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  /** Whether the screen stays on, and if not, why not. */
  state(): WakeState {
    return this.#state;
  }

  /** Keep the screen on from now. */
  async start(): Promise<void> {
    this.#isWanted = true;
    await this.again();
  }

  /** Ask again: the browser takes it away whenever the page goes out of sight. */
  async again(): Promise<void> {
    if (!this.#isWanted || this.#state === "on") return;
    if (this.#source === undefined) {
      this.#turn("missing");
      return;
    }
    try {
      this.#hold(await this.#source.request("screen"));
    } catch {
      // Low battery, or out of sight: the walk goes on, with words instead.
      this.#turn("refused");
    }
  }

  /** Let the screen go dark again. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    const lock = this.#lock;
    this.#lock = null;
    this.#turn("off");
    await lock?.release();
  }

  #hold(lock: WakeLockSentinel): void {
    if (!this.#isWanted) {
      void lock.release();
      return;
    }
    this.#lock = lock;
    lock.addEventListener("release", () => {
      if (this.#lock !== lock) return;
      this.#lock = null;
      this.#turn("off");
    });
    this.#turn("on");
  }

  #turn(state: WakeState): void {
    this.#state = state;
    this.#changed();
  }
}
