/** Why something did not go, in the language its reader reads now: what is kept of it is the code. */

import { say, sayKnown } from "../words.ts";

/** In our words for its code, else in those that a newer server sent with it. */
export function sayWhy({ code, detail }: { code: string; detail: string }): string {
  const known = sayKnown(`unsent.why.${code}`) ?? sayKnown(`errors.${code}.detail`);
  return known ?? (detail || say("unsent.why.other"));
}
