/** A walk as its walker sees it again: all that belongs to it counts, and nothing else. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { addProblem, alterProblem } from "../../../static/phone/draft.ts";
import { addTold } from "../../../static/phone/filing.ts";
import { startPhone } from "../../../static/phone/phone.ts";
import { findRecord } from "../../../static/phone/screens/record.ts";
import { hereOf } from "../../../static/phone/screens/routes.ts";
import { addPhoto } from "../../../static/phone/slots.ts";
import { keepPicture } from "../builders.ts";
import { finish, makeLife, walk } from "../life.ts";

suite("a walk's record", () => {
  test("counts the walk, its problems and each call about them", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    life.online = false;
    await walk(phone);
    const { id } = await addProblem(phone.pen(), 3);
    await alterProblem(phone.pen(), id, { chips: ["household_waste"], cleaned: false });
    const picture = await keepPicture(phone.pen(), "before");
    await addPhoto(phone.pen(), { on: "problem", id, role: "before" }, picture);
    for (const got_through of [false, true])
      await addTold(phone.pen(), id, { whom: "village_chief", way: "call", got_through });
    const patrol_id = phone.snapshot().draft?.patrol_id ?? "";
    await finish(phone, "下雨");
    const here = hereOf(phone.snapshot());
    assert.ok(here !== null);
    assert.equal(findRecord(here, patrol_id)?.unsent, 4);
    assert.deepEqual(here.line.left, { entries: 4, photos: 1, voices: 0, videos: 0 });
  });
});
