/** Pictures in the four states they can be in: looked for, not there yet, there, or none. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Photo } from "../model.ts";
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

/** A picture of one's own in a row of pictures, with where it is from. */
export function drawShown(
  app: App,
  { sha256, source }: Pick<Photo, "sha256" | "source">,
  alt: string,
): TemplateResult {
  return html`${drawPicture(app, sha256, { alt, kind: "photos__picture" })}${drawSource(source)}`;
}

/** 现场拍 or 相册选, on the picture; nothing of one of which nobody knows. */
export function drawSource(source: Photo["source"] | null): TemplateResult | typeof nothing {
  if (source === null) return nothing;
  return html`<span class="badge photos__source">${say(`domain.source.${source}`)}</span>`;
}

/** A small square beside words; says nothing, the words do. */
export function drawThumb(app: App, sha256: string | undefined): TemplateResult {
  const url = sha256 === undefined ? null : app.photo(sha256);
  return typeof url === "string"
    ? html`<img class="thumb" src=${url} alt="" />`
    : html`<span class="thumb" aria-hidden="true"></span>`;
}
