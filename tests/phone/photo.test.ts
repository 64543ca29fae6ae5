/** A picture becomes small enough for a weak network, and says so when it cannot be read. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fit, shrink } from "../../static/phone/photo.ts";

const bytes = (n: number) => new ArrayBuffer(n);

suite("a photo", () => {
  test("that is small enough at once is printed once", () => {
    const printed: [number, number][] = [];
    const small = shrink((...print) => {
      printed.push(print);
      return bytes(250_000);
    });
    assert.deepEqual(printed, [[1600, 0.75]]);
    assert.equal(small.byteLength, 250_000);
  });

  test("is printed next as large as it should fit", () => {
    for (const [first, second] of [
      [500_000, 0.6],
      [700_000, 0.6],
      [2_000_000, 0.5],
      [9_000_000, 0.4],
    ] as const) {
      const printed: number[] = [];
      shrink((_edge_px, quality) => {
        printed.push(quality);
        return bytes(printed.length === 1 ? first : 1);
      });
      assert.deepEqual(printed, [0.75, second]);
    }
  });

  test("is printed smaller and smaller until it fits", () => {
    const printed: number[] = [];
    const small = shrink((edge_px) => {
      printed.push(edge_px);
      return bytes([450_000, 420_000, 400_000][printed.length - 1] ?? 0);
    });
    assert.deepEqual(printed, [1600, 1600, 1280]);
    assert.equal(small.byteLength, 400_000);
  });

  test("that never fits is taken at its smallest: it may be the only proof", () => {
    assert.equal(shrink((edge_px) => bytes(edge_px * 1000)).byteLength, 640_000);
  });

  for (const nothing of [null, bytes(0)]) {
    test(`that comes out as ${nothing?.byteLength ?? nothing} is an error on screen`, () => {
      assert.throws(() => shrink(() => nothing), { code: "photo_unreadable" });
    });
  }

  test("keeps its shape and is never enlarged", () => {
    assert.deepEqual(fit(4000, 3000, 1600), [1600, 1200]);
    assert.deepEqual(fit(3000, 4000, 1600), [1200, 1600]);
    assert.deepEqual(fit(800, 600, 1600), [800, 600]);
    assert.deepEqual(fit(9000, 2, 1600), [1600, 1]);
  });
});
