/** An open patrol of an earlier day: handed in late, or given up after a second look. */

import type { Draft } from "../model.ts";
import { firstGap } from "../rules/checklist.ts";
import { listDueOnWalk } from "../rules/recheck.ts";
import { filed, say } from "../words.ts";
import type { App, Here } from "./app.ts";
import { finish } from "./patrol.ts";

/** 补交: files what there is; what was not looked at stays 没查. */
export async function handIn(app: App, here: Here, draft: Draft): Promise<void> {
  const due = listDueOnWalk(here.plan.problems, draft, here.person.id);
  const whole = firstGap(draft, due) === null;
  await finish(app, { ...here, draft }, whole ? null : filed(() => say("phone.today.late_reason")));
}

/** 放弃: asks once more on a screen of its own. */
export function giveUp(app: App): void {
  app.go("discard");
}
