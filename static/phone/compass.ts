/** The phone's compass while the camera is open; many have none, and an iPhone gives it only after a tap. */

import { headingOf } from "./rules/heading.ts";

/** What iPhones add to the event. */
interface Turned extends DeviceOrientationEvent {
  webkitCompassHeading?: number;
}

interface Askable {
  requestPermission?(): Promise<string>;
}

/** Chromium's own name for a heading from north, then everybody else's. */
const EVENTS = ["deviceorientationabsolute", "deviceorientation"];
const FRESH_MS = 2_000;

export class Compass {
  readonly #page: Window;
  #last: { heading_deg: number; at_ms: number } | null = null;
  #isAsked = false;

  constructor(page: Window) {
    this.#page = page;
  }

  start(): void {
    for (const name of EVENTS) this.#page.addEventListener(name, this.#hear);
  }

  stop(): void {
    for (const name of EVENTS) this.#page.removeEventListener(name, this.#hear);
    this.#last = null;
  }

  /** Degrees from north as of now; null where nobody knows. */
  heading(): number | null {
    const last = this.#last;
    return last !== null && performance.now() - last.at_ms <= FRESH_MS ? last.heading_deg : null;
  }

  /** Whether the phone has to be asked first, which only a tap may do; Chromium can be asked and need not be. */
  get mustAsk(): boolean {
    const isFree = "ondeviceorientationabsolute" in this.#page;
    return !this.#isAsked && !isFree && this.#asker?.requestPermission !== undefined;
  }

  /** Ask; a refusal is an answer, the camera works without. */
  async ask(): Promise<void> {
    this.#isAsked = true;
    await this.#asker?.requestPermission?.().catch(() => undefined);
  }

  get #asker(): Askable | undefined {
    return (this.#page as { DeviceOrientationEvent?: Askable }).DeviceOrientationEvent;
  }

  #hear = (event: Event): void => {
    const heading_deg = readHeading(event as Turned);
    if (heading_deg !== null) this.#last = { heading_deg, at_ms: performance.now() };
  };
}

function readHeading({ webkitCompassHeading, absolute, alpha, beta, gamma }: Turned) {
  if (webkitCompassHeading !== undefined) return Math.round(webkitCompassHeading) % 360;
  if (!absolute || alpha === null || beta === null || gamma === null) return null;
  return headingOf(alpha, beta, gamma);
}
