/** Runs before anything is painted: whoever reads 大字 never sees small words first. */

import { applyTextSize, findTextSize } from "./text-size.ts";

applyTextSize(findTextSize());
