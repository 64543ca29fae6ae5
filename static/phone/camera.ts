/** The live camera at the back: opened once a visit, started again when the phone paused it or took it away. */

import { measure } from "./brightness.ts";
import { type FaultCode, PhoneFault } from "./faults.ts";
import { draw } from "./photo.ts";
import type { Look } from "./rules/sight.ts";

/** What is asked of the phone, one after the other until it gives one of them. */
export type Wanted = readonly MediaStreamConstraints[];

const facingMode = { ideal: "environment" };
const FOR_PHOTOS: Wanted = [
  { audio: false, video: { facingMode, width: { ideal: 1920 }, height: { ideal: 1440 } } },
];
/** 720p at most; without sound where the microphone is refused. */
const FILM_VIDEO = {
  facingMode,
  width: { ideal: 1280, max: 1280 },
  height: { ideal: 720, max: 1280 },
  frameRate: { ideal: 24 },
};
export const FOR_FILMS: Wanted = [
  { audio: true, video: FILM_VIDEO },
  { audio: false, video: FILM_VIDEO },
];

const FRAME_EDGE_PX = 1600;
/** A phone mutes its camera for a moment when it turns, or hands it on. */
const MUTED_MS = 1_000;
/** Lost again so soon after a restart it is somebody else's: another restart would only go on like that. */
const AGAIN_MS = 5_000;

/** Told why a camera that was open gives nothing any longer. */
type Lost = (code: FaultCode) => void;

export class Camera {
  readonly #media: Pick<MediaDevices, "getUserMedia"> | null;
  readonly #wanted: Wanted;
  #asking: Promise<MediaStream> | null = null;
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  #lost: Lost = () => undefined;
  #restarted_ms = Number.NEGATIVE_INFINITY;
  #isLit = false;

  /** `media` is null on a page without https. */
  constructor(media: Pick<MediaDevices, "getUserMedia"> | null, wanted: Wanted = FOR_PHOTOS) {
    this.#media = media;
    this.#wanted = wanted;
    for (const event of ["visibilitychange", "focus", "pageshow"]) {
      window.addEventListener(event, () => {
        if (this.#stream !== null && !this.#isLive()) void this.restart();
      });
    }
  }

  /** Show the live picture in `video`; a stream already running is used again. Throws the camera's fault by name. */
  async open(video: HTMLVideoElement, lost: Lost = () => undefined): Promise<void> {
    this.#video = video;
    this.#lost = lost;
    if (!this.#isLive()) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null;
      });
      this.#stream = await this.#asking;
    }
    // Left while the phone was still asking.
    if (this.#video !== video) return this.#video === null ? this.stop() : undefined;
    video.playsInline = true;
    video.muted = true;
    video.srcObject = this.#stream;
    await video.play().catch(() => undefined);
  }

  /** Take the frame that is on screen; `camera_not_ready` while there is none. */
  capture(): HTMLCanvasElement {
    const video = this.#video;
    if (video === null || !this.#isLive() || video.videoWidth === 0) {
      throw new PhoneFault("camera_not_ready");
    }
    return draw(video, video.videoWidth, video.videoHeight, FRAME_EDGE_PX);
  }

  /** What is on screen, as far as anything is. */
  look(): Look | null {
    const video = this.#video;
    if (video === null || video.videoWidth === 0) return null;
    return { ...measure(video), frames: video.getVideoPlaybackQuality().totalVideoFrames };
  }

  /** What is being shown, to be filmed; null while there is nothing. */
  get stream(): MediaStream | null {
    return this.#isLive() ? this.#stream : null;
  }

  /** Whether there is a light beside the camera; some phones know it only a moment after opening. */
  get hasLight(): boolean {
    const able: MediaTrackCapabilities & { torch?: boolean } =
      this.#track?.getCapabilities?.() ?? {};
    return able.torch === true;
  }

  get isLit(): boolean {
    return this.#isLit;
  }

  /** Turn the light on or off; it goes out with the camera. */
  async light(isOn: boolean): Promise<void> {
    const wanted: MediaTrackConstraintSet & { torch: boolean } = { torch: isOn };
    await this.#track?.applyConstraints({ advanced: [wanted] }).catch((cause: unknown) => {
      throw new PhoneFault("light_failed", cause);
    });
    this.#isLit = isOn;
  }

  /** Let go of the camera and its light. */
  stop(): void {
    this.#end();
    if (this.#video !== null) this.#video.srcObject = null;
    this.#video = null;
  }

  /** Ask the phone for its camera anew: iPhones give a black picture after a pause. */
  async restart(): Promise<void> {
    const video = this.#video;
    if (video === null || document.hidden) return;
    this.#end();
    this.#restarted_ms = performance.now();
    await this.open(video, this.#lost).catch((fault) => this.#lose(fault));
  }

  #end(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#isLit = false;
  }

  #lose(fault: unknown): void {
    this.stop();
    this.#lost(fault instanceof PhoneFault ? fault.code : "camera_busy");
  }

  async #ask(): Promise<MediaStream> {
    if (this.#media === null) throw new PhoneFault("camera_insecure");
    let cause: unknown = null;
    for (const wanted of this.#wanted) {
      try {
        const stream = await this.#media.getUserMedia(wanted);
        this.#follow(stream);
        return stream;
      } catch (refused) {
        cause = refused;
      }
    }
    throw new PhoneFault(faultOf(cause), cause);
  }

  #follow(stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    track?.addEventListener("ended", () => this.#revive(stream));
    track?.addEventListener("mute", () => {
      setTimeout(() => track.muted && this.#revive(stream), MUTED_MS);
    });
  }

  /** The phone took the camera away while it was looked through. */
  #revive(stream: MediaStream): void {
    if (stream !== this.#stream || document.hidden) return;
    if (performance.now() - this.#restarted_ms < AGAIN_MS) this.#lose(null);
    else void this.restart();
  }

  get #track(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }

  #isLive(): boolean {
    return this.#track?.readyState === "live" && !this.#track.muted;
  }
}

const FAULTS: Record<string, FaultCode> = {
  NotAllowedError: "camera_denied",
  SecurityError: "camera_denied",
  NotFoundError: "camera_absent",
  OverconstrainedError: "camera_absent",
};

function faultOf(cause: unknown): FaultCode {
  return FAULTS[cause instanceof Error ? cause.name : ""] ?? "camera_busy";
}
