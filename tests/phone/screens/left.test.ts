/** What is left is counted once, and named for what it is. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { sayLeft } from "../../../static/phone/screens/left.ts";

suite("what is left", () => {
  for (const [left, words] of [
    [{}, ""],
    [{ entries: 4 }, "4 条"],
    [{ voices: 1 }, "1 段录音"],
    [{ entries: 4, photos: 2, voices: 1, videos: 3 }, "4 条、2 张照片、1 段录音、3 段录像"],
  ] as const) {
    test(`reads “${words}”`, () => {
      assert.equal(sayLeft({ entries: 0, photos: 0, voices: 0, videos: 0, ...left }), words);
    });
  }
});
