/** What stands on the picture for the group, and what never does. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { changeDraft, startPatrol } from "../../../static/phone/draft.ts";
import { finishPatrol } from "../../../static/phone/filing.ts";
import type { Draft } from "../../../static/phone/model.ts";
import type { Here } from "../../../static/phone/screens/app.ts";
import { problemCard, walkCard } from "../../../static/phone/screens/share-card.ts";
import { smsLink } from "../../../static/phone/screens/telling.ts";
import { inWords, speak } from "../../../static/phone/words.ts";
import {
  CHIEF,
  listFiled,
  makeDraft,
  makePen,
  makePhoto,
  makePlan,
  makePlanProblem,
  makeProblem,
  START,
  WALKER,
} from "../builders.ts";

const PHONE = "138-0000-0001";
const PLACE = { at: [112880000, 35430000] as [number, number], accuracy_m: 8, heading_deg: null };
const SEEN = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7, 8].map((item) => [item, { finding: "none" as const, known_problems: [] }]),
);

async function walked(change: (draft: Draft) => void): Promise<[Here, string]> {
  const pen = makePen();
  const { patrol_id } = await startPatrol(pen, START);
  await changeDraft(pen, (draft) => {
    draft.answers = { ...SEEN };
    change(draft);
  });
  const contact = {
    person_id: CHIEF.id,
    name: CHIEF.name,
    role: "village_chief",
    phone: PHONE,
  } as const;
  const plan = makePlan({
    contacts: [{ ...contact, area_id: "" }],
    problems: [makePlanProblem({ place: PLACE })],
  });
  await finishPatrol(pen, plan, { patrol_id, ended_early: null });
  const entries = [...(await listFiled(pen))].reverse();
  const here = { person: WALKER, plan, entries, waiting_media: new Set(), today: "2026-11-22" };
  return [here as unknown as Here, patrol_id];
}

const textOf = (card: object | null) => JSON.stringify(card);

suite("the picture for the group", () => {
  test("of a walk without finds says where, when, how long, who, and that all was seen", async () => {
    const [here, id] = await walked(() => undefined);
    const card = walkCard(here, id);
    assert.equal(card?.title, "今天巡河");
    assert.deepEqual(card?.lines[0], "白水河 · 洞头村段");
    assert.deepEqual(card?.lines.slice(2), ["9 项都看了", "没发现问题"]);
    assert.equal(card?.foot, "巡河员 示例甲 · 2026-11-22");
    assert.deepEqual(card?.pictures, []);
  });

  test("of a cleaned problem shows before and after", async () => {
    const before = makePhoto("before");
    const after = { ...makePhoto("after"), pairs_with: before.sha256 };
    const other = { ...makeProblem(), cleaned: false };
    const [here, id] = await walked((draft) => {
      draft.answers[3] = { finding: "found", known_problems: [] };
      const cleaned = makeProblem({
        before: [before],
        after: [after],
        cleaned: true,
        place: PLACE,
      });
      draft.problems = [other, cleaned];
    });
    const card = walkCard(here, id);
    assert.deepEqual(card?.pictures, [
      { sha256: before.sha256, words: "处理前" },
      { sha256: after.sha256, words: "处理后" },
    ]);
    assert.deepEqual(card?.lines.slice(2), [
      "9 项都看了",
      "发现生活垃圾，已上报",
      "发现生活垃圾，已清理",
    ]);
  });

  test("holds no coordinate and no telephone number", async () => {
    const [here, id] = await walked((draft) => {
      draft.fixes = [[...PLACE.at, 8, 0]];
      draft.problems = [makeProblem({ place: PLACE, told: [] })];
    });
    const problem = here.plan.problems[0]?.id ?? "";
    for (const text of [textOf(walkCard(here, id)), textOf(problemCard(here, problem))]) {
      assert.doesNotMatch(text, /112\.?88|35\.?43|138/);
      assert.match(text, /洞头村/);
    }
  });

  test("speaks Chinese whatever the phone speaks", async () => {
    const [here, id] = await walked(() => undefined);
    const [plan, problem] = [makePlan(), makePlanProblem({ what: "" })];
    const known = {
      ...here,
      plan: { ...here.plan, checklist: plan.checklist, problems: [problem] },
    };
    const [walk, card] = [walkCard(known, id), problemCard(known, problem.id)];
    await speak("en");
    const english = { ...known, plan: inWords(known.plan) };
    assert.deepEqual(walkCard(english, id), walk);
    assert.deepEqual(problemCard(english, problem.id), card);
    const draft = makeDraft({ reach_id: START.reach.id });
    const found = makeProblem();
    const link = smsLink({ ...english, draft }, found, { phone: PHONE });
    assert.ok(decodeURIComponent(link).includes("白水河洞头村段发现重大问题：生活垃圾。"));
    await speak("zh-CN");
  });

  test("of what is gone is none", async () => {
    const [here] = await walked(() => undefined);
    assert.equal(walkCard(here, "another"), null);
    assert.equal(problemCard(here, "another"), null);
  });
});
