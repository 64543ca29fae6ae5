/** One visit to the camera, from opening it to the picture in its slot. */

import { takePhoto } from "../album.ts";
import { type FaultCode, PhoneFault } from "../faults.ts";
import type { PhotoSource } from "../photo.ts";
import { say } from "../words.ts";
import type { App } from "./app.ts";
import type { Ghost } from "./ghost.ts";
import type { Target } from "./target.ts";

/** How far the visit has come. */
export type Stage =
  | { is: "opening" }
  | { is: "live" }
  | { is: "failed"; code: FaultCode }
  | { is: "shot"; frame: HTMLCanvasElement }
  | { is: "saving"; frame: HTMLCanvasElement | null };

export class Visit {
  stage: Stage = { is: "opening" };
  readonly ghost: Ghost = { level: "middle", shown: true };
  readonly #app: App;
  readonly #target: Target;
  #video: HTMLVideoElement | null = null;

  constructor(app: App, target: Target) {
    this.#app = app;
    this.#target = target;
  }

  /** Hands the video element of this drawing to the camera, once for each element. */
  show(video: HTMLVideoElement | null): void {
    if (video === null || video === this.#video) return;
    this.#video = video;
    this.#app.phone.camera.open(video).then(
      () => this.#enter({ is: "live" }),
      (fault) => this.#enter({ is: "failed", code: codeOf(fault) }),
    );
  }

  shoot(): void {
    try {
      this.#enter({ is: "shot", frame: this.#app.phone.camera.capture() });
      this.#video = null;
    } catch (fault) {
      this.#app.tell(say(`phone.fault.${codeOf(fault)}`), "bad");
    }
  }

  again(): void {
    this.#enter({ is: "opening" });
  }

  /** Stores the picture, gives it to its slot and goes back, or says that it was not stored. */
  async use(source: PhotoSource, from: "live" | "picked"): Promise<void> {
    const { phone } = this.#app;
    const before = this.stage;
    this.#enter({ is: "saving", frame: source instanceof Blob ? null : source });
    const place = from === "live" ? phone.position.place() : null;
    const kept = await this.#app.attempt(async () => {
      const pen = phone.pen();
      const photo = await takePhoto(pen, source, { role: this.#target.role, source: from, place });
      await this.#target.keep(pen, photo);
    });
    if (!kept) return this.#enter(before);
    this.#app.moveOn(...this.#target.back);
    this.#app.tell(say("phone.camera.saved"));
  }

  #enter(stage: Stage): void {
    this.stage = stage;
    this.#app.redraw();
  }
}

const codeOf = (fault: unknown): FaultCode =>
  fault instanceof PhoneFault ? fault.code : "camera_busy";
