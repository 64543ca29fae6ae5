/** An open patrol of an earlier day: handed in late, or given up after a second look. */

import { finishPatrol } from "../filing.ts";
import type { Draft } from "../model.ts";
import { firstGap } from "../rules/checklist.ts";
import { listDueOnWalk } from "../rules/recheck.ts";
import type { App, Here } from "./app.ts";
import { say } from "./words.ts";

/** 补交: files what there is; what was not looked at stays 没查. */
export async function handIn(app: App, { plan, person }: Here, draft: Draft): Promise<void> {
  const whole = firstGap(draft, listDueOnWalk(plan.problems, draft, person.id)) === null;
  const reason = whole ? null : say("phone.today.late_reason");
  await app
    .attempt(() => finishPatrol(app.phone.pen(), plan, reason))
    .then((filed) => {
      if (filed) app.moveOn("done", draft.patrol_id);
    });
}

/** 放弃: asks once more on a screen of its own. */
export function giveUp(app: App): void {
  app.go("discard");
}
