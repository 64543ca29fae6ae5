/** 看地图: the reach as a drawing, what of it is walked, where one is, and the points to visit; works without any network. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Point, Reach } from "../model.ts";
import { countVisited, downstream } from "../rules/points.ts";
import { msOf } from "../rules/times.ts";
import { takeVisitBack } from "../visits.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { sayClock } from "./dates.ts";
import { findReach } from "./duty.ts";
import { drawCard, drawHead, drawMainButton, drawPage } from "./frame.ts";
import { drawNear, visit } from "./near.ts";
import { drawPosition } from "./place.ts";
import { drawPointSign, drawSketch } from "./sketch.ts";

const REDRAW_MS = 5_000;

export function openMap(app: App): Screen<Walk> {
  const timer = setInterval(() => app.redraw(), REDRAW_MS);
  return {
    title: say("phone.map.title"),
    draw: (walk) => drawMap(app, walk),
    leave: () => clearInterval(timer),
  };
}

function drawMap(app: App, walk: Walk): TemplateResult {
  const reach = inOrder(findReach(walk, walk.draft.reach_id));
  return drawPage(app, {
    head: drawHead({
      title: say("phone.map.title"),
      back: address("patrol"),
      aside: drawPosition(app.phone.position.state()),
    }),
    body: html`${drawNear(app, walk)}
      ${reach === undefined ? nothing : drawSketch(walk, reach, app.phone.position.place(), showPoint)}
      ${drawPoints(app, walk, reach)}`,
    foot: drawMainButton(say("phone.map.back"), () => app.moveOn("patrol")),
  });
}

/** The reach with its points as one comes to them, so that their numbers go downstream. */
function inOrder(reach: Reach | undefined): Reach | undefined {
  return reach && { ...reach, points: downstream(reach.points, reach.geometry ?? []) };
}

/** A tap on the drawing leads to the point's line in the list. */
function showPoint(point: Point): void {
  const line = document.getElementById(`point-${point.id}`);
  line?.scrollIntoView({ block: "center" });
  line?.focus({ preventScroll: true });
}

function drawPoints(app: App, walk: Walk, reach: Reach | undefined): TemplateResult {
  const points = reach?.points ?? [];
  if (points.length === 0) return html`<p class="soft plain">${say("phone.map.no_points")}</p>`;
  const n = countVisited(points, walk.draft.visits ?? []);
  return drawCard(
    say("phone.map.visited", { n, of: points.length }),
    html`<ol class="points">
      ${points.map((point, index) => drawPoint(app, walk, point, index + 1))}
    </ol>`,
  );
}

function drawPoint(app: App, { draft }: Walk, point: Point, number: number): TemplateResult {
  const made = draft.visits?.find(({ point_id }) => point_id === point.id);
  const take = () => void app.attempt(() => takeVisitBack(app.phone.pen(), point.id));
  return html`<li class="points__one" id="point-${point.id}" tabindex="-1">
    ${drawPointSign(point, number)}
    <p class="points__words">
      <span class="strong">${point.name}</span>
      <span class="soft">${sayPoint(point)}</span>
      ${made === undefined ? nothing : html`<span class="badge badge--good">${say("phone.map.at", { at: sayClock(msOf(draft.started_at) + made.elapsed_ms) })}</span>`}
    </p>
    ${
      made === undefined
        ? html`<button type="button" class="button" aria-label=${`${say("phone.map.here")} ${point.name}`} @click=${() => visit(app, point)}>
            ${say("phone.map.here")}
          </button>`
        : html`<button type="button" class="button button--word" aria-label=${`${say("phone.map.take_back")} ${point.name}`} @click=${take}>
            ${say("phone.map.take_back")}
          </button>`
    }
  </li>`;
}

const KINDS = ["source", "outlet", "section", "board"] as const;
type Kind = (typeof KINDS)[number];

/** What it is, and how sure its place is. */
function sayPoint({ kind, at, doubtful }: Point): string {
  const what = say(`phone.map.kind.${KINDS.includes(kind as Kind) ? (kind as Kind) : "other"}`);
  if (at === null) return say("phone.map.no_place", { what });
  return doubtful ? say("phone.map.unsure", { what }) : what;
}
