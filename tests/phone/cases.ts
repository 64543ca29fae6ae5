/** The rule cases that Python and TypeScript both obey. */

import { readFileSync } from "node:fs";

/** Read the cases of one file of `tests/cases`. */
export function readCases<Case>(name: string): (Case & { name: string })[] {
  const text = readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: (Case & { name: string })[] }).cases;
}
