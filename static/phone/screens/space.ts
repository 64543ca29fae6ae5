/** How much room is left on the phone, said before a photo is taken and not when it cannot be kept. */

import { html, nothing, type TemplateResult } from "lit-html";
import { FEW_PHOTOS } from "../space.ts";
import { say } from "../words.ts";
import { address, type Here } from "./app.ts";

const PLENTY_PHOTOS = 1000;

/** "还能拍约 120 张", or that there is enough; nothing where nobody can say. */
export function sayRoom({ photos_left: n }: Here): string {
  if (n === null) return "";
  if (n === 0) return say("phone.space.full");
  if (n >= PLENTY_PHOTOS) return say("phone.space.plenty");
  return say("phone.space.left", { n: n > FEW_PHOTOS ? n - (n % 10) : n });
}

/** Over the shutter, when few photos fit. */
export function drawFew({ photos_left: n }: Here) {
  if (n === null || n >= FEW_PHOTOS) return nothing;
  return html`<p class="camera__words" role="status">${say("phone.space.few", { n })}</p>`;
}

/** Instead of the camera, when none fits: a walk can be finished in words. */
export function drawFull(back: readonly string[]): TemplateResult {
  return html`<div class="camera__failed">
    <p class="strong" role="alert">${say("phone.space.full")}</p>
    <p>${say("phone.space.full_words")}</p>
    <a class="button button--main button--wide" href=${address(...back)}>${say("phone.space.back")}</a>
    <a class="button button--night button--wide" href=${address("me")}>${say("phone.space.send")}</a>
  </div>`;
}
