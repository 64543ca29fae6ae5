/** What is filmed is kept piece by piece, and goes with the walk or its problem. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { addProblem, discardPatrol, findDraft, startPatrol } from "../../static/phone/draft.ts";
import { fileMajor, finishPatrol } from "../../static/phone/filing.ts";
import type { Pen } from "../../static/phone/pen.ts";
import {
  dropRecording,
  finishRecording,
  keepPiece,
  type RecordingSlot,
  readRecording,
  takeBack,
} from "../../static/phone/recordings.ts";
import { isBlank } from "../../static/phone/rules/checklist.ts";
import { sayMegabytes, wifiSeconds } from "../../static/phone/screens/weight.ts";
import { listFiled, listMedia, makePen, makePlan, makeProblem, START } from "./builders.ts";

const WALK: RecordingSlot = { on: "walk" };
const PLACE = {
  at: [112_883_200, 35_433_900] as [number, number],
  accuracy_m: 8,
  heading_deg: null,
};

async function film(pen: Pen, slot: RecordingSlot, bytes: readonly number[]): Promise<void> {
  for (const [n, byte] of bytes.entries()) {
    const piece = new Uint8Array(100).fill(byte).buffer;
    await keepPiece(pen, "film", { slot, type: "video/webm", place: PLACE }, n, piece);
  }
}

const countBlobs = (pen: Pen) => pen.store.read((tx) => tx.objectStore("blobs").count());

suite("a film", () => {
  test("is there in whole after a killed page, with the time and place at which it was begun", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const began_at = pen.clock.now();
    await film(pen, WALK, [1, 2, 3]);
    pen.clock.move(3_600_000);
    assert.equal((await readRecording(pen, "film"))?.size, 300);
    assert.equal(await finishRecording(pen, "film", "data:image/jpeg;base64,"), true);
    assert.equal(await finishRecording(pen, "film"), false);
    const [kept, ...more] = (await findDraft(pen))?.films ?? [];
    assert.equal(more.length, 0);
    assert.deepEqual(
      [kept?.role, kept?.type, kept?.bytes, kept?.place, kept?.source],
      ["video", "video/webm", 300, PLACE, "live"],
    );
    assert.equal(Date.parse(kept?.taken_at ?? ""), began_at);
    const held = await pen.store.read((tx) => tx.objectStore("blobs").get(kept?.sha256 ?? ""));
    const bytes = new Uint8Array(held?.bytes ?? new ArrayBuffer(0));
    assert.deepEqual([bytes[0], bytes[100], bytes[200]], [1, 2, 3]);
    assert.equal(await countBlobs(pen), 1);
  });

  test("goes with its problem, and with a walk that ends while it is open", async () => {
    const pen = makePen();
    const { patrol_id } = await startPatrol(pen, START);
    const { id } = await addProblem(pen, 3);
    await film(pen, { on: "problem", id }, [4]);
    await fileMajor(pen, makePlan(), id);
    await film(pen, WALK, [5]);
    await finishPatrol(pen, makePlan(), { patrol_id, ended_early: "雨" });
    const named = (await listFiled(pen)).map(({ entry }) => entry.media);
    assert.deepEqual(
      named.map((media) => media.map(({ role, type, problem_id }) => [role, type, problem_id])),
      [[["video", "video/webm", id]], [["video", "video/webm", null]]],
    );
    assert.equal(
      named.flat().some((medium) => "poster" in medium),
      false,
    );
  });

  test("says something of a problem", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const { id } = await addProblem(pen, 3);
    await film(pen, { on: "problem", id }, [6]);
    await finishRecording(pen, "film");
    const [problem] = (await findDraft(pen))?.problems ?? [];
    assert.equal(isBlank(problem ?? makeProblem()), false);
    await takeBack(pen, "film", { on: "problem", id }, problem?.films?.[0]?.sha256 ?? "");
    assert.equal((await listMedia(pen)).length, 0);
  });

  test("that is taken anew or whose walk is gone leaves nothing", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await film(pen, WALK, [7, 8]);
    await dropRecording(pen, "film");
    assert.equal(await readRecording(pen, "film"), null);
    assert.equal(await countBlobs(pen), 0);
    await keepPiece(
      pen,
      "film",
      { slot: WALK, type: "video/webm", place: null },
      2,
      new ArrayBuffer(9),
    );
    assert.equal(await countBlobs(pen), 0);
    await film(pen, WALK, [9]);
    await discardPatrol(pen);
    assert.equal(await finishRecording(pen, "film"), false);
    assert.equal(await countBlobs(pen), 0);
  });

  test("says how large it is and how long that takes", () => {
    assert.deepEqual([sayMegabytes(2_140_000), wifiSeconds(2_140_000)], ["2.1", 10]);
    assert.deepEqual([sayMegabytes(9_000), wifiSeconds(9_000)], ["0.1", 5]);
  });
});
