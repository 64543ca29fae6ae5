/** What is said or filmed, for a short time only; each piece is handed on as it is recorded. */

import { type FaultCode, PhoneFault } from "./faults.ts";

export const MOST_MS = 30_000;
export const MOST_FILM_MS = 20_000;

/** As small as speech may be and still be understood: half a minute is about 100 kB. */
const SPEECH = { audioBitsPerSecond: 24_000 };
/** Water flows and colours can be told apart; twenty seconds are about 2.5 MB. */
const FILM = { videoBitsPerSecond: 1_000_000, audioBitsPerSecond: 24_000 };
const PIECE_MS = 1_000;

/** In the order in which browsers have them; what stands before the semicolon is the type on the wire. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const FILM_TYPES = [
  "video/webm;codecs=vp8,opus",
  "video/webm;codecs=vp9,opus",
  "video/webm",
  "video/mp4",
];

export interface Hearing {
  /** A piece of what is recorded, in order. */
  hear(piece: ArrayBuffer, type: string): Promise<void>;
  /** Over: all pieces were handed on, or one of them could not be kept. */
  end(fault: unknown): void;
}

export class Recorder {
  readonly #media: Pick<MediaDevices, "getUserMedia"> | null;
  readonly #make: typeof MediaRecorder | undefined;
  #running: MediaRecorder | null = null;

  constructor(
    media: Pick<MediaDevices, "getUserMedia"> | null,
    make: typeof MediaRecorder | undefined,
  ) {
    this.#media = media;
    this.#make = make;
  }

  /** Begin to record; throws why it cannot. It ends by itself after 30 s. */
  async start(hearing: Hearing): Promise<void> {
    const mimeType = this.#typeOf(TYPES);
    if (this.#media === null || mimeType === undefined) throw new PhoneFault("voice_unsupported");
    const stream = await this.#media.getUserMedia({ audio: true }).catch((cause: unknown) => {
      throw new PhoneFault(faultOf(cause), cause);
    });
    const running = this.#record(stream, { ...SPEECH, mimeType }, MOST_MS, hearing);
    running?.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
    });
  }

  /** Film what an open camera shows; throws where it cannot. It ends by itself after 20 s, the camera stays open. */
  film(stream: MediaStream | null, hearing: Hearing): void {
    const mimeType = this.#typeOf(FILM_TYPES);
    if (mimeType === undefined) throw new PhoneFault("film_unsupported");
    if (stream === null) throw new PhoneFault("camera_not_ready");
    this.#record(stream, { ...FILM, mimeType }, MOST_FILM_MS, hearing);
  }

  #typeOf(types: readonly string[]): string | undefined {
    return types.find((held) => this.#make?.isTypeSupported(held));
  }

  #record(
    stream: MediaStream,
    options: MediaRecorderOptions & { mimeType: string },
    most_ms: number,
    hearing: Hearing,
  ): MediaRecorder | undefined {
    if (this.#make === undefined) return undefined;
    const running = new this.#make(stream, options);
    this.#running = running;
    follow(running, options.mimeType.split(";")[0] ?? "", hearing);
    running.start(PIECE_MS);
    const timer = setTimeout(() => this.stop(), most_ms);
    running.addEventListener("stop", () => clearTimeout(timer));
    return running;
  }

  /** Stop; what was recorded until now is handed on before `end`. */
  stop(): void {
    if (this.#running?.state === "recording") this.#running.stop();
    this.#running = null;
  }
}

function follow(running: MediaRecorder, type: string, hearing: Hearing): void {
  let heard: Promise<unknown> = Promise.resolve();
  running.addEventListener("dataavailable", ({ data }) => {
    if (data.size === 0) return;
    heard = heard.then(async () => hearing.hear(await data.arrayBuffer(), type));
    // What cannot be kept need not be said on.
    heard.catch(() => running.state === "recording" && running.stop());
  });
  running.addEventListener("stop", () => {
    heard.then(
      () => hearing.end(null),
      (fault: unknown) => hearing.end(fault),
    );
  });
}

const FAULTS: Record<string, FaultCode> = {
  NotAllowedError: "voice_denied",
  SecurityError: "voice_denied",
  NotFoundError: "voice_unsupported",
};

function faultOf(cause: unknown): FaultCode {
  return FAULTS[cause instanceof Error ? cause.name : ""] ?? "voice_busy";
}
