/** 录像: a few seconds of what a photo cannot show, looked at before it is kept. */

import { html, nothing, type TemplateResult } from "lit-html";
import { type FaultCode, PhoneFault } from "../faults.ts";
import { draw } from "../photo.ts";
import { MOST_FILM_MS } from "../recorder.ts";
import {
  dropRecording,
  finishRecording,
  keepPiece,
  type RecordingSlot,
  readRecording,
} from "../recordings.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawRefused } from "./refused.ts";
import { drawFull } from "./space.ts";
import { sayMegabytes, wifiSeconds } from "./weight.ts";

const REDRAW_MS = 500;
const POSTER_EDGE_PX = 240;
/** A film takes the room of so many photos. */
const PHOTOS_OF_A_FILM = 10;
/** Some recorders keep to no rate; the server takes 8 MB. */
const MOST_BYTES = 7_000_000;

type Stage =
  | { is: "opening" | "live" | "saving" }
  | { is: "filming"; began_ms: number }
  | { is: "taken"; url: string; bytes: number }
  | { is: "failed"; code: FaultCode };

export function openFilm(app: App, _walk: Walk, on = "walk", id = ""): Screen<Walk> {
  const slot: RecordingSlot = on === "problem" ? { on, id } : { on: "walk" };
  const back = slot.on === "problem" ? ["problem", id] : ["patrol"];
  const filming = new Filming(app, slot, back);
  const timer = setInterval(() => app.redraw(), REDRAW_MS);
  app.phone.wantPlace(true);
  return {
    title: say("phone.film.title"),
    draw: (walk) => drawFilm(app, walk, filming, back),
    drawn: (root) => filming.show(root.querySelector("video.view__live")),
    leave() {
      clearInterval(timer);
      filming.leave();
      app.phone.wantPlace(false);
    },
  };
}

/** One visit: the camera, the pieces, and what becomes of them. */
class Filming {
  stage: Stage = { is: "opening" };
  readonly #app: App;
  readonly #slot: RecordingSlot;
  readonly #back: string[];
  #video: HTMLVideoElement | null = null;
  #isLeft = false;

  constructor(app: App, slot: RecordingSlot, back: string[]) {
    this.#app = app;
    this.#slot = slot;
    this.#back = back;
  }

  /** Opens the camera for the video element of this drawing; a film that a killed page left behind comes first. */
  show(video: HTMLVideoElement | null): void {
    if (video === null || video === this.#video) return;
    this.#video = video;
    this.#open(video).catch((fault) => this.#enter({ is: "failed", code: codeOf(fault) }));
  }

  async #open(video: HTMLVideoElement): Promise<void> {
    const { phone } = this.#app;
    if (await finishRecording(phone.pen(), "film")) return this.#goBack("phone.film.found");
    await phone.senses.filmCamera.open(video, (code) => this.#enter({ is: "failed", code }));
    if (!this.#isLeft) this.#enter({ is: "live" });
  }

  start(): void {
    const { phone } = this.#app;
    const stood = phone.position.place();
    // The heading of a fix is the way one walks, not the way the camera looks.
    const place = stood === null ? null : { ...stood, heading_deg: null };
    let n = 0;
    let bytes = 0;
    const hear = async (piece: ArrayBuffer, type: string) => {
      await keepPiece(phone.pen(), "film", { slot: this.#slot, place, type }, n, piece);
      n += 1;
      bytes += piece.byteLength;
      if (bytes > MOST_BYTES) phone.senses.recorder.stop();
    };
    try {
      phone.senses.recorder.film(phone.senses.filmCamera.stream, {
        hear,
        end: (fault) => void this.#end(fault),
      });
      this.#enter({ is: "filming", began_ms: performance.now() });
    } catch (fault) {
      this.#app.tell(say(`phone.fault.${codeOf(fault)}`), "bad");
    }
  }

  async #end(fault: unknown): Promise<void> {
    const { phone } = this.#app;
    await this.#app.attempt(async () => {
      // Left in the middle: what was taken until then counts.
      if (this.#isLeft) return void (await finishRecording(phone.pen(), "film"));
      const film = await readRecording(phone.pen(), "film");
      phone.senses.filmCamera.stop();
      this.#video = null;
      if (film === null) this.#enter({ is: "opening" });
      else this.#enter({ is: "taken", url: URL.createObjectURL(film), bytes: film.size });
      if (fault !== null) throw fault;
    });
  }

  again(): void {
    void this.#app.attempt(() => dropRecording(this.#app.phone.pen(), "film"));
    this.#release();
    this.#enter({ is: "opening" });
  }

  async use(): Promise<void> {
    const before = this.stage;
    if (before.is !== "taken") return;
    const poster = posterOf(document.querySelector("video.film__taken"));
    this.#enter({ is: "saving" });
    const isKept = await this.#app.attempt(() =>
      finishRecording(this.#app.phone.pen(), "film", poster),
    );
    if (!isKept) return this.#enter(before);
    URL.revokeObjectURL(before.url);
    this.#goBack("phone.film.saved");
  }

  leave(): void {
    this.#isLeft = true;
    const { phone } = this.#app;
    phone.senses.recorder.stop();
    phone.senses.filmCamera.stop();
    // Neither 重拍 nor 用这段 was pressed: what there is stays, where it is seen and can be taken back.
    if (this.stage.is === "taken") {
      const poster = posterOf(document.querySelector("video.film__taken"));
      void this.#app.attempt(() => finishRecording(phone.pen(), "film", poster));
    }
    this.#release();
  }

  #release(): void {
    if (this.stage.is === "taken") URL.revokeObjectURL(this.stage.url);
  }

  #goBack(words: "phone.film.saved" | "phone.film.found"): void {
    this.#app.moveOn(...this.#back);
    this.#app.tell(say(words));
  }

