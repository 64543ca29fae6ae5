/** What has not arrived, and how it stands: nothing but a function of the store and of the delivery. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { packUnsent } from "../../static/phone/carry.ts";
import type { Snapshot } from "../../static/phone/phone.ts";
import { groupUnsent } from "../../static/phone/screens/unsent.ts";
import { composeSnapshot, readKept } from "../../static/phone/snapshot.ts";
import { APPOINTMENT, listMedia, NOW_MS, WALKER } from "./builders.ts";
import { file, fileCure, makePhone, type Phone } from "./delivery.ts";
import { problem } from "./server.ts";

const DAY_MS = 86_400_000;
const ONLINE = { online: true, reachable: true, session: "in", running: false } as const;

async function look(phone: Phone, sync: Partial<Snapshot["sync"]> = {}) {
  const now_ms = phone.clock.now();
  const kept = await readKept(phone.pen.store, now_ms);
  const state = { ...phone.sync.state(), ...ONLINE, ...sync };
  const person = { person: WALKER, asked: null, loss: null, free_bytes: null };
  return groupUnsent({ ...composeSnapshot(person, null, kept, state, "go"), now_ms });
}

const standings = (groups: Awaited<ReturnType<typeof look>>) =>
  groups.flatMap(({ entries }) =>
    entries.map(({ standing, media }) => [standing, ...media.map((one) => one.standing)]),
  );

suite("the outbox", () => {
  test("is empty once everything has arrived", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    assert.equal((await look(phone)).length, 1);
    await phone.sync.run("now");
    assert.deepEqual(await look(phone), []);
  });

  test("says of each thing what it waits for", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    assert.deepEqual(standings(await look(phone)), [["queued", "queued", "queued"]]);
    const off = { online: false };
    assert.deepEqual(standings(await look(phone, off)), [["signal", "signal", "signal"]]);
    const out = { session: "out" } as const;
    assert.deepEqual(standings(await look(phone, out)), [["login", "login", "login"]]);
    const busy = { running: true };
    assert.deepEqual(standings(await look(phone, busy)), [["sending", "queued", "queued"]]);
  });

  test("shows how far the picture is that goes just now, and what has arrived beside it", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 400_000);
    const [small, large] = (await listMedia(phone.pen)).sort((a, b) => a.bytes - b.bytes);
    assert.equal(small?.bytes, 1000);
    phone.server.mischief = (_path, { headers }) =>
      new Headers(headers).get("Upload-Length") === "400000"
        ? problem(415, "media_type_unsupported", true)
        : null;
    await phone.sync.run("now");
    const progress = { sha256: String(large?.sha256), sent_bytes: 160_000, bytes: 400_000 };
    const [group] = await look(phone, { running: true, progress });
    const [entry] = group?.entries ?? [];
    assert.equal(entry?.standing, "arrived");
    assert.deepEqual(
      entry?.media.map(({ standing, percent }) => [standing, percent]),
      [
        ["arrived", null],
        ["sending", 40],
      ],
    );
    assert.deepEqual(group?.left, { entries: 0, media: 1, bytes: 400_000, parked: 0 });
  });

  test("tells when a thing that pauses goes next, and puts what needs a hand first", async () => {
    const phone = makePhone();
    const [wait] = await file(phone, 1, { body: { patrol_id: "one" } });
    phone.clock.move(1000);
    await file(phone, 1, { body: { patrol_id: "two" } });
    phone.clock.move(1000);
    const [bad] = await file(phone, 1, { body: { patrol_id: "three" } });
    phone.clock.move(1000);
    phone.server.refusals.set(String(wait?.id), { code: "unknown_kind", keep: true });
    phone.server.refusals.set(String(bad?.id), { code: "bad_shape", keep: false });
    await phone.sync.run("now");
    const groups = await look(phone);
    assert.deepEqual(
      groups.map(({ key, left }) => [key, left.parked]),
      [
        ["three", 1],
        ["one", 0],
      ],
    );
    const [entry] = groups[1]?.entries ?? [];
    assert.equal(entry?.standing, "paused");
    assert.ok((entry?.next_at ?? 0) > phone.clock.now());
    assert.equal(entry?.fault?.code, "unknown_kind");
  });

  test("holds what was told of a problem together with the walk that found it", async () => {
    const phone = makePhone();
    const kind = "problem.reported";
    const [found] = await file(phone, 1, { kind, body: { patrol_id: "one", what: "生活垃圾" } });
    await file(phone, 1, { body: { problem_id: found?.id } });
    await file(phone, 1, { kind: "consent.given" });
    const started_at = "2026-11-20T08:00:00.000+08:00";
    const walk = { patrol_id: "one", reach_id: APPOINTMENT.reach_ids[0], started_at };
    await file(phone, 1, { kind: "patrol.completed", body: walk });
    const groups = await look(phone);
    assert.deepEqual(
      groups.map(({ key, day_on, entries }) => [
        key,
        day_on,
        entries.map(({ kept }) => kept.entry.kind),
      ]),
      [
        ["2026-11-22", "2026-11-22", ["consent.given"]],
        ["one", "2026-11-20", ["patrol.completed", "problem.reported", "problem.told"]],
      ],
    );
  });

  test("still knows an entry of long ago whose picture has not arrived", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path) => (path.startsWith("/api/v1/media") ? "dead" : null);
    await phone.sync.run("now");
    phone.clock.move(9 * DAY_MS);
    assert.deepEqual(standings(await look(phone)), [["arrived", "queued"]]);
  });

  test("a picture whose entry is set aside waits for it", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path) =>
      path.endsWith("/entries")
        ? {
            status: 422,
            body: { code: "bad_shape", status: 422, keep: false, detail: "", title: "" },
          }
        : null;
    await phone.sync.run("now");
    assert.deepEqual(standings(await look(phone)), [["parked", "record"]]);
  });
});

suite("the file of everything unsent", () => {
  const carrier = { person: WALKER, installation_id: "0193a000-0000-7000-8000-0000000000e1" };

  test("holds entries as they would be sent and the bytes of their pictures, and marks nothing as sent", async () => {
    const phone = makePhone();
    await file(phone);
    await phone.sync.run("now");
    await fileCure(phone, 1000, 2000);
    const before = await look(phone);
    const told: number[][] = [];
    const now_ms = NOW_MS;
    const made = await packUnsent(phone.pen.store, { ...carrier, now_ms }, (packed, of) =>
      told.push([packed, of]),
    );
    assert.equal(made.name, "待发送-示例甲-2026-11-22.zip");
    assert.deepEqual(told, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const list = listOf(await made.text());
    assert.equal(list.format, 1);
    assert.deepEqual(list.entries, [before[0]?.entries[0]?.kept.entry]);
    assert.deepEqual(
      new Set(list.media.map(({ sha256 }: { sha256: string }) => sha256)),
      new Set(list.entries[0].media.map(({ sha256 }: { sha256: string }) => sha256)),
    );
    assert.ok(made.size > 3000);
    assert.deepEqual(await look(phone), before);
  });

  test("does not promise a picture whose bytes are gone", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await phone.pen.store.write((tx) => tx.objectStore("blobs").clear());
    const made = await packUnsent(phone.pen.store, { ...carrier, now_ms: NOW_MS }, () => undefined);
    assert.deepEqual(listOf(await made.text()).media, []);
  });
});

/** The list stands in the file as it is, unpacked. */
function listOf(zip: string) {
  const from = zip.indexOf('{"format"');
  return JSON.parse(zip.slice(from, zip.indexOf("]}", zip.lastIndexOf('"media":[')) + 2));
}
