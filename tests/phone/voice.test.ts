/** What is said is kept as it is said, and goes with the walk or its problem. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  addProblem,
  alterProblem,
  dropProblem,
  findDraft,
  startPatrol,
} from "../../static/phone/draft.ts";
import { finishPatrol } from "../../static/phone/filing.ts";
import type { Pen } from "../../static/phone/pen.ts";
import {
  finishRecording,
  keepPiece,
  type RecordingSlot,
  takeBack,
} from "../../static/phone/recordings.ts";
import { isBlank, problemGap } from "../../static/phone/rules/checklist.ts";
import { listFiled, listMedia, makePen, makePlan, makeProblem, START } from "./builders.ts";

const WALK: RecordingSlot = { on: "walk" };
const type = "audio/webm";
const piece = (byte: number) => new Uint8Array(100).fill(byte).buffer;
const finishSaid = (pen: Pen) => finishRecording(pen, "voice");

async function speak(pen: Pen, slot: RecordingSlot, ...bytes: number[]): Promise<void> {
  for (const [n, byte] of bytes.entries())
    await keepPiece(pen, "voice", { slot, type, place: null }, n, piece(byte));
}

suite("a voice note", () => {
  test("is there in whole after a killed page, and is made once", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const began_at = pen.clock.now();
    await speak(pen, WALK, 1, 2, 3);
    pen.clock.move(3_600_000);
    await finishSaid(pen);
    await finishSaid(pen);
    const [note, ...more] = (await findDraft(pen))?.voice ?? [];
    assert.equal(more.length, 0);
    const { role, bytes } = note ?? {};
    assert.deepEqual({ role, type: note?.type, bytes }, { role: "voice", type, bytes: 300 });
    assert.equal(Date.parse(note?.taken_at ?? ""), began_at);
    const held = await pen.store.read((tx) => tx.objectStore("blobs").get(note?.sha256 ?? ""));
    assert.deepEqual(
      [0, 100, 200].map((at) => new Uint8Array(held?.bytes ?? new ArrayBuffer(0))[at]),
      [1, 2, 3],
    );
  });

  test("has each piece stored once, and nothing of it is left behind", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await speak(pen, WALK, 1, 2, 3);
    const laid = await pen.store.read((tx) => tx.objectStore("blobs").getAll());
    assert.deepEqual(
      laid.map(({ bytes }) => bytes.byteLength),
      [100, 100, 100],
    );
    await finishSaid(pen);
    await keepPiece(pen, "voice", { slot: WALK, type, place: null }, 3, piece(4));
    const left = await pen.store.read((tx) => tx.objectStore("blobs").count());
    assert.deepEqual([left, (await findDraft(pen))?.voice?.length], [1, 1]);
  });

  test("that the version before left in one list is there in whole", async () => {
    const pen = makePen();
    const { patrol_id } = await startPatrol(pen, START);
    const said = { slot: WALK, type, patrol_id, pieces: [piece(1), piece(2)] };
    await pen.store.write((tx) => tx.objectStore("meta").put(said, "voice"));
    await finishSaid(pen);
    const [note] = (await findDraft(pen))?.voice ?? [];
    assert.deepEqual([note?.bytes, note?.place], [200, null]);
    assert.equal(Date.parse(note?.taken_at ?? ""), pen.clock.now());
  });

  test("said while 完成 is pressed still goes with the walk", async () => {
    const pen = makePen();
    const { patrol_id } = await startPatrol(pen, START);
    await speak(pen, WALK, 4);
    await finishPatrol(pen, makePlan(), { patrol_id, ended_early: "雨" });
    const [filed] = await listFiled(pen);
    const named = filed?.entry.media.map((medium) => [medium.role, medium.type]);
    assert.deepEqual(named, [["voice", type]]);
    const { media_facts } = filed?.entry.private ?? {};
    assert.equal((media_facts as unknown[]).length, 1);
    assert.deepEqual(
      (await listMedia(pen)).map(({ state }) => state),
      ["waiting"],
    );
  });

  test("of a problem describes it without a word typed, and goes with it", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    const { id } = await addProblem(pen, 3);
    await speak(pen, { on: "problem", id }, 5);
    await finishSaid(pen);
    const [problem] = (await findDraft(pen))?.problems ?? [];
    assert.equal(isBlank(problem ?? makeProblem()), false);
    const shown = { before: makeProblem().before, cleaned: false };
    assert.equal(problemGap({ ...makeProblem(), ...problem, ...shown }), null);
    await dropProblem(pen, id);
    assert.equal((await listMedia(pen)).length, 0);
  });

  test("taken back it is gone, and one of a walk that is over is let go", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    await speak(pen, WALK, 6);
    await finishSaid(pen);
    const [note] = (await findDraft(pen))?.voice ?? [];
    await takeBack(pen, "voice", WALK, note?.sha256 ?? "");
    assert.deepEqual((await findDraft(pen))?.voice, []);
    const { id } = await addProblem(pen, 3);
    await alterProblem(pen, id, { words: "垃圾" });
    await speak(pen, { on: "problem", id }, 7);
    await dropProblem(pen, id);
    await finishSaid(pen);
    assert.equal((await listMedia(pen)).length, 0);
  });
});
