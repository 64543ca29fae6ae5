/** What was filmed of a walk or a problem: each to be played and taken back, and the way to film. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Photo } from "../model.ts";
import { type RecordingSlot, takeBack } from "../recordings.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawHead, drawMainButton, drawPage } from "./frame.ts";
import { sayMegabytes } from "./weight.ts";

/** A film shows one thing; more than a few nobody waits for. */
const MOST_FILMS = 2;

/** The films of a slot, and a quiet way to one more; of what is filed they can only be played. */
export function drawFilms(
  app: App,
  slot: RecordingSlot,
  films: readonly Photo[] = [],
  isFiled = false,
): TemplateResult | typeof nothing {
  const mayMore = !isFiled && films.length < MOST_FILMS;
  if (films.length === 0 && !mayMore) return nothing;
  return html`<div class="films stack">
    ${films.map((film, index) => drawOne(app, slot, film, { n: index + 1, isFiled }))}
    ${mayMore ? html`<a class="button button--wide" href=${wayToFilm(slot)}>${say("phone.film.way")}</a>` : nothing}
  </div>`;
}

/** The address of the camera that films. */
export function wayToFilm(slot: RecordingSlot): string {
  return slot.on === "problem" ? address("film", "problem", slot.id) : address("film");
}

function drawOne(
  app: App,
  slot: RecordingSlot,
  film: Photo,
  { n, isFiled }: { n: number; isFiled: boolean },
): TemplateResult {
  const label = say("phone.film.one", { n, mb: sayMegabytes(film.bytes) });
  const drop = () => void app.attempt(() => takeBack(app.phone.pen(), "film", slot, film.sha256));
  return html`<div class="film">
    ${drawPlayer(app.photo(film.sha256), label, film.poster)}
    <span class="soft">${label}</span>
    ${
      isFiled
        ? nothing
        : html`<button type="button" class="button button--word button--danger" aria-label=${`${say("phone.voice.delete")} ${label}`} @click=${drop}>
            ${say("phone.voice.delete")}
          </button>`
    }
  </div>`;
}

/** Something to play; `url` undefined while it is looked for, null where it is not on this phone. */
export function drawPlayer(
  url: string | null | undefined,
  label: string,
  poster: string | null = null,
): TemplateResult | typeof nothing {
  if (url === undefined) return nothing;
  if (url === null) return html`<p>${say("phone.film.missing")}</p>`;
  // What lies on the server costs nothing before it is wanted.
  const preload = url.startsWith("blob:") ? "metadata" : "none";
  return html`<video class="film__player" controls playsinline preload=${preload} src=${url} poster=${poster ?? nothing} aria-label=${label}></video>`;
}

/** What was filmed of the walk itself. */
export function openFilms(app: App): Screen<Walk> {
  return {
    title: say("phone.film.filmed"),
    draw: ({ draft }) =>
      drawPage(app, {
        head: drawHead({ title: say("phone.film.filmed"), back: address("patrol") }),
        body: html`<section class="card">${drawFilms(app, { on: "walk" }, draft.films)}</section>`,
        foot: drawMainButton(say("phone.voice.back"), () => app.moveOn("patrol")),
      }),
  };
}
