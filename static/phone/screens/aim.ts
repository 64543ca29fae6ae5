/** Words over the live view: line up with the shadow, turn a little, or that there is nothing to see. */

import { html, nothing, type TemplateResult } from "lit-html";
import { turnTo } from "../rules/heading.ts";
import { say } from "../words.ts";
import type { App } from "./app.ts";
import { wayToFilm } from "./films.ts";
import type { Target } from "./target.ts";
import type { Visit } from "./visit.ts";

const ARROWS = { left: "←", right: "→", ahead: "✓" } as const;

/** How to look as the before picture does; nothing where neither shadow nor compass helps. */
export function drawAim(app: App, { ghost, stood }: Target, visit: Visit) {
  const isShown = visit.ghost.shown && ghost !== null && typeof app.photo(ghost) === "string";
  const wanted_deg = stood?.heading_deg ?? null;
  const now_deg = app.phone.senses.compass.heading();
  const turn = wanted_deg === null || now_deg === null ? null : turnTo(wanted_deg, now_deg);
  if (turn === null && !isShown) return nothing;
  return html`<p class="view__hint">
    ${isShown ? say("phone.camera.align") : nothing}
    ${turn === null ? nothing : html`<strong class="view__turn">${ARROWS[turn]} ${say(`phone.camera.turn.${turn}`)}</strong>`}
  </p>`;
}

/** A black or a standing picture is said, with what may help. */
export function drawSight(app: App, visit: Visit): TemplateResult | typeof nothing {
  if (visit.sight === "fine") return nothing;
  const help =
    visit.sight === "black" && app.phone.senses.camera.hasLight ? "black_light" : visit.sight;
  return html`<div class="view__words view__words--tall">
    <p role="alert">${say(`phone.camera.sight.${help}`)}</p>
    <button type="button" class="button button--night button--wide" @click=${() => visit.reopen()}>
      ${say("phone.camera.reopen")}
    </button>
  </div>`;
}

/** Beside the shutter: the light and the compass, where the phone has them, and the way to film. */
export function drawSide(app: App, { film }: Target): TemplateResult | typeof nothing {
  const { camera, compass } = app.phone.senses;
  const light = () => void app.attempt(() => camera.light(!camera.isLit)).then(() => app.redraw());
  const ask = () => void compass.ask().then(() => app.redraw());
  if (!camera.hasLight && !compass.mustAsk && film === null) return nothing;
  return html`<div class="camera__side">
    ${camera.hasLight ? drawTool(camera.isLit ? "light_off" : "light_on", light) : nothing}
    ${compass.mustAsk ? drawTool("compass", ask) : nothing}
    ${film === null ? nothing : html`<a class="camera__tool" href=${wayToFilm(film)}>${say("phone.camera.film")}</a>`}
  </div>`;
}

function drawTool(name: "light_on" | "light_off" | "compass", press: () => void): TemplateResult {
  return html`<button type="button" class="camera__tool" @click=${press}>
    ${say(`phone.camera.${name}`)}
  </button>`;
}
