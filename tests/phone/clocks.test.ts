/** A phone in 1970 or in 2099 loses nothing and holds nothing back (F08). */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { addDeedPhoto, fileDeed, openDeed } from "../../static/phone/deeds.ts";
import { startPatrol } from "../../static/phone/draft.ts";
import {
  isLongUnsent,
  isUnsent,
  listEntries,
  pendingOf,
  readOutbox,
} from "../../static/phone/outbox.ts";
import { purge } from "../../static/phone/purge.ts";
import { msOf } from "../../static/phone/rules/times.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import { addPhoto } from "../../static/phone/slots.ts";
import {
  APPOINTMENT,
  keepPhoto,
  keepPicture,
  listFiled,
  listMedia,
  makePlanProblem,
  NOW_MS,
  START,
} from "./builders.ts";
import {
  countCalls,
  file,
  fileCure,
  makePhone,
  mediaStates,
  type Phone,
  states,
} from "./delivery.ts";

const DAY_MS = 86_400_000;
const IN_1970 = 3_600_000;
const IN_2099 = msOf("2099-01-01T00:00:00.000+08:00");

/** Set the wall clock, as somebody does in the settings. */
const setClock = (phone: Phone, at_ms: number): void =>
  phone.clock.sleep(at_ms - phone.clock.now());

for (const [year, at_ms] of [
  ["1970", IN_1970],
  ["before 1970", -DAY_MS],
  ["2099", IN_2099],
] as const) {
  suite(`a phone in ${year}`, () => {
    test("files, sends, and is let go of by the server's time", async () => {
      const phone = makePhone();
      setClock(phone, at_ms);
      await fileCure(phone, 1000);
      assert.equal((await phone.pen.store.read((tx) => listEntries(tx, "waiting"))).length, 1);
      await phone.sync.run("timer");
      assert.deepEqual([await states(phone), await mediaStates(phone)], [["accepted"], ["stored"]]);
      const [picture] = await listMedia(phone.pen);
      assert.equal(picture?.stored_at, msOf(phone.server.server_time));
      setClock(phone, NOW_MS + 6 * DAY_MS);
      await purge(phone.pen.store, phone.clock.now(), phone.clock.now());
      assert.equal((await listMedia(phone.pen)).length, 1);
      setClock(phone, NOW_MS + 59 * DAY_MS);
      await purge(phone.pen.store, phone.clock.now(), phone.clock.now());
      assert.deepEqual(
        [(await listFiled(phone.pen)).length, (await listMedia(phone.pen)).length],
        [1, 0],
      );
      setClock(phone, NOW_MS + 62 * DAY_MS);
      await purge(phone.pen.store, phone.clock.now(), phone.clock.now());
      assert.equal((await listFiled(phone.pen)).length, 0);
    });

    test("is set right and goes on sending at once, in the order of its book", async () => {
      const phone = makePhone();
      setClock(phone, at_ms);
      await file(phone, 2);
      phone.server.mischief = () => "dead";
      for (let round = 0; round < 12; round += 1) await phone.sync.run("now");
      setClock(phone, NOW_MS);
      await file(phone);
      phone.server.mischief = () => null;
      await phone.sync.run("timer");
      assert.deepEqual(
        phone.server.entries.map((entry) => entry.device_seq),
        [1, 2, 3],
      );
    });

    test("asks for its plan again once its clock is right", async () => {
      const phone = makePhone();
      setClock(phone, at_ms);
      await phone.sync.run("timer");
      setClock(phone, NOW_MS);
      await phone.sync.run("timer");
      assert.equal(countCalls(phone, "GET /api/v1/changes?since=…"), 1);
    });
  });
}

suite("names", () => {
  test("are well formed and in the order of a clock that only goes on", () => {
    const names = [-DAY_MS, 0, IN_1970, NOW_MS, IN_2099, 2 ** 48 - 1].map((ms) => uuid7(ms));
    for (const name of names) assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
    const later = names.slice(2);
    assert.deepEqual([...later].sort(), later);
  });
});

