/** What a walk files can stand in the ledger: all of it at once, nothing twice. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  addProblem,
  alterProblem,
  answerItem,
  discardPatrol,
  dropProblem,
  findDraft,
  isYesterdays,
  recheckProblem,
  setConditions,
  startPatrol,
  touchDraft,
} from "../../static/phone/draft.ts";
import { addTold, fileMajor, finishPatrol } from "../../static/phone/filing.ts";
import type { Draft, Entry } from "../../static/phone/model.ts";
import type { KeptEntry } from "../../static/phone/outbox.ts";
import type { Pen } from "../../static/phone/pen.ts";
import { addPhoto } from "../../static/phone/slots.ts";
import { markPosition } from "../../static/phone/trail.ts";
import { keepPicture, listFiled, listMedia, makePen, makePlan, START } from "./builders.ts";
import { hashes } from "./server.ts";

const HOUR_MS = 3_600_000;
const plan = makePlan();

async function walkAll(pen: Pen): Promise<Draft> {
  const draft = await startPatrol(pen, START);
  for (let item = 1; item <= 8; item += 1) await answerItem(pen, item, "none");
  return draft;
}

/** Finish the walk that is open. */
async function finishOpen(pen: Pen, ended_early: string | null = null): Promise<KeptEntry[]> {
  const patrol_id = (await findDraft(pen))?.patrol_id ?? "";
  return finishPatrol(pen, plan, { patrol_id, ended_early });
}

function entryOf(filed: readonly KeptEntry[], kind = "patrol.completed"): Entry {
  const kept = filed.find((one) => one.entry.kind === kind);
  assert.ok(kept !== undefined);
  return kept.entry;
}

suite("a finished walk", () => {
  test("is one patrol and one entry for each problem, linked, and the draft is gone", async () => {
    const pen = makePen();
    const { patrol_id } = await walkAll(pen);
    const { id } = await addProblem(pen, 3);
    const [before, after] = [await keepPicture(pen, "before"), await keepPicture(pen, "after")];
    await addPhoto(pen, { on: "problem", id, role: "before" }, before);
    await addPhoto(pen, { on: "problem", id, role: "after" }, after);
    const chips = ["household_waste"];
    await alterProblem(pen, id, { chips, cleaned: true, opinion: "当场清理", result: "已清理" });
    await recheckProblem(pen, plan.person.id, "could_not_check", "水太大");
    pen.clock.move(49 * 60_000);
    const filed = await finishOpen(pen);

    assert.deepEqual(
      filed.map((kept) => kept.entry.kind),
      ["problem.reported", "patrol.completed"],
    );
    const [report, patrol] = [entryOf(filed, "problem.reported"), entryOf(filed)];
    assert.equal(report.id, id);
    assert.deepEqual(report.body, {
      reach_id: START.reach.id,
      patrol_id,
      origin: "patrol",
      item: 3,
      category: "household_waste",
      severity: "ordinary",
      what: "生活垃圾",
      on_the_spot: { opinion: "当场清理", result: "已清理" },
    });
    assert.deepEqual(
      report.media.map((medium) => [medium.role, medium.problem_id, medium.pairs_with]),
      [
        ["before", id, null],
        ["after", id, before.sha256],
      ],
    );
    assert.equal((report.private.media_facts as unknown[]).length, 2);
    assert.equal(patrol.body.elapsed_ms, 49 * 60_000);
    assert.equal(patrol.body.started_at, "2026-11-22T07:42:10.000+08:00");
    assert.equal(patrol.body.ended_at, "2026-11-22T08:31:10.000+08:00");
    assert.equal(patrol.body.ended_early, null);
    assert.deepEqual((patrol.body.items as unknown[]).length, 8);
    assert.deepEqual(patrol.private.track, { fixes: [], gaps: [] });
    for (const kept of filed) assert.equal(kept.entry_hash, hashes(kept.entry).entry_hash);
    assert.equal(await findDraft(pen), null);
    assert.ok((await listMedia(pen)).every((medium) => medium.state === "waiting"));
  });

  test("ended early says what was not looked at, and why", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await answerItem(pen, 1, "none");
    const filed = await finishOpen(pen, "下大雨");
    const { body } = entryOf(filed);
    assert.equal(body.ended_early, "下大雨");
    assert.deepEqual(
      (body.items as { finding: string }[]).map((answer) => answer.finding),
      ["none", ...Array(7).fill("not_checked")],
    );
  });

  test("pressed twice it is filed once, at the same time or later, and both presses are content", async () => {
    const pen = makePen();
    const { patrol_id } = await walkAll(pen);
    const press = () => finishPatrol(pen, plan, { patrol_id, ended_early: null });
    const [one, two] = await Promise.all([press(), press()]);
    const three = await press();
    assert.equal((await listFiled(pen)).length, 1);
    assert.deepEqual([one[0]?.id, three[0]?.id], [two[0]?.id, two[0]?.id]);
  });

  test("a late press never ends another walk", async () => {
    const pen = makePen();
    await walkAll(pen);
    const other = { patrol_id: plan.person.id, ended_early: null };
    await assert.rejects(finishPatrol(pen, plan, other), { code: "no_draft" });
    assert.notEqual(await findDraft(pen), null);
    assert.equal((await listFiled(pen)).length, 0);
  });

  test("a problem opened and left blank is not filed, one that nobody described is called after its item", async () => {
    const pen = makePen();
    await walkAll(pen);
    await addProblem(pen, 2);
    const { id } = await addProblem(pen, 3);
    await addPhoto(pen, { on: "problem", id, role: "before" }, await keepPicture(pen, "before"));
    const filed = await finishOpen(pen, "天黑了");
    const reports = filed.filter(({ entry }) => entry.kind === "problem.reported");
    assert.deepEqual(
      reports.map(({ entry }) => [entry.id, entry.body.what]),
      [[id, "第3项"]],
    );
    const items = entryOf(filed).body.items as { item: number; finding: string }[];
    assert.equal(items[1]?.finding, "found");
  });

  test("cleaned without a word it has a result all the same", async () => {
    const pen = makePen();
    await walkAll(pen);
    const { id } = await addProblem(pen, 3);
    await addPhoto(pen, { on: "problem", id, role: "before" }, await keepPicture(pen, "before"));
    await addPhoto(pen, { on: "problem", id, role: "after" }, await keepPicture(pen, "after"));
    await alterProblem(pen, id, { cleaned: true, opinion: "当场清理", result: " " });
    const cure = entryOf(await finishOpen(pen), "problem.reported").body.on_the_spot;
    assert.deepEqual(cure, { opinion: "当场清理", result: "清理了" });
  });

  test("cleaned is only what a picture before and one after show", async () => {
    const pen = makePen();
    await walkAll(pen);
    const { id } = await addProblem(pen, 3);
    await addPhoto(pen, { on: "problem", id, role: "before" }, await keepPicture(pen, "before"));
    await alterProblem(pen, id, { cleaned: true });
    const filed = await finishOpen(pen, "天黑了");
    assert.equal(filed[0]?.entry.body.on_the_spot, null);
  });

  test("yesterday's walk ends when it was last touched", async () => {
    const pen = makePen();
    await walkAll(pen);
    pen.clock.move(600_000);
    await touchDraft(pen);
    pen.clock.move(24 * HOUR_MS);
    await setConditions(pen, { step: "patrol" });
    pen.clock.reload();
    await touchDraft(pen);
    const draft = await findDraft(pen);
    assert.ok(draft !== null && isYesterdays(draft, pen.clock.now()));
    const filed = await finishOpen(pen, "昨天忘了交");
    const { body } = entryOf(filed);
    assert.equal(body.ended_at, "2026-11-22T07:52:10.000+08:00");
    assert.equal(body.elapsed_ms, 600_000);
  });

  test("a sleep in the middle is bridged and shows as a gap", async () => {
    const pen = makePen();
    await walkAll(pen);
    await markPosition(pen, "on");
    pen.clock.move(60_000);
    await touchDraft(pen);
    pen.clock.sleep(HOUR_MS);
    const filed = await finishOpen(pen);
    const patrol = entryOf(filed);
    assert.equal(patrol.body.elapsed_ms, 60_000 + HOUR_MS);
    const { gaps } = patrol.private.track as { gaps: unknown[] };
    assert.deepEqual(gaps, [[0, 60_000 + HOUR_MS, "asleep"]]);
  });
});

