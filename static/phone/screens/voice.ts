/** 说一段话: a button to speak, what is left of half a minute, and what was said to listen to. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Draft, Photo } from "../model.ts";
import { MOST_MS } from "../recorder.ts";
import { finishRecording, keepPiece, type RecordingSlot, takeBack } from "../recordings.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawHead, drawMainButton, drawPage } from "./frame.ts";

/** One note says it; more than a few nobody listens to. */
const MOST_NOTES = 3;

/** What is said of the walk or of a problem, and the recording that is running, if one is. */
export class VoiceNotes {
  readonly #app: App;
  readonly #slot: RecordingSlot;
  #began_ms: number | null = null;
  #isStarting = false;
  #isLeft = false;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(app: App, slot: RecordingSlot) {
    this.#app = app;
    this.#slot = slot;
    // What a killed page left behind is there again.
    void app.attempt(() => finishRecording(app.phone.pen(), "voice"));
  }

  draw({ draft }: Walk, isFiled = false): TemplateResult {
    const notes = notesOf(draft, this.#slot);
    return html`<section class="card stack">
      <h2>${say("phone.voice.title")}</h2>
      <p class="soft">${say("phone.voice.words")}</p>
      ${notes.map((note, index) => this.#drawNote(note, index + 1, isFiled))}
      ${isFiled || notes.length >= MOST_NOTES ? nothing : this.#drawButton()}
    </section>`;
  }

  leave(): void {
    this.#isLeft = true;
    this.#app.phone.senses.recorder.stop();
    this.#rest();
  }

  #drawButton(): TemplateResult {
    if (this.#began_ms === null)
      return html`<button type="button" class="button button--wide" @click=${() => this.#start()}>
        ${say("phone.voice.start")}
      </button>`;
    const gone_s = Math.min(MOST_MS, performance.now() - this.#began_ms) / 1000;
    const left = Math.ceil(MOST_MS / 1000 - gone_s);
    return html`<button
        type="button"
        class="button button--danger-main button--wide"
        @click=${() => this.#app.phone.senses.recorder.stop()}
      >
        ${say("phone.voice.stop", { n: left })}
      </button>
      <progress class="gauge gauge--light" max=${MOST_MS / 1000} value=${gone_s} aria-label=${say("phone.voice.gauge")}></progress>`;
  }

  #drawNote({ sha256 }: Photo, n: number, isFiled: boolean): TemplateResult {
    const label = say("phone.voice.note", { n });
    const drop = () =>
      void this.#app.attempt(() => takeBack(this.#app.phone.pen(), "voice", this.#slot, sha256));
    return html`<div class="voice">
      ${drawSound(this.#app.photo(sha256), label)}
      ${
        isFiled
          ? nothing
          : html`<button type="button" class="button button--word button--danger" aria-label=${`${say("phone.voice.delete")} ${label}`} @click=${drop}>
              ${say("phone.voice.delete")}
            </button>`
      }
    </div>`;
  }

  async #start(): Promise<void> {
    if (this.#isStarting) return;
    this.#isStarting = true;
    const { phone } = this.#app;
    const slot = this.#slot;
    let n = 0;
    const began = await this.#app.attempt(async () => {
      await finishRecording(phone.pen(), "voice");
      await phone.senses.recorder.start({
        hear: async (piece, type) => {
          await keepPiece(phone.pen(), "voice", { slot, type, place: null }, n, piece);
          n += 1;
        },
        end: (fault) => void this.#finish(fault),
      });
    });
    this.#isStarting = false;
    if (!began) return;
    // Left while the phone was still asking for the microphone.
    if (this.#isLeft) {
      phone.senses.recorder.stop();
      return;
    }
    this.#began_ms = performance.now();
    this.#timer = setInterval(() => this.#app.redraw(), 500);
    this.#app.redraw();
  }

  async #finish(fault: unknown): Promise<void> {
    this.#rest();
    await this.#app.attempt(async () => {
      await finishRecording(this.#app.phone.pen(), "voice");
      if (fault !== null) throw fault;
    });
    this.#app.redraw();
  }

  #rest(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#began_ms = null;
  }
}

/** The notes of the walk or of a problem. */
function notesOf(draft: Draft, slot: RecordingSlot): readonly Photo[] {
  if (slot.on === "walk") return draft.voice ?? [];
  return draft.problems.find(({ id }) => id === slot.id)?.voice ?? [];
}

/** Something to listen to; `url` undefined while it is looked for, null where it is not on this phone. */
export function drawSound(
  url: string | null | undefined,
  label: string,
): TemplateResult | typeof nothing {
  if (url === undefined) return nothing;
  if (url === null) return html`<p>${say("phone.voice.missing")}</p>`;
  return html`<audio class="voice__sound" controls preload="metadata" src=${url} aria-label=${label}></audio>`;
}

/** What there is to say of the whole walk. */
export function openVoice(app: App): Screen<Walk> {
  const notes = new VoiceNotes(app, { on: "walk" });
  return {
    title: say("phone.voice.title"),
    draw: (walk) =>
      drawPage(app, {
        head: drawHead({ title: say("phone.voice.walk"), back: address("patrol") }),
        body: notes.draw(walk),
        foot: drawMainButton(say("phone.voice.back"), () => app.moveOn("patrol")),
      }),
    leave: () => notes.leave(),
  };
}