suite("a clock that jumps", () => {
  test("into the future sweeps nothing away, whichever it is", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await phone.sync.run("now");
    for (const [server_ms, phone_ms] of [
      [NOW_MS, IN_2099],
      [IN_2099, NOW_MS],
    ] as const) {
      await purge(phone.pen.store, server_ms, phone_ms);
      assert.deepEqual([await states(phone), await mediaStates(phone)], [["accepted"], ["stored"]]);
    }
  });

  test("between the shutter and the slot loses no picture", async () => {
    const phone = makePhone();
    setClock(phone, IN_1970);
    await startPatrol(phone.pen, START);
    const picture = await keepPicture(phone.pen, "scene");
    setClock(phone, NOW_MS);
    await purge(phone.pen.store, NOW_MS, NOW_MS);
    await addPhoto(phone.pen, { on: "scene" }, picture);
    await purge(phone.pen.store, NOW_MS + 30 * DAY_MS, NOW_MS + 30 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 1);
  });

  test("sweeps no unsent picture away that was a stray before it was filed", async () => {
    const phone = makePhone();
    const deed = await openDeed(phone.pen, "problem.handled", makePlanProblem(), APPOINTMENT);
    const picture = await keepPicture(phone.pen, "after", 10);
    await purge(phone.pen.store, NOW_MS, NOW_MS);
    await addDeedPhoto(phone.pen, deed.key, picture);
    await fileDeed(phone.pen, deed);
    const later = NOW_MS + 30 * DAY_MS;
    await purge(phone.pen.store, later, later);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("leaves a stray its day again when it is taken in anew", async () => {
    const phone = makePhone();
    const bytes = new ArrayBuffer(10);
    const facts = { role: "scene", source: "picked", place: null } as const;
    await keepPhoto(phone.pen, bytes, facts);
    await purge(phone.pen.store, NOW_MS, NOW_MS);
    await keepPhoto(phone.pen, bytes, facts);
    const later = NOW_MS + 3 * DAY_MS;
    await purge(phone.pen.store, later, later);
    assert.equal((await listMedia(phone.pen)).length, 1);
    await purge(phone.pen.store, later + 2 * DAY_MS, later + 2 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 0);
  });
});

suite("what has not been sent for more than a day", () => {
  async function isLong(phone: Phone, later_ms: number): Promise<boolean> {
    const { entries, media } = await phone.pen.store.read((tx) => readOutbox(tx, 0));
    const waiting = new Set(media.filter(isUnsent).map(({ sha256 }) => sha256));
    return isLongUnsent(entries, waiting, NOW_MS + later_ms);
  }

  test("is known by the phone's clock, be it text or pictures only, and also when that was ahead", async () => {
    const phone = makePhone();
    assert.equal(await isLong(phone, 9 * DAY_MS), false);
    await fileCure(phone, 1000);
    assert.equal(await isLong(phone, DAY_MS), false);
    assert.equal(await isLong(phone, DAY_MS + 1), true);
    assert.equal(await isLong(phone, -2 * DAY_MS), true);
    phone.server.mischief = (path) => (path.endsWith("/media") ? "dead" : null);
    await phone.sync.run("now");
    assert.equal(await isLong(phone, DAY_MS + 1), true);
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.equal(await isLong(phone, DAY_MS + 1), false);
  });
});

suite("an entry", () => {
  test("stays as long as one of its pictures has not arrived", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path) => (path.endsWith("/media") ? "dead" : null);
    await phone.sync.run("now");
    const later = NOW_MS + 90 * DAY_MS;
    await purge(phone.pen.store, later, later);
    assert.deepEqual(await states(phone), ["accepted"]);
    const outbox = await phone.pen.store.read((tx) => readOutbox(tx));
    assert.equal(pendingOf(outbox).media, 1);
  });
});