suite("a major problem", () => {
  test("goes at once with who was told, and not again with the walk", async () => {
    const pen = makePen();
    await walkAll(pen);
    const { id } = await addProblem(pen, 4);
    await alterProblem(pen, id, { severity: "major", words: "白沫，刺鼻" });
    await addTold(pen, id, { whom: "village_chief", way: "call", got_through: false });
    assert.equal((await listFiled(pen)).length, 0);
    await fileMajor(pen, plan, id);
    await fileMajor(pen, plan, id);
    await addTold(pen, id, { whom: "assistant", way: "call", got_through: true });
    await alterProblem(pen, id, { words: "改了" });
    await finishOpen(pen);
    const entries = (await listFiled(pen)).map((kept) => kept.entry);
    assert.deepEqual(
      entries.map((entry) => entry.kind),
      ["problem.reported", "problem.told", "problem.told", "patrol.completed"],
    );
    assert.equal(entries[0]?.body.what, "白沫，刺鼻");
    assert.deepEqual(entries[1]?.body, {
      problem_id: id,
      whom: "village_chief",
      way: "call",
      got_through: false,
    });
    assert.equal(entries[2]?.body.whom, "assistant");
  });

  test("stays filed when the walk is given up", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const { id } = await addProblem(pen, 1);
    await addPhoto(pen, { on: "problem", id, role: "before" }, await keepPicture(pen, "before"));
    await alterProblem(pen, id, { severity: "major" });
    await fileMajor(pen, plan, id);
    await dropProblem(pen, id);
    assert.equal((await findDraft(pen))?.problems.length, 1);
    await discardPatrol(pen);
    assert.equal((await listFiled(pen)).length, 1);
    assert.equal((await listMedia(pen))[0]?.state, "waiting");
    assert.equal((await pen.store.read((tx) => tx.objectStore("blobs").count())) > 0, true);
  });
});
