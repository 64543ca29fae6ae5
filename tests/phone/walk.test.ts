/** A walk in progress is in the store at every moment. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  addProblem,
  alterProblem,
  answerItem,
  discardPatrol,
  dropProblem,
  findDraft,
  recheckProblem,
  setConditions,
  startPatrol,
} from "../../static/phone/draft.ts";
import { purge } from "../../static/phone/purge.ts";
import { addPhoto, dropPhoto } from "../../static/phone/slots.ts";
import { Store } from "../../static/phone/store.ts";
import { addFix } from "../../static/phone/trail.ts";
import { keepPicture, listFiled, listMedia, makePen, NOW_MS, REACH, START } from "./builders.ts";

const HOUR_MS = 3_600_000;

suite("the walk in progress", () => {
  test("is where it was after the page was killed", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await answerItem(pen, 1, "none");
    const problem = await addProblem(pen, 3);
    const picture = await keepPicture(pen, "before");
    await addPhoto(pen, { on: "problem", id: problem.id, role: "before" }, picture);
    const draft = await setConditions(pen, { step: "problem" });
    pen.store.close();
    const reborn = { ...pen, store: new Store(pen.person_id) };
    assert.deepEqual(await findDraft(reborn), draft);
    assert.equal(draft.answers[3]?.finding, "found");
    assert.equal(draft.problems[0]?.before[0]?.sha256, picture.sha256);
  });

  test("is one at a time", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    pen.clock.move(60_000);
    await assert.rejects(startPatrol(pen, START), { code: "draft_open" });
    await assert.rejects(answerItem(makePen(), 1, "none"), { code: "no_draft" });
  });

  test("开始 pressed twice begins one walk", async () => {
    const pen = makePen();
    const [one, two] = await Promise.all([startPatrol(pen, START), startPatrol(pen, START)]);
    assert.equal(one.patrol_id, two.patrol_id);
    const elsewhere = { ...START, reach: { ...REACH, id: "another" } };
    await assert.rejects(startPatrol(pen, elsewhere), { code: "draft_open" });
  });

  test("fifty taps at once are all kept", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const ids = Array.from({ length: 50 }, (_, index) => `old ${index}`);
    await Promise.all(ids.map((id) => recheckProblem(pen, id, "unchanged")));
    assert.equal((await findDraft(pen))?.rechecks.length, 50);
  });

  test("发现了 pressed twice is one problem, until something is said of it", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const [one, two] = await Promise.all([addProblem(pen, 3), addProblem(pen, 3)]);
    assert.equal(one.id, two.id);
    const elsewhere = await addProblem(pen, 5);
    assert.notEqual(elsewhere.id, one.id);
    await alterProblem(pen, one.id, { words: "三袋垃圾" });
    const more = await addProblem(pen, 3);
    assert.notEqual(more.id, one.id);
    assert.equal((await findDraft(pen))?.problems.length, 3);
  });

  test("an after is paired with the before, a slot takes no picture twice", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const { id } = await addProblem(pen, 3);
    const [before, after] = [await keepPicture(pen, "before"), await keepPicture(pen, "after")];
    await addPhoto(pen, { on: "problem", id, role: "before" }, before);
    await addPhoto(pen, { on: "problem", id, role: "before" }, before);
    const draft = await addPhoto(pen, { on: "problem", id, role: "after" }, after);
    assert.equal(draft.problems[0]?.before.length, 1);
    assert.equal(draft.problems[0]?.after[0]?.pairs_with, before.sha256);
  });

  test("a picture for a slot that is not there is not lost silently", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const stray = await keepPicture(pen, "recheck");
    await assert.rejects(addPhoto(pen, { on: "recheck", id: "x" }, stray), {
      code: "photo_missing",
    });
  });

  test("what is taken back leaves no bytes, what is still shown keeps them", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const { id } = await addProblem(pen, 3);
    const [one, two] = [await keepPicture(pen, "before"), await keepPicture(pen, "scene")];
    await addPhoto(pen, { on: "problem", id, role: "before" }, one);
    await addPhoto(pen, { on: "scene" }, one);
    await addPhoto(pen, { on: "scene" }, two);
    await dropPhoto(pen, { on: "scene" }, one.sha256);
    assert.equal((await listMedia(pen)).length, 2);
    await dropProblem(pen, id);
    await dropPhoto(pen, { on: "scene" }, two.sha256);
    assert.equal((await listMedia(pen)).length, 0);
  });

  test("a changed mind about an old problem keeps its pictures", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await recheckProblem(pen, "old", "worse");
    await addPhoto(pen, { on: "recheck", id: "old" }, await keepPicture(pen, "recheck"));
    const draft = await recheckProblem(pen, "old", "gone");
    assert.equal(draft.rechecks.length, 1);
    assert.equal(draft.rechecks[0]?.photos.length, 1);
  });

  test("这次不算 leaves nothing", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await addPhoto(pen, { on: "scene" }, await keepPicture(pen, "scene"));
    await discardPatrol(pen);
    assert.equal(await findDraft(pen), null);
    assert.equal((await listMedia(pen)).length, 0);
    assert.equal((await listFiled(pen)).length, 0);
  });

  test("fixes come about every ten seconds, with ms since the start", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const place = {
      at: [112843250, 35498120] as [number, number],
      accuracy_m: 8,
      heading_deg: null,
    };
    for (let second = 0; second < 25; second += 1) {
      pen.clock.move(1000);
      await addFix(pen, place);
    }
    const fixes = (await findDraft(pen))?.fixes ?? [];
    assert.deepEqual(
      fixes.map((fix) => fix[3]),
      [1000, 11_000, 21_000],
    );
    await discardPatrol(pen);
    await addFix(pen, place);
  });

  test("pictures that were killed on their way are swept up a day later", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await keepPicture(pen, "before");
    await addPhoto(pen, { on: "scene" }, await keepPicture(pen, "scene"));
    await purge(pen.store, NOW_MS + HOUR_MS, NOW_MS + HOUR_MS);
    assert.equal((await listMedia(pen)).length, 2);
    await purge(pen.store, NOW_MS + 26 * HOUR_MS, NOW_MS + 26 * HOUR_MS);
    assert.equal((await listMedia(pen)).length, 1);
  });
});
