/** A picture becomes small enough for a weak network, and says so when it cannot be read. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fit, shrink } from "../../static/phone/photo.ts";

const blob = (bytes: number) => new Blob([new Uint8Array(bytes)]);

suite("a photo", () => {
  test("that is small enough at once is printed once", async () => {
    const printed: [number, number][] = [];
    const small = await shrink(async (...print) => {
      printed.push(print);
      return blob(250_000);
    });
    assert.deepEqual(printed, [[1600, 0.75]]);
    assert.equal(small.size, 250_000);
  });

  test("is printed smaller and smaller until it fits", async () => {
    const sizes = [900_000, 600_000, 400_000, 1];
    const printed: number[] = [];
    const small = await shrink(async (edge_px) => {
      printed.push(edge_px);
      return blob(sizes[printed.length - 1] ?? 0);
    });
    assert.deepEqual(printed, [1600, 1600, 1280]);
    assert.equal(small.size, 400_000);
  });

  test("that never fits is taken at its smallest: it may be the only proof", async () => {
    const small = await shrink(async (edge_px) => blob(edge_px * 1000));
    assert.equal(small.size, 640_000);
  });

  for (const nothing of [null, blob(0)]) {
    test(`that comes out as ${nothing} is an error on screen`, async () => {
      await assert.rejects(
        shrink(async () => nothing),
        { code: "photo_unreadable" },
      );
    });
  }

  test("keeps its shape and is never enlarged", () => {
    assert.deepEqual(fit(4000, 3000, 1600), [1600, 1200]);
    assert.deepEqual(fit(3000, 4000, 1600), [1200, 1600]);
    assert.deepEqual(fit(800, 600, 1600), [800, 600]);
    assert.deepEqual(fit(9000, 2, 1600), [1600, 1]);
  });
});
