/** A box for words that are kept while they are written, without the store's answer ever overtaking the writer. */

import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

const PAUSE_MS = 400;

/** The words of one box: what is typed counts at once, and is stored after a short pause, on leaving, or when asked. A store that answers false is asked again. */
export class KeptText {
  #text: string;
  /** Null when it could not be stored. */
  #stored: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #store: (text: string) => Promise<unknown>;

  constructor(text: string, store: (text: string) => Promise<unknown>) {
    this.#text = text;
    this.#stored = text;
    this.#store = store;
  }

  get text(): string {
    return this.#text;
  }

  type(text: string): void {
    this.#text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Stores what has not been stored yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#text === this.#stored) return;
    this.#stored = this.#text;
    if ((await this.#store(this.#text)) === false) this.#stored = null;
  }
}

const typed = (event: Event): string => (event.target as HTMLInputElement).value;

/** A box of a few lines, or of one. */
export function drawText(
  label: string,
  kept: KeptText,
  { lines = "few", id }: { lines?: "few" | "one"; id: string },
): TemplateResult {
  const write = (event: Event) => kept.type(typed(event));
  const leave = () => void kept.flush();
  const box =
    lines === "few"
      ? html`<textarea
          class="field__box"
          id=${id}
          rows="2"
          maxlength="500"
          .value=${live(kept.text)}
          @input=${write}
          @blur=${leave}
        ></textarea>`
      : html`<input
          class="field__box"
          id=${id}
          autocomplete="off"
          maxlength="100"
          .value=${live(kept.text)}
          @input=${write}
          @blur=${leave}
        />`;
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>${box}</div>`;
}

/** A day from the phone's own calendar; `from` is the first that may be picked. */
export function drawDay(
  label: string,
  kept: KeptText,
  { id, from }: { id: string; from: string },
): TemplateResult {
  return html`<div class="field">
    <label class="field__label" for=${id}>${label}</label>
    <input
      class="field__box"
      type="date"
      id=${id}
      min=${from}
      .value=${live(kept.text)}
      @input=${(event: Event) => kept.type(typed(event))}
      @blur=${() => void kept.flush()}
    />
  </div>`;
}
