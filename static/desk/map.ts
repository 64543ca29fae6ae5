/** Draws the page's list on a map: lines of reaches, points, open problems. The list stays the way for everybody else. */

import {
  control,
  type DivIcon,
  divIcon,
  type LatLngTuple,
  type Map as LeafletMap,
  latLngBounds,
  map as makeGround,
  marker,
  polyline,
  tileLayer,
} from "leaflet";

const E6 = 1_000_000;
const MAX_ZOOM = 18;
const MARK_PX = 32;
const NEAR_DEGREES = 0.0001;
const PADDING_PX = 40;

/** Shows the hidden card and fills its ground with what `page` lists; nowhere to look at, it stays hidden. */
export function drawMap(card: HTMLElement, page: ParentNode): void {
  const ground = card.querySelector<HTMLElement>("[data-ground]");
  const corners = listCorners(page);
  if (!ground || corners.length === 0) return;
  card.hidden = false;
  const { zoomIn: zoomInTitle = "", zoomOut: zoomOutTitle = "" } = card.dataset;
  const drawn = makeGround(ground, { zoomControl: false, attributionControl: false });
  control.zoom({ zoomInTitle, zoomOutTitle }).addTo(drawn);
  drawn.fitBounds(latLngBounds(corners), { padding: [PADDING_PX, PADDING_PX], maxZoom: MAX_ZOOM });
  layTiles(drawn, card.dataset);
  drawLines(drawn, page);
  drawMarks(drawn, page, card.dataset.doubted ?? "");
}

/**
 * What the map must show at first: lines, and points that nothing speaks against; a misprint decides nothing, nor does
 * what lies beside the reader's own area, unless there is nothing else.
 */
function listCorners(page: ParentNode): LatLngTuple[] {
  const lines = [...page.querySelectorAll<HTMLElement>("[data-line]")].flatMap(readLine);
  const certain = [...page.querySelectorAll<HTMLElement>("[data-at]:not([data-doubtful])")];
  const own = certain.filter(({ dataset }) => dataset.beside === undefined);
  const shown = lines.length + own.length > 0 ? own : certain;
  return [...lines, ...shown.map(({ dataset }) => readPlace(dataset.at ?? ""))];
}

/** Tiles of 天地图 in web mercator (CGCS2000, for the eye the same as WGS 84): the map, then its names. */
function layTiles(drawn: LeafletMap, { tiles, tilesBy }: DOMStringMap): void {
  if (!tiles) return;
  for (const layer of ["vec_w", "cva_w"]) {
    const url = `https://t{s}.tianditu.gov.cn/DataServer?T=${layer}&x={x}&y={y}&l={z}&tk=${tiles}`;
    const subdomains = "01234567";
    tileLayer(url, { subdomains, maxZoom: MAX_ZOOM, referrerPolicy: "origin" }).addTo(drawn);
  }
  control
    .attribution({ prefix: false })
    .addAttribution(tilesBy ?? "")
    .addTo(drawn);
}

/** Draws each reach; a line that only joins printed points is dashed. */
function drawLines(drawn: LeafletMap, page: ParentNode): void {
  for (const reach of page.querySelectorAll<HTMLElement>("[data-line]")) {
    const dashed = reach.dataset.approximate !== undefined;
    polyline(readLine(reach), { className: dashed ? "river river--approximate" : "river" })
      .bindTooltip(reach.dataset.reach ?? "", { sticky: true })
      .addTo(drawn);
  }
}

/**
 * Draws each point with its sign; `doubted` is what a doubtful one is called besides its name. Signs lie too close for
 * keys and thick fingers: whoever needs larger targets has the list, which says and opens the same.
 */
function drawMarks(drawn: LeafletMap, page: ParentNode, doubted: string): void {
  const listed = [...page.querySelectorAll<HTMLElement>("[data-at]")];
  for (const { dataset } of listed) {
    const { at = "", kind = "", sign = "", name = "", doubtful } = dataset;
    const title = doubtful === undefined ? name : `${name} (${doubted})`;
    const place = readPlace(at);
    const here = listed.filter((other) => isNear(place, readPlace(other.dataset.at ?? "")));
    marker(place, {
      icon: signOf(sign, kind, doubtful !== undefined),
      title,
      keyboard: false,
    })
      .bindPopup(() => tell(here), { closeButton: false, minWidth: 220, maxHeight: 340 })
      .addTo(drawn);
  }
}

/** Says whether two signs lie on one another however near one looks: about 10 m apart. */
function isNear([lat, lon]: LatLngTuple, [otherLat, otherLon]: LatLngTuple): boolean {
  return Math.hypot(lat - otherLat, lon - otherLon) < NEAR_DEGREES;
}

/** What the list says of the points at one place, reasons for doubt and ways to their pages among it. */
function tell(here: HTMLElement[]): HTMLElement {
  const said = document.createElement("div");
  const parts = here.flatMap((listed) => [...listed.children]);
  said.append(...parts.map((part) => part.cloneNode(true)));
  return said;
}

function signOf(sign: string, kind: string, doubtful: boolean): DivIcon {
  const shown = document.createElement("span");
  // As an element: Leaflet takes text for markup.
  shown.textContent = sign;
  return divIcon({
    className: `spot spot--${kind}${doubtful ? " spot--doubted" : ""}`,
    html: shown,
    iconSize: [MARK_PX, MARK_PX],
  });
}

function readLine({ dataset }: HTMLElement): LatLngTuple[] {
  return (dataset.line ?? "").split(" ").map(readPlace);
}

function readPlace(text: string): LatLngTuple {
  const [lon = 0, lat = 0] = text.split(",").map((part) => Number(part) / E6);
  return [lat, lon];
}
