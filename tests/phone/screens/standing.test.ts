/** How a problem stands on the phone, its own unsent decisions counted in their order. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { KeptEntry } from "../../../static/phone/outbox.ts";
import { sayStanding, sayWhat, standingOf } from "../../../static/phone/screens/problem-line.ts";
import { makePlan, makePlanProblem } from "../builders.ts";

function unsent(kind: string, problem_id: string, body: Record<string, unknown> = {}): KeptEntry {
  const entry = { kind, body: { problem_id, ...body } };
  return { state: "waiting", entry } as unknown as KeptEntry;
}

suite("a problem with decisions on their way", () => {
  const problem = makePlanProblem({ state: "reported", held_by: "village" });

  test("stands as the last of them says", () => {
    const newestFirst = [
      unsent("problem.handled", problem.id),
      unsent("problem.accepted", problem.id),
    ];
    const standing = standingOf(problem, newestFirst);
    assert.deepEqual(standing, { state: "handled", held_by: "village" });
    assert.equal(sayStanding(problem, standing), "处理好了，等现场确认");
  });

  test("lies with whom it was passed up to", () => {
    const up = unsent("problem.escalated", problem.id, { to: "township" });
    const standing = standingOf(problem, [up]);
    assert.equal(sayStanding(problem, standing), "已上报乡级河长");
  });

  test("is not moved by a telephone call, nor by decisions on another", () => {
    const entries = [unsent("problem.told", problem.id), unsent("problem.handled", "another")];
    assert.equal(standingOf(problem, entries).state, "reported");
  });
});

test("a problem of which nothing was said is called after its item", () => {
  const plan = makePlan();
  assert.equal(sayWhat({ plan }, makePlanProblem({ what: "", item: 4 })), "第4项");
  assert.equal(sayWhat({ plan }, makePlanProblem({ what: "一车渣土" })), "一车渣土");
});

test("a day it is due stands behind what is open, not behind what is over", () => {
  const due_on = "2026-11-25";
  const open = makePlanProblem({ state: "accepted", held_by: "township", due_on });
  assert.equal(sayStanding(open, open), "乡级河长在办，11月25日到期");
  const over = makePlanProblem({ state: "confirmed", due_on });
  assert.equal(sayStanding(over, over), "现场看过，解决了");
});
