/** Small behaviours for the desk's pages; each page works without them. */

import { makeCopyButtons } from "./copy.ts";
import { makePrintButtons } from "./printer.ts";
import { makeSliders } from "./slider.ts";

makeSliders(document);
makePrintButtons(document);
makeCopyButtons(document);

const map = document.querySelector<HTMLElement>("[data-map]");
if (map) void import("./map.ts").then(({ drawMap }) => drawMap(map, document));
