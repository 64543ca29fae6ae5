/** The live camera at the back: opened once a visit, started again when the phone paused it. */

import { type FaultCode, PhoneFault } from "./faults.ts";
import { draw } from "./photo.ts";

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } },
};
const FRAME_EDGE_PX = 1600;

export class Camera {
  readonly #media: Pick<MediaDevices, "getUserMedia"> | null;
  #asking: Promise<MediaStream> | null = null;
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;

  /** `media` is null on a page without https. */
  constructor(media: Pick<MediaDevices, "getUserMedia"> | null) {
    this.#media = media;
    for (const event of ["visibilitychange", "focus", "pageshow"]) {
      window.addEventListener(event, () => void this.#restart());
    }
  }

  /** Show the live picture in `video`; a stream already running is used again. Throws the camera's fault by name. */
  async open(video: HTMLVideoElement): Promise<void> {
    this.#video = video;
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

  /** Let go of the camera and its light. */
  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    if (this.#video !== null) this.#video.srcObject = null;
    this.#stream = null;
    this.#video = null;
  }

  async #ask(): Promise<MediaStream> {
    if (this.#media === null) throw new PhoneFault("camera_insecure");
    try {
      return await this.#media.getUserMedia(WANTED);
    } catch (cause) {
      throw new PhoneFault(faultOf(cause), cause);
    }
  }

  #isLive(): boolean {
    const track = this.#stream?.getVideoTracks()[0];
    return track?.readyState === "live" && !track.muted;
  }

  /** iPhones give a black picture after a pause. */
  async #restart(): Promise<void> {
    const video = this.#video;
    if (video === null || document.hidden || this.#stream === null || this.#isLive()) return;
    for (const track of this.#stream.getTracks()) track.stop();
    this.#stream = null;
    await this.open(video).catch(() => this.stop());
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
