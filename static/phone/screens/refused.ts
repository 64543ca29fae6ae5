/** No live camera: why, how to allow it, and the other ways to a picture. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { FaultCode } from "../faults.ts";
import { say } from "../words.ts";
import { nameBrowser } from "./browser.ts";
import { drawPickers } from "./pickers.ts";

interface WaysOn {
  /** Null where only a live camera will do. */
  pick: ((file: File) => void) | null;
  again(): void;
}

/** Busy is over when the other app is closed; what was denied or is not there has to be gone round. */
export function drawRefused(code: FaultCode, { pick, again }: WaysOn): TemplateResult {
  const isBusy = code === "camera_busy";
  const kind = isBusy || pick === null ? "button--main" : "button--night";
  const retry = html`<button type="button" class="button ${kind} button--wide" @click=${again}>
    ${say("phone.app.again")}
  </button>`;
  return html`<p role="alert">${say(`phone.fault.${code}`)}</p>
    ${code === "camera_denied" ? drawAllow() : nothing}
    ${isBusy ? retry : nothing} ${pick === null ? nothing : drawPickers(pick, { isMain: !isBusy })}
    ${isBusy ? nothing : retry}`;
}

const STEPS = ["one", "two", "three"] as const;

function drawAllow(): TemplateResult {
  const browser = nameBrowser();
  return html`<h2>${say("phone.camera.allow.title")}</h2>
    <ol class="steps">
      ${STEPS.map((step) => html`<li>${say(`phone.camera.allow.${browser}.${step}`)}</li>`)}
    </ol>`;
}
