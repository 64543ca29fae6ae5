/** 到排口了？: asks when the walker comes near a point, and remembers a no for as long as the page lives. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Point } from "../model.ts";
import { pointNear } from "../rules/points.ts";
import { visitPoint } from "../visits.ts";
import { say } from "../words.ts";
import { type App, address, type Walk } from "./app.ts";
import { findReach } from "./duty.ts";

const declined = new Set<string>();

/** The points of the reach that is being walked. */
export function pointsOn(walk: Walk): Point[] {
  return findReach(walk, walk.draft.reach_id)?.points ?? [];
}

/** The question at a point; nothing away from all of them. */
export function drawNear(app: App, walk: Walk): TemplateResult | typeof nothing {
  const { patrol_id, visits = [] } = walk.draft;
  const key = (point: Point) => `${patrol_id}/${point.id}`;
  const open = pointsOn(walk).filter((point) => !declined.has(key(point)));
  const point = pointNear(open, visits, app.phone.position.place());
  if (point === null) return nothing;
  const decline = () => {
    declined.add(key(point));
    app.redraw();
  };
  return html`<section class="card card--note stack" role="status">
    <h2>${say("phone.map.near", { name: point.name })}</h2>
    <div class="button-row">
      <button type="button" class="button" @click=${() => visit(app, point)}>
        ${say("phone.map.here")}
      </button>
      <button type="button" class="button" @click=${decline}>${say("phone.map.not_here")}</button>
    </div>
  </section>`;
}

/** Notes the visit. */
export async function visit(app: App, point: Point): Promise<void> {
  await app.attempt(() => visitPoint(app.phone.pen(), point.id));
}

/** The way from the items to the map. */
export function drawWayToMap(walk: Walk, n: number): TemplateResult {
  const of = pointsOn(walk).length;
  return html`<a class="button button--wide" href=${address("map")}>
    ${of === 0 ? say("phone.map.open") : say("phone.map.open_count", { n, of })}
  </a>`;
}