  #enter(stage: Stage): void {
    if (stage.is === "failed") this.#video = null;
    this.stage = stage;
    this.#app.redraw();
  }
}

/** The frame that is shown, small; null where this phone's decoder gives none. */
function posterOf(video: HTMLVideoElement | null): string | null {
  if (video === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const { videoWidth: width, videoHeight: height } = video;
  return width === 0
    ? null
    : draw(video, width, height, POSTER_EDGE_PX).toDataURL("image/jpeg", 0.6);
}

function drawFilm(app: App, walk: Walk, filming: Filming, back: string[]): TemplateResult {
  return html`<div class="camera on-deep">
    <header class="camera__head">
      <a class="head__back" href=${address(...back)} aria-label=${say("phone.app.back")}>‹</a>
      <h1 class="head__title" tabindex="-1">${say("phone.film.title")}</h1>
    </header>
    <main class="camera__main">${drawStage(app, walk, filming, back)}</main>
  </div>`;
}

function drawStage(app: App, { photos_left }: Walk, filming: Filming, back: string[]) {
  const { stage } = filming;
  if (stage.is === "taken") return drawTaken(app, filming, stage);
  if (stage.is === "saving")
    return html`<p class="camera__words" role="status">${say("phone.film.saving")}</p>`;
  if (stage.is === "failed")
    return html`<div class="camera__failed">
      ${drawRefused(stage.code, { pick: null, again: () => filming.again() })}
    </div>`;
  if (photos_left !== null && photos_left < PHOTOS_OF_A_FILM && stage.is !== "filming")
    return drawFull(back);
  return drawLive(app, filming, stage);
}

function drawLive(app: App, filming: Filming, stage: Stage): TemplateResult {
  const isSilent = app.phone.senses.filmCamera.stream?.getAudioTracks().length === 0;
  return html`<div class="view">
      <video class="view__live" autoplay muted playsinline aria-label=${say("phone.camera.live")}></video>
      ${stage.is === "opening" ? html`<p class="view__words" role="status">${say("phone.camera.opening")}</p>` : nothing}
    </div>
    ${drawMessage(app)}
    ${isSilent ? html`<p class="camera__words">${say("phone.film.silent")}</p>` : nothing}
    <div class="camera__bar button-row">${stage.is === "filming" ? drawStop(app, stage.began_ms) : drawStart(filming, stage)}</div>`;
}

function drawStart(filming: Filming, stage: Stage): TemplateResult {
  return html`<button
    type="button"
    class="button button--main button--wide"
    ?disabled=${stage.is === "opening"}
    @click=${() => filming.start()}
  >
    ${say("phone.film.start", { n: MOST_FILM_MS / 1000 })}
  </button>`;
}

function drawStop(app: App, began_ms: number): TemplateResult {
  const left_ms = Math.max(0, MOST_FILM_MS - (performance.now() - began_ms));
  return html`<button
    type="button"
    class="button button--danger-main button--wide"
    @click=${() => app.phone.senses.recorder.stop()}
  >
    ${say("phone.film.stop", { n: Math.ceil(left_ms / 1000) })}
  </button>`;
}

function drawTaken(
  app: App,
  filming: Filming,
  { url, bytes }: Extract<Stage, { is: "taken" }>,
): TemplateResult {
  return html`<div class="view">
      <video class="film__taken" controls playsinline preload="auto" src=${url} aria-label=${say("phone.film.taken")}></video>
    </div>
    ${drawMessage(app)}
    <p class="camera__words">${say("phone.film.size", { mb: sayMegabytes(bytes), s: wifiSeconds(bytes) })}</p>
    <div class="camera__bar button-row">
      <button type="button" class="button button--night" @click=${() => filming.again()}>
        ${say("phone.camera.again")}
      </button>
      <button type="button" class="button button--main" @click=${() => void filming.use()}>
        ${say("phone.film.use")}
      </button>
    </div>`;
}

function drawMessage({ message }: App) {
  if (message === null) return nothing;
  return html`<p class="camera__words" role="alert">${message.words}</p>`;
}

const codeOf = (fault: unknown): FaultCode =>
  fault instanceof PhoneFault ? fault.code : "camera_busy";
