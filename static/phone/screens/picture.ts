/** Pictures in the four states they can be in: looked for, not there yet, there, or none. */

import { html, type TemplateResult } from "lit-html";
import { say, sayList } from "../words.ts";
import type { App } from "./app.ts";

/** A picture of its own hash; while there is none, words in its place. */
export function drawPicture(
  app: App,
  sha256: string,
  { alt, kind }: { alt: string; kind: string },
): TemplateResult {
  const url = app.photo(sha256);
  if (typeof url === "string") return html`<img class=${kind} src=${url} alt=${alt} />`;
  const words = url === null ? "phone.review.no_picture" : "phone.review.picture_loading";
  return html`<span class="${kind} picture-missing" role="img" aria-label=${sayList([alt, say(words)])}
    ><span aria-hidden="true">${say(words)}</span></span
  >`;
}

/** A small square beside words; says nothing, the words do. */
export function drawThumb(app: App, sha256: string | undefined): TemplateResult {
  const url = sha256 === undefined ? null : app.photo(sha256);
  return typeof url === "string"
    ? html`<img class="thumb" src=${url} alt="" />`
    : html`<span class="thumb" aria-hidden="true"></span>`;
}
