/** The rules of a walk: what is missing, what a day is worth, what the line says. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Draft } from "../../static/phone/model.ts";
import { type KeptEntry, patrolsBeyond } from "../../static/phone/outbox.ts";
import { placeOf } from "../../static/phone/position.ts";
import { countSeen, firstGap, isSeen, whatOf } from "../../static/phone/rules/checklist.ts";
import { extendStretches } from "../../static/phone/rules/clock.ts";
import { canonical, mended, NotCanonical, wellFormed } from "../../static/phone/rules/jcs.ts";
import { forecast } from "../../static/phone/rules/progress.ts";
import {
  listDue,
  listDueOnWalk,
  listForOthers,
  needsPhoto,
} from "../../static/phone/rules/recheck.ts";
import { type LineFacts, syncLine } from "../../static/phone/rules/syncline.ts";
import { msOf, rfc3339 } from "../../static/phone/rules/times.ts";
import { trackGaps } from "../../static/phone/rules/track.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import {
  APPOINTMENT,
  makeDraft,
  makePhoto,
  makePlan,
  makePlanProblem,
  makeProblem,
  REACH,
} from "./builders.ts";

const NO_ANSWER = { finding: "none", known_problems: [] } as const;

function answered(changes: Partial<Draft> = {}): Draft {
  const items = [1, 2, 3, 4, 5, 6, 7, 8].map((item) => [item, { ...NO_ANSWER }]);
  return makeDraft({ answers: Object.fromEntries(items), ...changes });
}

function found(item: number, changes: Partial<Draft> = {}): Draft {
  const draft = answered(changes);
  draft.answers[item] = { finding: "found", known_problems: [] };
  return draft;
}

suite("what is missing in a walk", () => {
  test("an empty one begins with item 1, and item 9 is seen when nothing is due", () => {
    assert.deepEqual(firstGap(makeDraft(), []), { item: 1, needs: "answer", problem_id: null });
    assert.equal(countSeen(makeDraft(), []), 1);
  });

  test("one with all answers and nothing due can be finished", () => {
    assert.equal(firstGap(answered(), []), null);
    assert.equal(countSeen(answered(), []), 9);
  });

  test("发现了 wants a problem, new or old", () => {
    assert.deepEqual(firstGap(found(3), []), { item: 3, needs: "problem", problem_id: null });
    const draft = found(3);
    draft.answers[3] = { finding: "found", known_problems: ["old"] };
    assert.equal(firstGap(draft, []), null);
  });

  for (const [needs, lacking] of [
    ["before", { before: [] }],
    ["what", { chips: [], words: "  " }],
    ["cleaned", { cleaned: null }],
    ["after", { cleaned: true }],
  ] as const) {
    test(`a problem lacks: ${needs}`, () => {
      const problem = makeProblem({
        ...lacking,
        before: needs === "before" ? [] : [makePhoto("before")],
      } as object);
      const gap = firstGap(found(3, { problems: [problem] }), []);
      assert.deepEqual(gap, { item: 3, needs, problem_id: problem.id });
    });
  }

  test("nothing more is asked of a problem that is filed", () => {
    const problem = makeProblem({ before: [], filed: true });
    assert.equal(firstGap(found(3, { problems: [problem] }), []), null);
  });

  test("item 9 goes through the due problems one by one", () => {
    const [a, b] = [makePlanProblem(), makePlanProblem()];
    const recheck = { problem_id: a.id, outcome: "unchanged" as const, reason: null, photos: [] };
    const draft = answered({ rechecks: [recheck] });
    assert.deepEqual(firstGap(draft, [a, b]), { item: 9, needs: "outcome", problem_id: b.id });
    assert.equal(isSeen(draft, 9, [a]), true);
    assert.equal(countSeen(draft, [a, b]), 8);
  });

  for (const [outcome, reason, needs] of [
    ["worse", null, "recheck_photo"],
    ["gone", null, "recheck_photo"],
    ["not_solved", null, "recheck_photo"],
    ["could_not_check", " ", "reason"],
    ["could_not_check", "水太大", null],
    ["unchanged", null, null],
    ["solved", null, null],
  ] as const) {
    test(`a look at an old problem: ${outcome} (${reason}) lacks ${needs}`, () => {
      const old = makePlanProblem();
      const recheck = { problem_id: old.id, outcome, reason, photos: [] };
      assert.equal(firstGap(answered({ rechecks: [recheck] }), [old])?.needs ?? null, needs);
    });
  }

  test("what was seen is said with the chips, then in his own words", () => {
    const { items } = makePlan().checklist;
    const both = makeProblem({ words: " 桥下一堆 " });
    assert.equal(whatOf(both, items), "生活垃圾，桥下一堆");
    assert.equal(whatOf(makeProblem(), items), "生活垃圾");
    assert.equal(whatOf(makeProblem({ chips: [], words: "桥下" }), items), "桥下");
  });
});

suite("old problems", () => {
  test("only those of the reach, and never one's own cure", () => {
    const mine = makePlanProblem({ state: "handled", last_cured_by: "me" });
    const elsewhere = makePlanProblem({ reach_id: "another" });
    const open = makePlanProblem();
    assert.deepEqual(listDue([mine, elsewhere, open], REACH.id, "me"), [open]);
    assert.deepEqual(listForOthers([mine, elsewhere, open], REACH.id, "me"), [mine]);
    assert.deepEqual(listDue([mine], REACH.id, "another"), [mine]);
  });

  test("what was reported on this very walk is not asked about on it", () => {
    const draft = makeDraft();
    const old = makePlanProblem();
    const just = makePlanProblem({ patrol_id: draft.patrol_id });
    assert.deepEqual(listDueOnWalk([old, just], draft, "me"), [old]);
  });

  test("a change wants a picture", () => {
    assert.deepEqual((["worse", "gone", "not_solved"] as const).map(needsPhoto), [
      true,
      true,
      true,
    ]);
    assert.equal(needsPhoto("unchanged"), false);
  });
});

suite("how far the month has come", () => {
  const progress = [
    {
      appointment_id: APPOINTMENT.id,
      role: "patroller",
      period: "month",
      period_from: "2026-11-01",
      period_to: "2026-11-30",
      due: 26,
      made: 2,
      days: ["2026-11-01", "2026-11-02"],
      doubtful: ["2026-11-03"],
    },
  ] as const;
  const fresh = (day_on: string, is_sent = false) => ({
    appointment_id: APPOINTMENT.id,
    reach_id: REACH.id,
    day_on,
    is_sent,
  });
  const plan = makePlan({
    progress: progress.map((one) => ({ ...one, days: [...one.days], doubtful: [...one.doubtful] })),
  });

  test("the server's days and the phone's own are one sum, no day twice", () => {
    const own = [
      fresh("2026-11-02"),
      fresh("2026-11-20"),
      fresh("2026-11-20"),
      fresh("2026-11-21", true),
    ];
    const [month] = forecast(plan, own, "2026-11-22");
    assert.equal(month?.made, 4);
    assert.equal(month?.missing, 22);
    assert.equal(month?.days["2026-11-02"], "made");
    assert.equal(month?.days["2026-11-03"], "doubtful");
    assert.equal(month?.days["2026-11-20"], "unsent");
    assert.equal(month?.days["2026-11-21"], "made");
  });

  test("a patrol that went after the plan was made is not forgotten until the next plan", () => {
    const kept = (state: string, accepted_at: string | null): KeptEntry =>
      ({
        state,
        accepted_at,
        entry: {
          kind: "patrol.completed",
          appointment: APPOINTMENT.id,
          body: { reach_id: REACH.id, started_at: "2026-11-22T00:30:00.000+08:00" },
        },
      }) as unknown as KeptEntry;
    const entries = [
      kept("waiting", null),
      kept("accepted", "2026-11-22T01:00:00.001Z"),
      kept("accepted", "2026-11-22T00:59:59.000Z"),
    ];
    const beyond = patrolsBeyond(entries, "2026-11-22T09:00:00.000+08:00");
    assert.deepEqual(beyond, [fresh("2026-11-22"), fresh("2026-11-22", true)]);
  });

  test("today counts among the days left until it is made", () => {
    assert.equal(forecast(plan, [], "2026-11-22")[0]?.left_days, 9);
    const done = forecast(plan, [fresh("2026-11-22")], "2026-11-22")[0];
    assert.equal(done?.left_days, 8);
    assert.equal(done?.today_made, true);
  });

  test("on another's reach a patroller's day is not foreseen: the township decides", () => {
    const elsewhere = { ...fresh("2026-11-20"), reach_id: "another" };
    assert.equal(forecast(plan, [elsewhere], "2026-11-22")[0]?.made, 2);
  });

  test("a chief's week begins on Monday, and an old plan foresees a new month", () => {
    const chief = { ...APPOINTMENT, id: "chief", role: "village_chief" as const, reach_ids: [] };
    const walk = { ...fresh("2026-11-22"), appointment_id: "chief" };
    const own = makePlan({ appointments: [chief] });
    const [week] = forecast(own, [walk], "2026-11-22");
    assert.deepEqual([week?.period_from, week?.made, week?.due], ["2026-11-16", 1, 1]);
    assert.equal(forecast(own, [walk], "2026-11-23")[0]?.made, 0);
    assert.equal(forecast(plan, [], "2026-12-01")[0]?.due, 26);
  });
});

suite("the sync line", () => {
  const quiet: LineFacts = {
    entries: 0,
    photos: 0,
    voices: 0,
    videos: 0,
    parked: 0,
    online: true,
    session: "in",
    running: false,
    pausing: false,
    videos_wait: false,
  };
  for (const [key, changes] of [
    ["nothing_waiting", {}],
    ["nothing_waiting", { online: false }],
    ["nothing_waiting", { session: "out" }],
    ["offline", { entries: 2, online: false }],
    ["offline", { photos: 2, online: false, running: true }],
    ["waiting", { entries: 2, photos: 1 }],
    ["waiting", { voices: 1 }],
    ["waiting", { voices: 1, videos: 1, videos_wait: true }],
    ["later", { entries: 2, pausing: true }],
    ["sending", { entries: 2, running: true, pausing: true }],
    ["videos_wait", { videos: 1, videos_wait: true }],
    ["videos_wait", { videos: 1, videos_wait: true, online: false }],
    ["waiting", { videos: 1 }],
    ["login_needed", { entries: 2, session: "out" }],
    ["login_needed", { entries: 2, session: "out", parked: 1 }],
    ["parked", { entries: 1, parked: 1 }],
    ["parked", { entries: 1, parked: 1, online: false }],
  ] as const) {
    test(`${JSON.stringify(changes)} reads ${key}`, () => {
      const facts = { ...quiet, ...changes };
      const { entries, photos, voices, videos, parked } = facts;
      const left = { entries, photos, voices, videos };
      assert.deepEqual(syncLine(facts), { key, left, parked });
    });
  }
});

suite("names, times and texts", () => {
  test("names of a later moment sort later and carry their version", () => {
    const [a, b] = [uuid7(1_795_305_600_000), uuid7(1_795_305_600_001)];
    assert.ok(a < b);
    assert.match(a, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(uuid7(-5).slice(0, 13), "00000000-0000");
  });

  test("RFC 9562's own example comes out", () => {
    const random = Uint8Array.from([0xcc, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    assert.equal(uuid7(0x017f22e279b0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  test("ten thousand names made at one moment are all different", () => {
    assert.equal(new Set(Array.from({ length: 10_000 }, () => uuid7(5))).size, 10_000);
  });

  test("times are written at +08:00 and read at any offset", () => {
    assert.equal(rfc3339(msOf("2026-11-22T00:31:04.120Z")), "2026-11-22T08:31:04.120+08:00");
    for (const bad of ["2026-11-22", "2026-11-22T08:31:04", "morgen", "2026-13-22T08:31:04Z"]) {
      assert.throws(() => msOf(bad), RangeError);
    }
  });

  test("text is mended at capture, whole characters stay", () => {
    assert.equal(wellFormed("好\ud83d\ude00\ud83d!\ude00"), "好😀\ufffd!\ufffd");
    assert.equal(wellFormed("a\0b"), "a\ufffdb");
    assert.deepEqual(mended({ a: ["\ud800", 1, null] }), { a: ["\ufffd", 1, null] });
    assert.doesNotThrow(() => canonical(mended(`${"字".repeat(1999)}😀`)));
    assert.equal(mended("字".repeat(3000)).length, 2000);
  });

  test("what has no canonical form is refused", () => {
    for (const bad of [0.5, 2 ** 53, Number.NaN, "\ud800", undefined]) {
      assert.throws(() => canonical(bad), NotCanonical);
    }
    assert.equal(canonical({ b: -0, a: [] }), '{"a":[],"b":0}');
  });

  test("a place is whole numbers, a phone that stands has no heading", () => {
    const coords = { longitude: 112.8432504, latitude: 35.4981196, accuracy: 7.6, heading: 359.9 };
    assert.deepEqual(placeOf(coords), { at: [112843250, 35498120], accuracy_m: 8, heading_deg: 0 });
    assert.equal(placeOf({ ...coords, heading: Number.NaN }).heading_deg, null);
    assert.equal(placeOf({ ...coords, heading: null }).heading_deg, null);
  });
});

suite("the clock of a walk", () => {
  const at = (mono_id: string, mono_ms: number, wall_ms: number) => ({ mono_id, mono_ms, wall_ms });

  test("goes on while the page lives", () => {
    const stretches = extendStretches(extendStretches([], at("a", 10, 1000)), at("a", 70, 1062));
    assert.equal(stretches.length, 1);
    assert.equal(stretches[0]?.to_ms, 70);
  });

  test("begins anew after a reload, a sleep, or a clock set back", () => {
    const first = extendStretches([], at("a", 10, 1_000_000));
    assert.equal(extendStretches(first, at("b", 5, 1_000_100)).length, 2);
    assert.equal(extendStretches(first, at("a", 70, 9_000_000)).length, 2);
    assert.equal(extendStretches(first, at("a", 70, 500_000)).length, 2);
  });

  test("what lies between two fixes over three minutes is a gap with its reason", () => {
    const stretch = { mono_id: "a", from_ms: 0, wall_from_ms: 0 };
    const walk = makeDraft({
      position: "on",
      stretches: [
        { ...stretch, to_ms: 600_000, wall_to_ms: 600_000 },
        { ...stretch, mono_id: "b", to_ms: 60_000, wall_from_ms: 900_000, wall_to_ms: 960_000 },
      ],
      fixes: [
        [1, 1, 5, 10_000],
        [1, 1, 5, 300_000],
        [1, 1, 5, 590_000],
        [1, 1, 5, 905_000],
      ],
    });
    assert.deepEqual(trackGaps(walk), [
      [10_000, 300_000, "no_signal"],
      [300_000, 590_000, "no_signal"],
      [590_000, 905_000, "page_closed"],
    ]);
    assert.deepEqual(trackGaps({ ...walk, fixes: [], position: "denied" }), [
      [0, 960_000, "denied"],
    ]);
    assert.deepEqual(trackGaps({ ...walk, position: "off" }), []);
  });

  const stretch = { mono_id: "a", from_ms: 0, wall_from_ms: 0 };
  const hour: Partial<Draft> = {
    position: "on",
    stretches: [{ ...stretch, to_ms: 3_600_000, wall_to_ms: 3_600_000 }],
  };
  const whyOf = (changes: Partial<Draft>) =>
    trackGaps(makeDraft({ ...hour, ...changes })).map(([, , reason]) => reason);

  test("a gap says why: nothing seen, seen badly, out of sight, not allowed, not agreed to", () => {
    assert.deepEqual(whyOf({}), ["no_signal"]);
    assert.deepEqual(whyOf({ fixes: [[1, 1, 900, 60_000]] }), ["weak"]);
    assert.deepEqual(
      whyOf({
        signs: [
          [0, "on"],
          [60_000, "hidden"],
          [3_500_000, "shown"],
        ],
      }),
      ["asleep"],
    );
    assert.deepEqual(
      whyOf({
        position: "denied",
        signs: [
          [0, "on"],
          [60_000, "denied"],
        ],
      }),
      ["denied"],
    );
    assert.deepEqual(
      whyOf({
        position: "off",
        signs: [
          [0, "on"],
          [60_000, "off"],
        ],
      }),
      ["no_consent"],
    );
    assert.deepEqual(whyOf({ position: "off", signs: [] }), []);
  });

  test("what was over before a gap does not explain it", () => {
    const fixes: Draft["fixes"] = [[1, 1, 5, 120_000]];
    const signs: Draft["signs"] = [
      [0, "denied"],
      [5_000, "hidden"],
      [60_000, "on"],
      [100_000, "shown"],
    ];
    assert.deepEqual(whyOf({ fixes, signs }), ["no_signal"]);
  });
});
