/** The picture for the group breaks its lines as Chinese is written. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { wrap } from "../../static/phone/paint.ts";

const LETTER_PX = 60;
const MOST = Math.floor(984 / LETTER_PX);

/** Each letter is equally wide. */
const brush = {
  font: "",
  measureText: (text: string) => ({ width: text.length * LETTER_PX }) as TextMetrics,
};
const wrapped = (text: string): string[] => wrap(brush, text, { font: "" });

suite("a line of the group's picture", () => {
  test("breaks between any two Chinese letters, and after a mark", () => {
    assert.deepEqual(wrapped("水".repeat(MOST + 1)), ["水".repeat(MOST), "水"]);
    assert.deepEqual(wrapped(`${"水".repeat(MOST)}、河`), ["水".repeat(MOST - 1), "水、河"]);
  });

  test("keeps other words whole", () => {
    assert.deepEqual(wrapped("Found and reported"), ["Found and ", "reported"]);
  });
});
