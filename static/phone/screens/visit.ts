/** One visit to the camera, from opening it to the picture in its slot. */

import { makeShot, type Shot } from "../album.ts";
import { measure } from "../brightness.ts";
import { findDraft } from "../draft.ts";
import { type FaultCode, PhoneFault } from "../faults.ts";
import type { Place } from "../model.ts";
import { isBlack, type Sight, Watch } from "../rules/sight.ts";
import { say } from "../words.ts";
import type { App } from "./app.ts";
import type { Ghost } from "./ghost.ts";
import type { Target } from "./target.ts";

/** How far the visit has come. */
export type Stage =
  | { is: "opening" }
  | { is: "live" }
  | { is: "failed"; code: FaultCode }
  /** The picture is made while it is looked at, so that keeping it is one write. */
  | { is: "shot"; frame: HTMLCanvasElement; isBlack: boolean; shot: Promise<Shot> }
  | { is: "saving"; frame: HTMLCanvasElement | null };

export class Visit {
  stage: Stage = { is: "opening" };
  /** What is seen in the live picture. */
  sight: Sight = "fine";
  readonly ghost: Ghost = { level: "middle", shown: true };
  readonly #watch = new Watch();
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
    this.#open(video).then(
      () => this.#enter({ is: "live" }),
      (fault) => this.#enter({ is: "failed", code: codeOf(fault) }),
    );
  }

  /** A cheap phone may kill the page behind its camera: reading waits until all that was answered is written. */
  async #open(video: HTMLVideoElement): Promise<void> {
    const { phone } = this.#app;
    await findDraft(phone.pen());
    await phone.senses.camera.open(video, (code) => this.#lose(code));
  }

  /** Looks whether the live picture still shows anything, and has a camera that gives nothing started again. */
  glance(): void {
    const { camera } = this.#app.phone.senses;
    if (this.stage.is !== "live" || document.hidden) return;
    const look = camera.look();
    if (look === null) return;
    const seen = this.#watch.see(look, performance.now());
    if (seen === "restart") void camera.restart();
    else this.sight = seen;
  }

  /** 重开相机. */
  reopen(): void {
    this.sight = "fine";
    void this.#app.phone.senses.camera.restart();
    this.#app.redraw();
  }

  /** A picture that is being looked at stays, whatever becomes of the camera. */
  #lose(code: FaultCode): void {
    if (this.stage.is === "live" || this.stage.is === "opening")
      this.#enter({ is: "failed", code });
  }

  shoot(): void {
    const { phone } = this.#app;
    try {
      const frame = phone.senses.camera.capture();
      const facts = { role: this.#target.role, source: "live", place: this.#place() } as const;
      const shot = painted().then(() => makeShot(phone.pen(), frame, facts));
      // Said when it is to be kept.
      shot.catch(() => undefined);
      this.#enter({ is: "shot", frame, isBlack: isBlack(measure(frame)), shot });
      this.#video = null;
    } catch (fault) {
      this.#app.tell(say(`phone.fault.${codeOf(fault)}`), "bad");
    }
  }

  /** Where one stands, and which way the camera looks: that of a walk's own fix is the way one walks. */
  #place(): Place | null {
    const { position, senses } = this.#app.phone;
    const place = position.place();
    return place === null ? null : { ...place, heading_deg: senses.compass.heading() };
  }

  again(): void {
    this.#enter({ is: "opening" });
  }

  /** Keeps the picture that was just taken. */
  async use({ frame, shot }: Extract<Stage, { is: "shot" }>): Promise<void> {
    await this.#keep(frame, shot);
  }

  /** Keeps a picture out of the phone's album, which has neither time nor place of its own. */
  async pick(file: File): Promise<void> {
    const facts = { role: this.#target.role, source: "picked", place: null } as const;
    await this.#keep(null, makeShot(this.#app.phone.pen(), file, facts));
  }

  /** Gives the picture to its slot and goes back, or says that it was not stored. */
  async #keep(frame: HTMLCanvasElement | null, shot: Promise<Shot>): Promise<void> {
    const before = this.stage;
    if (before.is === "saving") return;
    this.#enter({ is: "saving", frame });
    const kept = await this.#app.attempt(async () =>
      this.#target.keep(this.#app.phone.pen(), await shot),
    );
    if (!kept) return this.#enter(before);
    this.#app.moveOn(...this.#target.back);
    this.#app.tell(say("phone.camera.saved"));
  }

  #enter(stage: Stage): void {
    this.stage = stage;
    this.#app.redraw();
  }
}

/** The picture is on the screen before it is worked on. */
const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

const codeOf = (fault: unknown): FaultCode =>
  fault instanceof PhoneFault ? fault.code : "camera_busy";
