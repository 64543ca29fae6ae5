/** The drawing of a reach: its line, the walked part, the points and where one is; and its legend in words. */

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit-html";
import type { LonLat, Place, Point, Reach } from "../model.ts";
import type { Spot } from "../rules/flat.ts";
import { HEIGHT, piecesOf, type Sketch, sketchOf, WIDTH } from "../rules/sketch.ts";
import { say } from "../words.ts";
import type { Walk } from "./app.ts";

type Part = SVGTemplateResult | typeof nothing;

/** The drawing; `pick` is told which point was tapped. Nothing where nobody knows a place. */
export function drawSketch(
  { draft }: Walk,
  reach: Reach,
  place: Place | null,
  pick: (point: Point) => void,
): TemplateResult {
  const line = reach.geometry ?? [];
  const pieces = piecesOf(draft.fixes);
  const sure = reach.points.filter(({ doubtful }) => !doubtful);
  // What may lie elsewhere, or somebody still on the road, would make the reach itself as small as a dot.
  const known = [[...line, ...placesOf(sure)], placesOf(reach.points), pieces.flat()];
  const sketch = sketchOf(known.find((places) => places.length > 0) ?? []);
  if (sketch === null) return html`<p class="card">${say("phone.map.no_line")}</p>`;
  const at = place === null ? null : sketch.spot(place.at);
  return html`<section class="card stack">
    <svg class="sketch" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${say("phone.map.label")}>
      ${drawLine(sketch, line, reach.approximate ? "sketch__line--approximate" : "")}
      ${pieces.map((piece) => drawLine(sketch, piece, "sketch__line--walked"))}
      ${reach.points.map((point, index) => drawMark(sketch, point, draft.visits ?? [], index + 1, pick))}
      ${drawMe(sketch, place)}
    </svg>
    <p class="soft">${say(sayLine(reach))}</p>
    ${at !== null && !isInside(at) ? html`<p>${say("phone.map.far")}</p>` : nothing}
  </section>`;
}

function placesOf(points: readonly Point[]): LonLat[] {
  return points.flatMap(({ at }) => (at === null ? [] : [at]));
}

function sayLine({ geometry, approximate }: Reach) {
  if (geometry === null || geometry.length === 0) return "phone.map.no_line";
  return approximate ? "phone.map.legend_approximate" : "phone.map.legend";
}

function drawLine(sketch: Sketch, places: readonly LonLat[], kind: string): Part {
  if (places.length === 0) return nothing;
  // A piece of one place is a dot: a line of no length with round ends.
  const [first] = places;
  const whole = places.length === 1 && first !== undefined ? [first, first] : places;
  const points = whole.map((place) => sketch.spot(place).join(",")).join(" ");
  return svg`<polyline class="sketch__line ${kind}" points=${points} />`;
}

function drawMark(
  sketch: Sketch,
  point: Point,
  visits: readonly { point_id: string }[],
  number: number,
  pick: (point: Point) => void,
): Part {
  if (point.at === null) return nothing;
  const [x, y] = sketch.spot(point.at);
  if (!isInside([x, y])) return nothing;
  const kind = visits.some(({ point_id }) => point_id === point.id) ? "sketch__mark--visited" : "";
  const mark = point.doubtful ? `${number}?` : String(number);
  return svg`<g class="sketch__mark ${kind}" @click=${() => pick(point)}>
    <circle class="sketch__touch" cx=${x} cy=${y} r="26" />
    <circle cx=${x} cy=${y} r="15" />
    <text x=${x} y=${y + 7}>${mark}</text>
  </g>`;
}

function drawMe(sketch: Sketch, place: Place | null): Part {
  if (place === null) return nothing;
  const [x, y] = sketch.spot(place.at);
  const ring = Math.min(WIDTH, Math.max(10, place.accuracy_m * sketch.per_m));
  return svg`<circle class="sketch__ring" cx=${x} cy=${y} r=${ring} />
    <circle class="sketch__me" cx=${x} cy=${y} r="8" />`;
}

const isInside = ([x, y]: Spot): boolean => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;

/** What kinds of points look like; the words stand beside. */
const ICONS: Record<string, string> = {
  source: "M4 20V9l6 4V9l6 4V5h4v15z",
  outlet: "M3 8h9v6H3zM14 11h4M15 15c0 2 3 2 3 0s-1.500-3-1.500-3-1.500 1-1.500 3z",
  section: "M3 7c3-3 6 3 9 0s6 3 9 0M12 4v16M8 20h8",
  board: "M4 5h16v9H4zM8 14v6M16 14v6",
};

/** A point's number and icon, as on the drawing. */
export function drawPointSign({ kind }: Point, number: number): TemplateResult {
  return html`<span class="points__sign" aria-hidden="true">
    <span class="points__number">${number}</span>
    <svg class="points__icon" viewBox="0 0 24 24"><path d=${ICONS[kind] ?? "M12 4a8 8 0 1 0 .01 0"} /></svg>
  </span>`;
}
