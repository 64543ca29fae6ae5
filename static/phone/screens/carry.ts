/** 存成文件: everything unsent as one file for the township, made in a moment and without signal. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import type { App, Here } from "./app.ts";
import { sayBytes } from "./outbox-item.ts";

/** What becomes of the file while its screen is open. */
type State =
  | { is: "none" }
  | { is: "making"; packed: number; of: number }
  | { is: "made"; file: File; url: string };

export class Carry {
  readonly #app: App;
  #state: State = { is: "none" };
  #isLeft = false;

  constructor(app: App) {
    this.#app = app;
  }

  draw(here: Here): TemplateResult {
    const state = this.#state;
    return html`<section class="card stack">
      <h2>${say("unsent.file.title")}</h2>
      <p>${say("unsent.file.words")}</p>
      <p>${say("unsent.file.private")}</p>
      <p class="soft">${say("unsent.file.stays")}</p>
      ${here.draft === null ? nothing : html`<p class="soft">${say("unsent.file.draft")}</p>`}
      ${state.is === "made" ? this.#drawMade(state) : this.#drawMake(state)}
    </section>`;
  }

  leave(): void {
    this.#isLeft = true;
    if (this.#state.is === "made") URL.revokeObjectURL(this.#state.url);
  }

  #drawMake(state: Exclude<State, { is: "made" }>): TemplateResult {
    const isMaking = state.is === "making";
    const words = isMaking
      ? say("unsent.file.making", { n: state.packed, of: state.of })
      : say("unsent.file.make");
    return html`<button
      type="button"
      class="button button--wide"
      aria-disabled=${isMaking}
      @click=${() => isMaking || void this.#make()}
    >
      ${words}
    </button>`;
  }

  #drawMade({ file, url }: Extract<State, { is: "made" }>): TemplateResult {
    const mayShare = navigator.canShare?.({ files: [file] }) ?? false;
    const saved = () => this.#app.tell(say("unsent.file.saved"));
    const made = { name: file.name, size: sayBytes(file.size) };
    return html`<p class="strong" role="status">${say("unsent.file.made", made)}</p>
      ${
        mayShare
          ? html`<button type="button" class="button button--wide" @click=${() => void this.#send(file)}>
              ${say("unsent.file.send")}
            </button>`
          : nothing
      }
      <a class="button button--wide" href=${url} download=${file.name} @click=${saved}>
        ${say("unsent.file.save")}
      </a>
      ${IN_WECHAT.test(navigator.userAgent) ? html`<p class="soft">${say("unsent.file.wechat")}</p>` : nothing}`;
  }

  async #make(): Promise<void> {
    this.#become({ is: "making", packed: 0, of: 1 });
    const isMade = await this.#app.attempt(async () => {
      const file = await this.#app.phone.packUnsent((packed, of) =>
        this.#become({ is: "making", packed, of }),
      );
      if (!this.#isLeft) this.#become({ is: "made", file, url: URL.createObjectURL(file) });
    });
    if (!isMade) this.#become({ is: "none" });
  }

  #become(state: State): void {
    this.#state = state;
    this.#app.redraw();
  }

  /** A share that was called off by hand is no fault. */
  async #send(file: File): Promise<void> {
    await navigator.share({ files: [file] }).catch((fault: unknown) => {
      const isCalledOff = fault instanceof DOMException && fault.name === "AbortError";
      if (!isCalledOff) this.#app.tell(say("unsent.file.failed"), "bad");
    });
  }
}

/** Its own browser does not say what it cannot do. */
const IN_WECHAT = /MicroMessenger/;
