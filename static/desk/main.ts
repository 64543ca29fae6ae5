/** Small behaviours for the desk's pages; each page works without them. */

import { makeSliders } from "./slider.ts";

makeSliders(document);
