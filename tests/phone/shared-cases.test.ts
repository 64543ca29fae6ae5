/** The phone foresees what the server decides: every shared case, run here too. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { entryHash, privateCommit } from "../../static/phone/hashes.ts";
import type {
  Entry,
  Fix,
  LonLat,
  PlanProblem,
  ProblemState,
  Stretch,
} from "../../static/phone/model.ts";
import { bridges, elapsedMs } from "../../static/phone/rules/clock.ts";
import { coveragePermille } from "../../static/phone/rules/coverage.ts";
import { countMonth, countWeek, type Frequency } from "../../static/phone/rules/frequency.ts";
import { canonical, NotCanonical } from "../../static/phone/rules/jcs.ts";
import { dayOf, monthOf, weekOf, weeksOf } from "../../static/phone/rules/period.ts";
import { isOpen, listDue, outcomesOf } from "../../static/phone/rules/recheck.ts";
import { makePlanProblem, REACH } from "./builders.ts";
import { readCases } from "./cases.ts";

interface EntryCase {
  entry: Entry;
  envelope: string;
  entry_hash: string;
  private_commit: string;
  refused?: string;
}

function envelopeOf({ private_salt: _s, private: _p, signature: _g, ...envelope }: Entry) {
  return envelope;
}

suite("an entry has one canonical form and one hash", () => {
  for (const { name, refused, ...held } of readCases<EntryCase>("entries")) {
    test(name, async () => {
      const { entry } = held;
      if (refused === "private_commit") {
        const commit = await privateCommit(entry.private_salt ?? "", entry.private);
        assert.notEqual(commit, entry.private_commit);
      } else if (refused !== undefined) {
        assert.throws(() => canonical(envelopeOf(entry)) + canonical(entry.private), NotCanonical);
      } else {
        assert.equal(canonical(envelopeOf(entry)), held.envelope);
        assert.equal(await entryHash(envelopeOf(entry)), held.entry_hash);
        const commit = await privateCommit(entry.private_salt, entry.private);
        assert.equal(commit, held.private_commit);
      }
    });
  }
});

interface PeriodCase {
  ask: "day_of" | "week_of" | "month_of" | "weeks_of";
  at: string;
  day_on: string;
  month: string;
  from_on: string;
  to_on: string;
  weeks: [string, string][];
}

suite("days, weeks and months are those of Shanghai", () => {
  for (const held of readCases<PeriodCase>("periods")) {
    test(held.name, () => {
      const { ask, at, day_on, month, from_on, to_on, weeks } = held;
      if (ask === "day_of") assert.equal(dayOf(at), day_on);
      if (ask === "week_of") assert.deepEqual(weekOf(day_on), { from_on, to_on });
      if (ask === "month_of") assert.deepEqual(monthOf(day_on), { from_on, to_on });
      if (ask !== "weeks_of") return;
      assert.deepEqual(
        weeksOf(month).map((week) => [week.from_on, week.to_on]),
        weeks,
      );
    });
  }
});

interface FrequencyCase {
  rule: Frequency;
  from_on: string;
  to_on: string | null;
  month?: string;
  week?: string;
  days: string[];
  made: number;
  due: number;
}

suite("days made and days owed", () => {
  for (const held of readCases<FrequencyCase>("frequency")) {
    test(held.name, () => {
      const { rule, days, month, week, made, due } = held;
      const count =
        week === undefined
          ? countMonth(rule, days, held, monthOf(month ?? ""))
          : countWeek(rule, days, held, weekOf(week));
      assert.deepEqual(count, { made, due });
    });
  }
});

interface RecheckCase {
  state: ProblemState;
  last_cured_by: string | null;
  by: string;
  due: boolean;
  outcomes: string[];
}

suite("item 9 asks about what is open or cured by another", () => {
  for (const { name, state, last_cured_by, by, due, outcomes } of readCases<RecheckCase>(
    "rechecks",
  )) {
    test(name, () => {
      const problem: PlanProblem = makePlanProblem({ state, last_cured_by });
      assert.equal(listDue([problem], REACH.id, by).length === 1, due);
      assert.deepEqual(outcomesOf(state).sort(), outcomes);
    });
  }
});

interface ElapsedCase {
  stretches: Stretch[];
  elapsed_ms: number;
  gaps: [number, number, string][];
}

suite("how long a walk took", () => {
  for (const { name, stretches, elapsed_ms, gaps } of readCases<ElapsedCase>("elapsed")) {
    test(name, () => {
      assert.equal(elapsedMs(stretches), elapsed_ms);
      assert.deepEqual(bridges(stretches), gaps);
    });
  }
});

interface CoverageCase {
  line: LonLat[];
  fixes: Fix[];
  permille: number | null;
}

suite("how much of the reach the track shows", () => {
  for (const { name, line, fixes, permille } of readCases<CoverageCase>("coverage")) {
    test(name, () => assert.equal(coveragePermille(line, fixes), permille));
  }
});

interface WorkflowCase {
  expected: { state: ProblemState };
}

suite("in every state a problem can reach the walker knows what to say", () => {
  for (const { name, expected } of readCases<WorkflowCase>("workflow")) {
    test(name, () => {
      const { state } = expected;
      const isOver = ["confirmed", "closed"].includes(state);
      assert.equal(outcomesOf(state).length === 0, isOver);
      assert.equal(outcomesOf(state).includes("gone"), isOpen(state));
    });
  }
});
