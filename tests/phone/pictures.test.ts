/** Pictures are let go of by their hash only; others' pictures come as copies with the plan. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { KeptMedium } from "../../static/phone/outbox.ts";
import { deliverMedia } from "../../static/phone/pictures.ts";
import { purge } from "../../static/phone/purge.ts";
import { listFiled, listMedia, NOW_MS } from "./builders.ts";
import { carried, countCalls, fileCure, makePhone, mediaStates, states } from "./delivery.ts";
import { problem } from "./server.ts";

const DAY_MS = 86_400_000;

const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0);

suite("pictures", () => {
  test("go after their entry, smallest first, and are let go of by their hash", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000, 4000, 1000, 3000, 2000);
    const sent: number[] = [];
    phone.server.mischief = (_path, init) => {
      if (carried(init) > 0) sent.push(carried(init));
      return null;
    };
    await phone.sync.run("now");
    assert.deepEqual(sent.slice(0, 4), [1000, 2000, 3000, 4000]);
    assert.equal(sum(sent.slice(4)), 300_000);
    assert.deepEqual(new Set(await mediaStates(phone)), new Set(["stored"]));
    assert.equal(phone.server.stored.size, 5);
  });

  test("tell how far they have come", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    const [picture] = await listMedia(phone.pen);
    const sent: number[] = [];
    phone.hear = ({ progress }) => {
      if (progress?.sha256 === picture?.sha256 && progress?.bytes === 300_000)
        sent.push(progress.sent_bytes);
    };
    await phone.sync.run("now");
    assert.deepEqual([...new Set(sent)], [0, 65_000, 300_000]);
    assert.equal(phone.sync.state().progress, null);
  });

  test("go on where they broke off", async () => {
    const phone = makePhone();
    await fileCure(phone, 600_000);
    let pieces = 0;
    phone.server.mischief = (_path, init) => {
      if (init.method === "HEAD" && pieces === 2) return "dead";
      if (init.method !== "PATCH") return null;
      pieces += 1;
      return pieces === 2 ? "lost" : null;
    };
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
    phone.server.mischief = (_path, init) => {
      pieces += Number(init.method === "PATCH");
      return null;
    };
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(pieces, 4);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 1);
  });

  test("begin anew when the server forgot the upload", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    phone.server.mischief = (_path, init) => (init.method === "PATCH" ? "dead" : null);
    await phone.sync.run("now");
    phone.server.uploads.clear();
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
  });

  test("already there are not sent twice", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    const [picture] = await listMedia(phone.pen);
    phone.server.stored.add(picture?.sha256 ?? "");
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
  });

  test("are not let go of because the upload went well: the server must list the hash", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (_path, init) =>
      carried(init) > 0
        ? { status: 201, headers: { Location: "/api/v1/media/x", "Upload-Offset": "1000" } }
        : null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("of an entry that is not in the ledger yet wait", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await deliverMedia(phone.courier, {
      all: true,
      videos: true,
      tried: new Set(),
      tell: () => undefined,
    });
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("one that can never arrive is set aside, the others go", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    phone.server.mischief = (_path, init) =>
      new Headers(init.headers).get("Upload-Length") === "1000"
        ? problem(422, "picture_broken", false)
        : null;
    await phone.sync.run("now");
    const parked = (await listMedia(phone.pen)).filter(
      (kept: KeptMedium) => kept.state === "parked",
    );
    assert.deepEqual(
      parked.map((kept) => [kept.bytes, kept.fault?.code]),
      [[1000, "picture_broken"]],
    );
    assert.equal(phone.server.stored.size, 1);
  });

  test("whose bytes went bad on the phone are never sent", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    const [picture] = await listMedia(phone.pen);
    const rotten = { type: "image/jpeg", bytes: new ArrayBuffer(1000) };
    await phone.pen.store.write((tx) => tx.objectStore("blobs").put(rotten, picture?.sha256 ?? ""));
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["parked"]);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
  });

  test("stay seven days after they are stored, entries sixty", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await phone.sync.run("now");
    await purge(phone.pen.store, NOW_MS + 6 * DAY_MS, NOW_MS + 6 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 1);
    await purge(phone.pen.store, NOW_MS + 8 * DAY_MS, NOW_MS + 8 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 0);
    assert.equal(await phone.pen.store.read((tx) => tx.objectStore("blobs").count()), 0);
    assert.equal((await listFiled(phone.pen)).length, 1);
    await purge(phone.pen.store, NOW_MS + 61 * DAY_MS, NOW_MS + 61 * DAY_MS);
    assert.equal((await listFiled(phone.pen)).length, 0);
  });

  test("in wait are never swept away, however old", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await purge(phone.pen.store, NOW_MS + 400 * DAY_MS, NOW_MS + 400 * DAY_MS);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
    assert.deepEqual(await states(phone), ["waiting"]);
  });
});
