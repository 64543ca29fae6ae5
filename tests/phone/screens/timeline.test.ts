/** The story of a problem as it is read: short after months of daily walks, and with the day of what came late. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { KeptEntry } from "../../../static/phone/outbox.ts";
import { foldTimeline, type Line } from "../../../static/phone/rules/timeline.ts";
import { lineOf, sayArrived } from "../../../static/phone/screens/timeline.ts";
import { APPOINTMENT, makePlan, WALKER } from "../builders.ts";

function makeLine(day: string, changes: Partial<Line> = {}): Line {
  const at = `2026-11-${day}T09:00:00.000+08:00`;
  return {
    entry_id: day,
    kind: "problem.rechecked",
    at,
    accepted_at: at,
    by_name: "示例甲",
    role: "patroller",
    outcome: "unchanged",
    words: null,
    told: null,
    ...changes,
  };
}

suite("the story of a problem", () => {
  test("tells a run of looks that found nothing new in one line, with the latest of them", () => {
    const lines = [
      makeLine("11", { kind: "problem.reported", outcome: null, words: "一车渣土" }),
      ...["12", "13", "15", "14"].map((day) => makeLine(day)),
      makeLine("16", { outcome: "could_not_check", words: "水太大" }),
      makeLine("17"),
      makeLine("18", { outcome: "solved" }),
    ];
    assert.deepEqual(
      foldTimeline(lines).map(({ line, times }) => [line.entry_id, times]),
      [
        ["11", 1],
        ["15", 4],
        ["16", 1],
        ["17", 1],
        ["18", 1],
      ],
    );
  });

  test("says when a line came late, with the day when it is another one", () => {
    const at = "2026-11-11T08:21:00.000+08:00";
    const came = (accepted_at: string) => sayArrived({ at, accepted_at });
    assert.equal(came("2026-11-11T08:21:30.000+08:00"), "");
    assert.equal(came("2026-11-11T10:05:00.000Z"), "18:05 传到");
    assert.equal(came("2026-11-11T17:05:00.000Z"), "11-12 01:05 传到");
  });

  test("names a deed of this phone as the ledger will", () => {
    const body = { problem_id: "p", opinion: "联系倒土的人" };
    const entry = { kind: "problem.accepted", at: "x", appointment: APPOINTMENT.id, body };
    const line = lineOf({ person: WALKER, plan: makePlan() }, { entry } as unknown as KeptEntry);
    const { by_name, role, words } = line;
    assert.deepEqual([by_name, role, words], ["示例甲", "patroller", "联系倒土的人"]);
  });
});
