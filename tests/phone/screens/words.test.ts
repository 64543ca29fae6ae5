/** What the screens say: every place filled, days and lengths as people say them. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Place } from "../../../static/phone/model.ts";
import {
  daysBetween,
  sayClock,
  sayDayAndWeekday,
  sayLength,
} from "../../../static/phone/screens/dates.ts";
import { sayReach } from "../../../static/phone/screens/duty.ts";
import { Reason } from "../../../static/phone/screens/reason.ts";
import { distanceM } from "../../../static/phone/screens/target.ts";
import { KeptText } from "../../../static/phone/screens/text.ts";
import { say, sayCode } from "../../../static/phone/words.ts";
import { REACH } from "../builders.ts";

suite("words", () => {
  test("are filled in, and what is filled in is not filled again", () => {
    assert.equal(say("phone.patrol.left", { n: 3 }), "还有 3 项没看 · 去看");
    const given = { reach: "{n}", item: 4, role: "巡河员", name: "示例甲" };
    assert.equal(say("phone.review.meta", given), "{n} · 第 4 项 · 巡河员示例甲");
  });

  test("of a code that only a newer server knows are the code itself", () => {
    assert.equal(sayCode("domain.kind", "problem.accepted"), "受理");
    assert.equal(sayCode("domain.doubt", "from_the_future"), "from_the_future");
  });

  test("of days, times and lengths are those of China", () => {
    assert.equal(sayDayAndWeekday("2026-11-22"), "11月22日 周日");
    assert.equal(sayClock("2026-11-22T00:12:00.000Z"), "08:12");
    assert.equal(sayLength(49 * 60_000), "49 分钟");
    assert.equal(sayLength(50 * 60_000 - 1), "49 分钟");
    assert.equal(sayLength(65 * 60_000), "1 小时 5 分钟");
    assert.equal(daysBetween("2026-11-30", "2026-12-02"), 2);
  });

  test("of a reach name the river once", () => {
    assert.equal(sayReach(REACH), "白水河 · 洞头村段");
    assert.equal(sayReach({ ...REACH, name: "白水河洞头村段" }), "白水河 · 洞头村段");
  });
});

suite("a reason", () => {
  test("is what is tapped and what is written, and comes back apart", () => {
    const reason = new Reason(
      ["phone.recheck.reasons.road", "phone.recheck.reasons.water"],
      "路不通，桥断了",
    );
    assert.deepEqual(reason.picked, ["路不通"]);
    assert.equal(reason.own.text, "桥断了");
    assert.equal(reason.words, "路不通，桥断了");
  });
});

suite("a text that is being written", () => {
  test("is stored once for each change", async () => {
    const stored: string[] = [];
    const text = new KeptText("", async (words) => stored.push(words));
    text.type("左");
    text.type("左岸");
    await text.flush();
    await text.flush();
    assert.deepEqual(stored, ["左岸"]);
  });

  test("is stored again when the first time failed", async () => {
    const answers = [false, true];
    const text = new KeptText("", async () => answers.shift());
    text.type("左岸");
    await text.flush();
    await text.flush();
    assert.deepEqual(answers, []);
  });
});

test("a distance is in metres", () => {
  const at = (lon_e6: number, lat_e6: number): Place => ({
    at: [lon_e6, lat_e6],
    accuracy_m: 5,
    heading_deg: null,
  });
  assert.equal(distanceM(at(112_851_000, 35_491_000), at(112_851_000, 35_492_000)), 111);
  assert.equal(distanceM(at(112_851_000, 35_491_000), at(112_852_000, 35_491_000)), 91);
});
