/** Room on the phone is known before a photo is taken; words are kept when there is none left. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { layReserve, photosThatFit, readReserve } from "../../static/phone/space.ts";
import type { Store, Writing } from "../../static/phone/store.ts";
import { keepPicture, makePen, NOW_MS } from "./builders.ts";

const MB = 1_000_000;
const DAY_MS = 86_400_000;
const photo = { type: "image/jpeg", bytes: 250_000 };

suite("the gauge", () => {
  for (const [words, room, media, expected] of [
    ["counts by this phone's own photos", { free_bytes: 31 * MB, slices: null }, [photo], 120],
    [
      "leaves voice out of the average",
      { free_bytes: 31 * MB, slices: null },
      [photo, { type: "audio/webm", bytes: 10 }],
      120,
    ],
    [
      "counts by a usual photo where there is none yet",
      { free_bytes: 31 * MB, slices: null },
      [],
      100,
    ],
    ["counts the reserve as room", { free_bytes: 0, slices: 6 }, [photo], 20],
    [
      "believes a broken reserve, not the browser",
      { free_bytes: 10_000 * MB, slices: 3 },
      [photo],
      8,
    ],
    ["keeps the last of it for words", { free_bytes: 10_000 * MB, slices: 1 }, [photo], 0],
    ["is never below none", { free_bytes: 0, slices: 0 }, [photo], 0],
    ["says nothing where the browser does not", { free_bytes: null, slices: 6 }, [photo], null],
  ] as const) {
    test(words, () => assert.equal(photosThatFit(room, media), expected));
  }
});

/** A disk of this size: a write that would leave more than fits is undone, as browsers do. */
function limit(store: Store, most_bytes: number): { bytes: number } {
  const disk = { bytes: most_bytes };
  const write = async (tx: Writing, work: (tx: Writing) => Promise<unknown>) => {
    const before = await countBytes(tx);
    const result = await work(tx);
    const after = await countBytes(tx);
    if (after > before && after > disk.bytes)
      throw new DOMException("no room", "QuotaExceededError");
    return result;
  };
  const [plain, ifRoom] = [store.write.bind(store), store.writeIfRoom.bind(store)];
  store.write = (work, strict) => plain((tx) => write(tx, work) as ReturnType<typeof work>, strict);
  store.writeIfRoom = (work) => ifRoom((tx) => write(tx, work));
  return disk;
}

async function countBytes(tx: Writing): Promise<number> {
  const blobs = await tx.objectStore("blobs").getAll();
  const views = await tx.objectStore("views").getAll();
  return [...blobs, ...views].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

const put = (store: Store, bytes: number, key = "words") =>
  store.write((tx) =>
    tx.objectStore("blobs").put({ type: "", bytes: new ArrayBuffer(bytes) }, key),
  );
const keys = (store: Store) => store.read((tx) => tx.objectStore("blobs").getAllKeys());

async function storedPicture(pen: ReturnType<typeof makePen>, stored_at: number): Promise<string> {
  const { sha256 } = await keepPicture(pen, "after", MB);
  await pen.store.write(async (tx) => {
    const kept = await tx.objectStore("media").get(sha256);
    if (kept !== undefined)
      await tx.objectStore("media").put({ ...kept, state: "stored", stored_at });
  });
  return sha256;
}

suite("without room", () => {
  test("what the server holds gives way first, oldest first; what it does not hold never does", async () => {
    const pen = makePen();
    const waiting = (await keepPicture(pen, "after", MB)).sha256;
    const newer = await storedPicture(pen, NOW_MS);
    const older = await storedPicture(pen, NOW_MS - DAY_MS);
    limit(pen.store, 3 * MB);
    await put(pen.store, MB);
    assert.deepEqual(new Set(await keys(pen.store)), new Set([waiting, newer, "words"]));
    await put(pen.store, MB, "more");
    assert.deepEqual(new Set(await keys(pen.store)), new Set([waiting, "words", "more"]));
    assert.ok(!(await keys(pen.store)).includes(older));
    await assert.rejects(put(pen.store, MB, "too much"), { code: "storage_full" });
    assert.deepEqual(new Set(await keys(pen.store)), new Set([waiting, "words", "more"]));
  });

  test("copies of others' pictures go next, the reserve last", async () => {
    const pen = makePen();
    const disk = limit(pen.store, 7 * MB);
    await layReserve(pen.store);
    const copy = { type: "image/jpeg", bytes: new ArrayBuffer(MB), kept_at: 0 };
    await pen.store.write((tx) => tx.objectStore("views").put(copy, "copy"));
    assert.equal(await pen.store.read(readReserve), 6);
    await put(pen.store, 1000);
    assert.equal(await pen.store.read((tx) => tx.objectStore("views").count()), 0);
    assert.equal(await pen.store.read(readReserve), 6);
    disk.bytes = 5 * MB;
    await put(pen.store, 1000, "more");
    assert.equal(await pen.store.read(readReserve), 4);
  });

  test("the reserve is filled up again when there is room, over pictures that the server holds", async () => {
    const pen = makePen();
    const disk = limit(pen.store, 4 * MB);
    await layReserve(pen.store);
    assert.equal(await pen.store.read(readReserve), 4);
    disk.bytes = 5 * MB;
    await storedPicture(pen, NOW_MS);
    await layReserve(pen.store);
    assert.equal(await pen.store.read(readReserve), 5);
    disk.bytes = 100 * MB;
    await layReserve(pen.store);
    assert.equal(await pen.store.read(readReserve), 6);
  });
});
