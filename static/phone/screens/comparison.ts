/** The pictures of a problem: a before and its after under one slider, the rest in a row. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { PlanMedium, PlanProblem } from "../model.ts";
import { say } from "../words.ts";
import type { App } from "./app.ts";
import { sayShortDay } from "./dates.ts";
import { drawPicture, drawSource } from "./picture.ts";

interface Pair {
  before: PlanMedium | undefined;
  after: PlanMedium | undefined;
}

/** The newest after with the before it belongs to; the first before where nothing is cleaned yet. */
export function pairOf({ media }: PlanProblem): Pair {
  const after = [...media].reverse().find((medium) => medium.role === "after");
  const own = media.find((medium) => medium.sha256 === after?.pairs_with);
  return { before: own ?? media.find((medium) => medium.role === "before"), after };
}

/** The slider where both pictures are on this phone, else the one there is. */
export function drawComparison(app: App, problem: PlanProblem, { before, after }: Pair) {
  const both = [before, after].every(
    (medium) => medium && typeof app.photo(medium.sha256) === "string",
  );
  if (before !== undefined && after !== undefined && both)
    return drawSlider(app, problem, before, after);
  const one = before ?? after;
  return html`${one === undefined ? nothing : drawOne(app, problem, one, "photo")}
  ${before !== undefined && after !== undefined ? drawOne(app, problem, after, "photo") : nothing}`;
}

function drawSlider(
  app: App,
  problem: PlanProblem,
  before: PlanMedium,
  after: PlanMedium,
): TemplateResult {
  return html`<div class="slider">
    ${drawPicture(app, before.sha256, { alt: sayPicture(problem, before), kind: "slider__before" })}
    ${drawPicture(app, after.sha256, { alt: sayPicture(problem, after), kind: "slider__after" })}
    <span class="slider__word slider__word--before">
      ${say("phone.review.before_on", { on: sayTaken(problem, before) })} ${saySource(before)}
    </span>
    <span class="slider__word slider__word--after">
      ${say("phone.review.after_on", { on: sayTaken(problem, after) })} ${saySource(after)}
    </span>
    <div class="slider__line"><span class="slider__knob">${drawArrows()}</span></div>
    <input
      class="slider__range"
      type="range"
      min="0"
      max="100"
      value="50"
      aria-label=${say("phone.review.compare")}
      @input=${({ target }: Event) => cut(target as HTMLInputElement)}
    />
  </div>`;
}

function saySource({ source }: PlanMedium): TemplateResult | typeof nothing {
  return source === null ? nothing : html`<br />${say(`domain.source.${source}`)}`;
}

function drawArrows(): TemplateResult {
  return html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    ${svg`<path d="M8 5 4 9l4 4M4 9h16M16 11l4 4-4 4M20 15H4"
      fill="none" stroke="currentColor" stroke-width="1.8" />`}
  </svg>`;
}

/** Moves the line; the policy of this site knows no style attributes, so it is set from here. */
function cut(range: HTMLInputElement): void {
  range.parentElement?.style.setProperty("--cut", `${range.value}%`);
}

/** After a drawing: the line stands where the slider does. */
export function setCut(root: HTMLElement): void {
  const range = root.querySelector<HTMLInputElement>(".slider__range");
  if (range !== null) cut(range);
}

/** Every picture that the comparison does not show. */
export function drawOtherPictures(app: App, problem: PlanProblem, { before, after }: Pair) {
  const rest = problem.media.filter(
    (medium) => medium !== before && medium !== after && medium.type.startsWith("image/"),
  );
  if (rest.length === 0) return nothing;
  return html`<section class="card">
    <h2 class="card__title">${say("phone.review.pictures")}</h2>
    <div class="photos">${rest.map((medium) => drawOne(app, problem, medium, "photos__picture"))}</div>
  </section>`;
}

function drawOne(app: App, problem: PlanProblem, medium: PlanMedium, kind: string): TemplateResult {
  const words = sayPicture(problem, medium);
  return html`<figure class="captioned">
    ${drawPicture(app, medium.sha256, { alt: words, kind })}
    <figcaption class="captioned__words" aria-hidden="true">
      ${say(`domain.media_role.${medium.role}`)} ${sayTaken(problem, medium)}
    </figcaption>
    ${drawSource(medium.source)}
  </figure>`;
}

function sayPicture(problem: PlanProblem, medium: PlanMedium): string {
  const role = say(`domain.media_role.${medium.role}`);
  return say("phone.review.picture", { role, on: sayTaken(problem, medium) });
}

/** The day it was taken, if it is known: a picked one has none, a before is at least as old as the report. */
function sayTaken(problem: PlanProblem, { taken_at, role }: PlanMedium): string {
  if (taken_at !== null) return sayShortDay(taken_at);
  return role === "before" ? sayShortDay(problem.reported_at) : "";
}
