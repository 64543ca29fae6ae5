/** The microphone: records at most half a minute and hands on each piece as it is said. */

import { type FaultCode, PhoneFault } from "./faults.ts";

export const MOST_MS = 30_000;

/** As small as speech may be and still be understood: half a minute is about 100 kB. */
const BITS_PER_S = 24_000;
const PIECE_MS = 1_000;

/** In the order in which browsers have them; what stands before the semicolon is the type on the wire. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export interface Hearing {
  /** A piece of what is said, in order. */
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
    const type = TYPES.find((held) => this.#make?.isTypeSupported(held));
    if (this.#media === null || this.#make === undefined || type === undefined)
      throw new PhoneFault("voice_unsupported");
    const stream = await this.#media.getUserMedia({ audio: true }).catch((cause: unknown) => {
      throw new PhoneFault(faultOf(cause), cause);
    });
    const running = new this.#make(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_S });
    this.#running = running;
    follow(running, type.split(";")[0] ?? type, hearing);
    running.start(PIECE_MS);
    const timer = setTimeout(() => this.stop(), MOST_MS);
    running.addEventListener("stop", () => {
      clearTimeout(timer);
      for (const track of stream.getTracks()) track.stop();
    });
  }

  /** Stop; what was said until now is handed on before `end`. */
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
