/** Points to visit, and the drawing they lie on. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { findDraft, startPatrol } from "../../static/phone/draft.ts";
import { patrolMaking } from "../../static/phone/makings.ts";
import type { LonLat, Point } from "../../static/phone/model.ts";
import { countVisited, downstream, pointNear } from "../../static/phone/rules/points.ts";
import { HEIGHT, piecesOf, sketchOf, WIDTH } from "../../static/phone/rules/sketch.ts";
import { takeVisitBack, visitPoint } from "../../static/phone/visits.ts";
import { makePen, START } from "./builders.ts";

const BANK: LonLat = [112880000, 35430000];
const near = (id: string, north_e6: number): Point => ({
  id,
  name: id,
  kind: "outlet",
  at: [BANK[0], BANK[1] + north_e6],
});
const POINTS = [near("far", 900), near("nearer", 100), near("near", 300)];
const place = (accuracy_m: number) => ({ at: BANK, accuracy_m, heading_deg: null });

suite("a visit", () => {
  test("is noted with its time, once, and can be taken back", async () => {
    const pen = makePen();
    await startPatrol(pen, START);
    pen.clock.move(60_000);
    await visitPoint(pen, "outlet");
    pen.clock.move(60_000);
    await visitPoint(pen, "outlet");
    await visitPoint(pen, "board");
    const draft = await takeVisitBack(pen, "board");
    assert.deepEqual(draft.visits, [{ point_id: "outlet", elapsed_ms: 60_000 }]);
    assert.deepEqual(patrolMaking(pen, draft, null).body.visits, draft.visits);
  });

  test("of a walk that an older version began is none", async () => {
    const pen = makePen();
    const { visits: _visits, ...old } = await startPatrol(pen, START);
    assert.deepEqual(patrolMaking(pen, old, null).body.visits, []);
    assert.notEqual(await findDraft(pen), null);
  });

  test("is suggested at the nearest point not visited, within 50 m of an accurate place", () => {
    assert.equal(pointNear(POINTS, [], place(8))?.id, "nearer");
    const visits = [{ point_id: "nearer", elapsed_ms: 0 }];
    assert.equal(pointNear(POINTS, visits, place(8))?.id, "near");
    assert.equal(pointNear([near("far", 900)], [], place(8)), null);
    assert.equal(pointNear(POINTS, [], place(31)), null);
    assert.equal(pointNear(POINTS, [], null), null);
    assert.equal(pointNear([{ ...near("board", 0), at: null }], [], place(8)), null);
    assert.equal(countVisited(POINTS, [...visits, { point_id: "elsewhere", elapsed_ms: 0 }]), 1);
  });
});

test("points are numbered as one comes to them, those without a place last", () => {
  const line: LonLat[] = [0, 300, 600, 900].map((north) => [BANK[0], BANK[1] + north]);
  const nowhere = { ...near("board", 0), at: null };
  const order = downstream([nowhere, ...POINTS], line).map(({ id }) => id);
  assert.deepEqual(order, ["nearer", "near", "far", "board"]);
});

suite("the drawing", () => {
  test("holds all places within its edges, north up and in proportion", () => {
    const sketch = sketchOf([BANK, [BANK[0], BANK[1] + 9000], [BANK[0] + 3000, BANK[1]]]);
    const south = sketch?.spot(BANK) ?? [0, 0];
    const north = sketch?.spot([BANK[0], BANK[1] + 9000]) ?? [0, 0];
    for (const [x, y] of [south, north])
      assert.ok(x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT, `${x},${y}`);
    assert.ok(north[1] < south[1]);
    const tall_m = (south[1] - north[1]) / (sketch?.per_m ?? 1);
    assert.ok(Math.abs(tall_m - 1000.8) < 5, String(tall_m));
  });

  test("of one place is that place in the middle, of none there is none", () => {
    assert.deepEqual(sketchOf([BANK])?.spot(BANK), [WIDTH / 2, HEIGHT / 2]);
    assert.equal(sketchOf([]), null);
  });

  test("of a track is cut at a gap and leaves out what is not accurate", () => {
    const [lon, lat] = BANK;
    const pieces = piecesOf([
      [lon, lat, 8, 0],
      [lon, lat, 900, 60_000],
      [lon, lat, 8, 120_000],
      [lon, lat, 8, 400_000],
    ]);
    assert.deepEqual(
      pieces.map((piece) => piece.length),
      [2, 1],
    );
  });
});
