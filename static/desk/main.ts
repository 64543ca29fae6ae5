/** Small behaviours for the desk's pages; each page works without them. */

import { makeCopyButtons } from "./copy.ts";
import { makePrintButtons } from "./printer.ts";
import { makeSliders } from "./slider.ts";
import { showToday } from "./today.ts";

makeSliders(document);
makePrintButtons(document);
makeCopyButtons(document);
showToday(document);

const map = document.querySelector<HTMLElement>("[data-map]");
if (map) void import("./map.ts").then(({ drawMap }) => drawMap(map, document));
