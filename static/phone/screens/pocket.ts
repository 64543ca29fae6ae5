/** 口袋模式: a dark screen that stays on while the track is recorded, and does nothing when a pocket taps it. */

import { html, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import type { App, Screen, Walk } from "./app.ts";
import { sayLength } from "./dates.ts";
import { walkedMs } from "./patrol.ts";

const REDRAW_MS = 5_000;

/** A pocket does not press one place for so long. */
const HOLD_MS = 1_500;

export function openPocket(app: App): Screen<Walk> {
  const timer = setInterval(() => app.redraw(), REDRAW_MS);
  const hold = new Hold(
    () => app.moveOn("patrol"),
    () => app.redraw(),
  );
  void app.phone.wake.start();
  return {
    title: say("phone.pocket.title"),
    draw: (walk) => drawPocket(app, walk, hold),
    leave: () => {
      clearInterval(timer);
      hold.end();
      void app.phone.wake.stop();
    },
  };
}

/** A press that counts only when it lasts. */
class Hold {
  readonly #done: () => void;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(done: () => void, changed: () => void) {
    this.#done = done;
    this.#changed = changed;
  }

  get isHeld(): boolean {
    return this.#timer !== null;
  }

  press = (): void => {
    this.end();
    this.#timer = setTimeout(this.#done, HOLD_MS);
    this.#changed();
  };

  end = (): void => {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#changed();
  };
}

function drawPocket(app: App, walk: Walk, hold: Hold): TemplateResult {
  // A keyboard or a screen reader presses without a finger: no pocket does that.
  const click = (event: MouseEvent) => event.detail === 0 && app.moveOn("patrol");
  const quiet = (event: Event) => event.preventDefault();
  return html`<main class="pocket" @contextmenu=${quiet}>
    <h1 class="pocket__title" tabindex="-1">${say("phone.pocket.title")}</h1>
    <p class="pocket__time">${sayLength(walkedMs(walk))}</p>
    <p class="pocket__state">${say(`phone.position.${app.phone.position.state()}`)}</p>
    <p>${sayPromise(app)}</p>
    <button
      type="button"
      class="pocket__leave ${hold.isHeld ? "pocket__leave--held" : ""}"
      @pointerdown=${hold.press}
      @pointerup=${hold.end}
      @pointerleave=${hold.end}
      @pointercancel=${hold.end}
      @click=${click}
    >
      ${say("phone.pocket.leave")}
    </button>
  </main>`;
}

/** What may be expected of the track: nothing where there is none to record. */
function sayPromise({ phone }: App): string {
  const place = phone.position.state();
  if (place === "off" || place === "denied") return say("phone.pocket.untracked");
  return say(`phone.pocket.${phone.wake.state()}`);
}
