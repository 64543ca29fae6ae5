/** Uploads get through whatever the network does to them, in pieces of the size it carries. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Api } from "../../static/phone/api.ts";
import { Pace } from "../../static/phone/pace.ts";
import { listMedia } from "./builders.ts";
import { carried, countCalls, fileCure, makePhone, mediaStates, type Phone } from "./delivery.ts";
import { problem } from "./server.ts";

const PATCH = "PATCH /api/v1/media/uploads/…";
const HEAD = "HEAD /api/v1/media/uploads/…";
const POST = "POST /api/v1/media";

/** From the n-th request that carries a piece on, so many of them fare like this. */
function spoilPieces(phone: Phone, from: number, count: number, fate: ReturnType<Spoil>): void {
  let pieces = 0;
  phone.server.mischief = (_path, init) => {
    if (carried(init) === 0) return null;
    pieces += 1;
    return pieces >= from && pieces < from + count ? fate : null;
  };
}
type Spoil = Phone["server"]["mischief"];

const either =
  (one: Spoil, other: Spoil): Spoil =>
  (...request) =>
    one(...request) ?? other(...request);

suite("an upload", () => {
  test("of a small picture is one request, with its announcement and its checksum", async () => {
    const phone = makePhone();
    await fileCure(phone, 60_000);
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.deepEqual([countCalls(phone, POST), countCalls(phone, PATCH)], [1, 0]);
    const [picture] = await listMedia(phone.pen);
    assert.equal(picture?.upload_url, null);
  });

  for (const [fate, words] of [
    ["dead", "a piece that did not get there"],
    ["lost", "a piece whose answer was lost"],
    [problem(409, "wrong_offset", true), "a wrong offset"],
    [problem(460, "checksum_mismatch", true), "a piece damaged on its way"],
  ] as const) {
    test(`goes on after ${words}, in the same delivery`, async () => {
      const phone = makePhone();
      await fileCure(phone, 600_000);
      spoilPieces(phone, 2, 1, fate);
      await phone.sync.run("now");
      assert.deepEqual(await mediaStates(phone), ["stored"]);
      assert.deepEqual([countCalls(phone, POST), countCalls(phone, HEAD)], [1, 1]);
      assert.equal(phone.sync.state().last_fault, null);
    });
  }

  test("begins anew, in the same delivery, where the server no longer knows it", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    let pieces = 0;
    phone.server.mischief = (_path, init) => {
      pieces += Number(init.method === "PATCH");
      if (pieces === 2) phone.server.uploads.clear();
      return null;
    };
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(countCalls(phone, POST), 2);
  });

  test("that comes no further is given up for this time", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    spoilPieces(phone, 2, 100, problem(460, "checksum_mismatch", true));
    await phone.sync.run("now");
    const [picture] = await listMedia(phone.pen);
    assert.deepEqual(
      [picture?.state, picture?.tries, picture?.fault?.code],
      ["waiting", 1, "checksum_mismatch"],
    );
    assert.equal(countCalls(phone, PATCH), 4);
  });

  test("whose place nobody may ask for without a login waits for one", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    spoilPieces(phone, 2, 100, "dead");
    phone.server.mischief = either(phone.server.mischief, (_path, { method }) =>
      method === "HEAD" ? problem(401, "login_required", true) : null,
    );
    await phone.sync.run("now");
    assert.deepEqual([phone.sync.state().session, phone.sync.state().reachable], ["out", true]);
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(countCalls(phone, POST), 1);
  });

  test("that may have arrived is announced before its bytes go again", async () => {
    const phone = makePhone();
    await fileCure(phone, 60_000);
    spoilPieces(phone, 1, 1, "lost");
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.deepEqual([countCalls(phone, POST), countCalls(phone, PATCH)], [2, 0]);
  });
});

suite("the pace", () => {
  test("begins with what 32 kbit/s carry in time", () => {
    const pace = new Pace();
    assert.ok(pace.piece_bytes >= 64_000);
    assert.ok(pace.limit_ms(pace.piece_bytes) > pace.piece_bytes / 4);
  });

  test("follows the network up to 256 kB, and down when it stalls", () => {
    const pace = new Pace();
    pace.went(65_000, 1300);
    assert.equal(pace.piece_bytes, 256 * 1024);
    pace.stalled();
    assert.equal(pace.piece_bytes, 125_000);
    for (let round = 0; round < 20; round += 1) pace.stalled();
    assert.equal(pace.piece_bytes, 16 * 1024);
    assert.ok(pace.limit_ms(pace.piece_bytes) > pace.piece_bytes / 1);
    pace.went(100, 5000);
    assert.equal(pace.piece_bytes, 16 * 1024);
  });

  test("a request that stalls is broken off in its time, and the next ones are smaller", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const hang: typeof fetch = (_path, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const api = new Api(hang);
    const before = api.pace.piece_bytes;
    const asked = api.ask("/x", { method: "PATCH", body: new ArrayBuffer(65_000) }, async () => 0);
    t.mock.timers.tick(69_000);
    const first = await Promise.race([asked.catch((fault) => fault.code), "still waiting"]);
    assert.equal(first, "still waiting");
    t.mock.timers.tick(2000);
    await assert.rejects(asked, { code: "timeout" });
    assert.ok(api.pace.piece_bytes < before);
  });

  test("what is broken off because the network came back says nothing about it", async () => {
    const hang: typeof fetch = (_path, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const api = new Api(hang);
    const before = api.pace.piece_bytes;
    const asked = api.ask("/x", { method: "PATCH", body: new ArrayBuffer(65_000) }, async () => 0);
    api.breakOff();
    await assert.rejects(asked, { code: "unreachable" });
    assert.equal(api.pace.piece_bytes, before);
  });
});
