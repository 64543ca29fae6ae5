/** What is decided outside a walk: a chief's deeds, consent; and the pictures to look at. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Album } from "../../static/phone/album.ts";
import {
  giveConsent,
  readConsent,
  refuseConsent,
  withdrawConsent,
} from "../../static/phone/consent.ts";
import {
  addDeedPhoto,
  alterDeed,
  fileDeed,
  openDeed,
  unsentDeeds,
  withUnsent,
} from "../../static/phone/deeds.ts";
import type { KeptEntry } from "../../static/phone/outbox.ts";
import type { Pen } from "../../static/phone/pen.ts";
import {
  APPOINTMENT,
  keepPicture,
  listFiled,
  makePen,
  makePlan,
  makePlanProblem,
} from "./builders.ts";

const plan = makePlan();

suite("a chief's deed", () => {
  const problem = makePlanProblem();

  test("is kept while it is written, and filed once", async () => {
    const pen = makePen();
    const deed = await openDeed(pen, "problem.handled", problem, APPOINTMENT);
    const { key } = deed;
    await alterDeed(pen, key, { result: " 已封堵 " });
    await assert.rejects(fileDeed(pen, deed), { code: "photo_missing" });
    await addDeedPhoto(pen, key, await keepPicture(pen, "after"));
    pen.store.close();
    const again = await openDeed(pen, "problem.handled", problem, APPOINTMENT);
    assert.equal(again.photos.length, 1);
    const press = () => fileDeed(pen, deed);
    const [[one], [two]] = await Promise.all([press(), press()]);
    const [three] = await press();
    assert.deepEqual([one?.id, three?.id], [two?.id, two?.id]);
    const [kept, ...more] = await listFiled(pen);
    assert.equal(more.length, 0);
    assert.deepEqual(kept?.entry.body, { problem_id: problem.id, result: "已封堵" });
    assert.equal(kept?.entry.media[0]?.problem_id, problem.id);
    assert.equal(unsentDeeds([kept as KeptEntry], problem.id).length, 1);
  });

  test("passes a problem up to the township, blank words are null", async () => {
    const pen = makePen();
    const deed = await openDeed(pen, "problem.escalated", problem, APPOINTMENT);
    await alterDeed(pen, deed.key, { reason: "村里处理不了", name: "  " });
    const [kept] = await fileDeed(pen, deed);
    const { body } = kept?.entry ?? {};
    assert.deepEqual(body, {
      problem_id: problem.id,
      reason: "村里处理不了",
      to: "township",
      name: null,
    });
  });
});

suite("a problem with a deed on its way", () => {
  test("shows its words and its after picture, as this phone holds them", async () => {
    const pen = makePen();
    const problem = makePlanProblem({ result: null });
    const deed = await openDeed(pen, "problem.handled", problem, APPOINTMENT);
    await alterDeed(pen, deed.key, { result: "已封堵" });
    const after = { ...(await keepPicture(pen, "after")), pairs_with: "0".repeat(64) };
    await addDeedPhoto(pen, deed.key, after);
    const now = withUnsent(problem, await fileDeed(pen, deed));
    assert.equal(now.result, "已封堵");
    const { taken_at, source } = after;
    assert.deepEqual(now.media, [
      {
        sha256: after.sha256,
        type: after.type,
        bytes: after.bytes,
        role: "after",
        taken_at,
        pairs_with: after.pairs_with,
        source,
        stored: false,
      },
    ]);
    assert.equal(problem.media.length, 0);
  });
});

suite("consent", () => {
  const read = (pen: Pen) => pen.store.read(readConsent);

  test("given and withdrawn are entries, a first no is only remembered", async () => {
    const pen = makePen();
    await refuseConsent(pen, plan);
    assert.deepEqual(await read(pen), { asked: 1, given: false });
    assert.equal((await listFiled(pen)).length, 0);
    await Promise.all([giveConsent(pen, plan), giveConsent(pen, plan)]);
    assert.deepEqual(await read(pen), { asked: 1, given: true });
    await withdrawConsent(pen, plan);
    assert.deepEqual(await read(pen), { asked: 1, given: false });
    const entries = (await listFiled(pen)).map(({ entry }) => [entry.kind, entry.body.version]);
    assert.deepEqual(entries, [
      ["consent.given", 1],
      ["consent.withdrawn", 1],
    ]);
  });
});

suite("the album", () => {
  test("gives one address for a picture, none for one it does not hold", async () => {
    const pen = makePen();
    const { sha256 } = await keepPicture(pen, "scene");
    const album = new Album(pen.store);
    const url = await album.url(sha256);
    assert.match(url ?? "", /^blob:/);
    assert.equal(await album.url(sha256), url);
    assert.equal(await album.url("0".repeat(64)), null);
    album.close();
  });
});
