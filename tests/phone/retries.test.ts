/** What fails is tried again, more and more seldom, and not for ever; a clock set right holds nothing back. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type KeptMedium, unpark } from "../../static/phone/outbox.ts";
import { failedAgain, isDue, isHopeless, pauseMs } from "../../static/phone/rules/retries.ts";
import { listFiled, listMedia } from "./builders.ts";
import { countCalls, file, fileCure, makePhone, mediaStates, states } from "./delivery.ts";
import { problem } from "./server.ts";

const HOUR_MS = 3_600_000;
const NEVER = { fault: null };
const BUSY = { code: "busy", detail: "" };

suite("a pause", () => {
  test("doubles up to its longest, and chance makes it up to a half shorter", () => {
    const pauses = { first_ms: 1000, longest_ms: 60_000 };
    assert.deepEqual(
      [0, 1, 2, 6, 60].map((failures) => pauseMs(failures, pauses, 1)),
      [1000, 2000, 4000, 60_000, 60_000],
    );
    assert.equal(pauseMs(0, pauses, 0), 500);
  });

  test("of one thing grows while the same goes wrong, and begins anew with another fault", () => {
    const when = { now_ms: 0, random: 1, pauses: true };
    const once = failedAgain(NEVER, BUSY, when);
    assert.deepEqual(once, { tries: 1, next_at: 60_000, fault: BUSY });
    const twice = failedAgain(once, BUSY, when);
    assert.deepEqual([twice.tries, twice.next_at], [2, 120_000]);
    const other = failedAgain(twice, { code: "other", detail: "" }, when);
    assert.deepEqual([other.tries, other.next_at], [1, 60_000]);
    assert.equal(failedAgain(twice, BUSY, { ...when, pauses: false }).next_at, null);
  });

  test("set while the clock was wrong holds nothing back", () => {
    const tried = { ...NEVER, next_at: 10 * HOUR_MS };
    assert.equal(isDue(tried, 9 * HOUR_MS), false);
    assert.equal(isDue(tried, 10 * HOUR_MS), true);
    assert.equal(isDue(tried, 3 * HOUR_MS), true);
    assert.equal(isDue(NEVER, 0), true);
  });

  test("is the last after ten failures in a row", () => {
    assert.equal(isHopeless({ ...NEVER, tries: 9 }), false);
    assert.equal(isHopeless({ ...NEVER, tries: 10 }), true);
  });
});

suite("what the server will not have yet", () => {
  test("is not asked for at each delivery, but at once when somebody asks", async () => {
    const phone = makePhone();
    const [kept] = await file(phone);
    phone.server.refusals.set(kept?.id ?? "", { code: "unknown_kind", keep: true });
    await phone.sync.run("now");
    const calls = () => phone.server.parcels.filter((one) => (one.entries as []).length > 0).length;
    assert.deepEqual(
      (await listFiled(phone.pen)).map(({ tries, next_at }) => [tries, next_at]),
      [[1, phone.clock.now() + 60_000]],
    );
    phone.clock.move(59_000);
    await phone.sync.run("timer");
    assert.equal(calls(), 1);
    await phone.sync.run("now");
    assert.equal(calls(), 2);
    phone.clock.move(121_000);
    await phone.sync.run("timer");
    assert.equal(calls(), 3);
  });

  test("waits for its author however often another is logged in, without a pause", async () => {
    const phone = makePhone();
    const [kept] = await file(phone);
    phone.server.refusals.set(kept?.id ?? "", { code: "not_author", keep: true });
    for (let round = 0; round < 20; round += 1) await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    phone.server.refusals.clear();
    await phone.sync.run("timer");
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("is set aside after ten tries, and goes afresh when somebody asks", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path, { method }) =>
      path.startsWith("/api/v1/media") && method !== "HEAD"
        ? problem(422, "media_hash_mismatch", true)
        : null;
    for (let round = 0; round < 9; round += 1) await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["parked"]);
    const sent = countCalls(phone, "POST /api/v1/media");
    await phone.sync.run("now");
    assert.deepEqual([sent, countCalls(phone, "POST /api/v1/media")], [10, 10]);
    phone.server.mischief = () => null;
    const [picture] = (await listMedia(phone.pen)) as [KeptMedium];
    await unpark(phone.pen.store, picture.sha256);
    await phone.sync.run("timer");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
  });
});

suite("what the network breaks off", () => {
  test("gives way to the other pictures the next time, and is never set aside", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    phone.server.mischief = (_path, init) =>
      (init.body as ArrayBuffer | undefined)?.byteLength === 1000 ? "dead" : null;
    for (let round = 0; round < 12; round += 1) await phone.sync.run("now");
    const held = (await listMedia(phone.pen)).sort((a, b) => a.bytes - b.bytes);
    assert.deepEqual(
      held.map(({ state, tries = 0, fault }) => [state, tries, fault?.code]),
      [
        ["waiting", 12, "unreachable"],
        ["stored", 0, undefined],
      ],
    );
  });
});
