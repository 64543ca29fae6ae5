/** What goes first: text at any time, then photos from the smallest, then videos; and what makes a delivery begin. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { addDeedPhoto, fileDeed, openDeed } from "../../static/phone/deeds.ts";
import { inTurn, syncLock } from "../../static/phone/locks.ts";
import { readOutbox } from "../../static/phone/outbox.ts";
import {
  APPOINTMENT,
  keepPicture,
  listFiled,
  listMedia,
  makePlanProblem,
  STORED_PICTURE,
} from "./builders.ts";
import {
  carried,
  countCalls,
  file,
  fileCure,
  makePhone,
  mediaStates,
  type Phone,
  states,
} from "./delivery.ts";
import { problem } from "./server.ts";
import { hold, pass } from "./stuck.ts";

/** File a cure with one medium of this type. */
async function fileMedium(phone: Phone, type: string, size_bytes: number): Promise<void> {
  const deed = await openDeed(phone.pen, "problem.handled", makePlanProblem(), APPOINTMENT);
  const kept = await keepPicture(phone.pen, "after", size_bytes, type);
  await addDeedPhoto(phone.pen, deed.key, kept);
  await fileDeed(phone.pen, deed);
}

/** The calls that bring something to the server, pictures by their size. */
function listBrought(phone: Phone): (string | number)[] {
  const brought: (string | number)[] = [];
  phone.server.mischief = (path, init) => {
    if (carried(init) > 0) brought.push(carried(init));
    const { entries = [] } = path.endsWith("/entries") ? JSON.parse(String(init.body)) : {};
    if (entries.length > 0) brought.push("text");
    return null;
  };
  return brought;
}

suite("the order", () => {
  test("is text, then photos and recordings from the smallest, then videos", async () => {
    const phone = makePhone();
    await fileMedium(phone, "video/mp4", 500);
    await fileMedium(phone, "audio/webm", 2000);
    await fileMedium(phone, "image/jpeg", 3000);
    await fileMedium(phone, "image/jpeg", 1000);
    const brought = listBrought(phone);
    await phone.sync.run("now");
    assert.deepEqual(brought, ["text", 1000, 2000, 3000, 500]);
  });

  test("lets text that is filed meanwhile go before the next picture and the next piece", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 200_000);
    const brought = listBrought(phone);
    phone.hang = (path, init) =>
      [1000, 65_000].includes(carried(init))
        ? file(phone).then(() => phone.server.fetch(path, init))
        : null;
    await phone.sync.run("now");
    assert.deepEqual(brought, ["text", 1000, "text", 65_000, "text", 135_000]);
  });

  test("has the server say what has arrived after every few pictures", async () => {
    const phone = makePhone();
    await fileCure(phone, ...Array.from({ length: 12 }, (_, n) => 1000 + n));
    const waiting: number[] = [];
    phone.server.mischief = (path, init) => {
      if (path.endsWith("/entries")) waiting.push(JSON.parse(String(init.body)).pending.media);
      return null;
    };
    await phone.sync.run("now");
    assert.deepEqual(waiting, [12, 12, 12, 7, 2, 0]);
  });

  test("leaves videos where they are unless they are wanted", async () => {
    const phone = makePhone();
    phone.mayVideos = false;
    await fileMedium(phone, "video/mp4", 500);
    await fileMedium(phone, "image/jpeg", 1000);
    await phone.sync.run("now");
    assert.deepEqual((await mediaStates(phone)).sort(), ["stored", "waiting"]);
    phone.mayVideos = true;
    await phone.sync.run("timer");
    assert.deepEqual(await mediaStates(phone), ["stored", "stored"]);
  });
});

/** What is read of the pictures' bytes, by hash, as it is read. */
function listRead(phone: Phone): string[] {
  const { store } = phone.pen;
  const read = store.read.bind(store);
  const hashes: string[] = [];
  const watch = (objects: object) =>
    new Proxy(objects, {
      get: (of, name) => (hash: string) => {
        hashes.push(name === "get" ? hash : String(name));
        return Reflect.get(of, name).call(of, hash);
      },
    });
  store.read = (work) =>
    read((tx) => {
      const objectStore = (name: "blobs") =>
        name === "blobs" ? watch(tx.objectStore(name)) : tx.objectStore(name);
      return work({ objectStore } as unknown as typeof tx);
    });
  return hashes;
}

suite("memory", () => {
  test("holds one picture's bytes at a time, and counting loads none", async () => {
    const phone = makePhone();
    await fileCure(phone, ...Array.from({ length: 20 }, (_, n) => 1000 + n));
    const read = listRead(phone);
    await phone.pen.store.read((tx) => readOutbox(tx));
    assert.deepEqual(read, []);
    const sent: number[] = [];
    phone.server.mischief = (_path, init) => {
      if (carried(init) > 0) sent.push(read.length);
      return null;
    };
    await phone.sync.run("timer");
    assert.deepEqual(
      sent,
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });
});

suite("a picture", () => {
  test("goes also when its entry went so long ago that the phone let go of it", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path) => (path.endsWith("/media") ? "dead" : null);
    await phone.sync.run("now");
    await phone.pen.store.write((tx) => tx.objectStore("entries").clear());
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
  });

  test("that two entries name goes with the one that is in", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    const [refused] = await listFiled(phone.pen);
    const { media } = refused?.entry ?? {};
    phone.server.refusals.set(refused?.id ?? "", { code: "bad_shape", keep: false });
    await file(phone, 1, { media: media ?? [] });
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["parked", "accepted"]);
    assert.deepEqual(await mediaStates(phone), ["stored"]);
  });

  test("that the phone cannot read stops itself only", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    const [first] = (await listMedia(phone.pen)).sort((a, b) => a.bytes - b.bytes);
    const { store } = phone.pen;
    const read = store.read.bind(store);
    let isBroken = true;
    const spoil = (objects: object) =>
      new Proxy(objects, {
        get: (of, name) => (name === "get" ? getSpoilt(of) : Reflect.get(of, name).bind(of)),
      });
    const getSpoilt = (of: object) => (hash: string) =>
      isBroken && hash === first?.sha256
        ? Promise.reject(new DOMException("", "NotReadableError"))
        : (of as { get(hash: string): unknown }).get(hash);
    store.read = (work) =>
      read((tx) => {
        const objectStore = (name: "blobs") => {
          const objects = tx.objectStore(name);
          return name === "blobs" ? spoil(objects) : objects;
        };
        return work({ objectStore } as unknown as typeof tx);
      });
    await phone.sync.run("now");
    const after = (await listMedia(phone.pen)).sort((a, b) => a.bytes - b.bytes);
    assert.deepEqual(
      after.map(({ state, fault }) => [state, fault?.code]),
      [
        ["waiting", "photo_unreadable"],
        ["stored", undefined],
      ],
    );
    isBroken = false;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored", "stored"]);
  });
});

suite("a server without room for pictures", () => {
  const full = {
    ...problem(507, "storage_full", true),
    headers: { "Content-Type": "application/problem+json", "Retry-After": "600" },
  };

  test("is left alone with them as long as it asks, while text goes on", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (path) => (path.endsWith("/media") ? full : null);
    await phone.sync.run("hope");
    assert.deepEqual([await states(phone), await mediaStates(phone)], [["accepted"], ["waiting"]]);
    assert.equal(phone.sync.state().last_fault, "storage_full");
    assert.equal(phone.sync.state().last_ok_at, null);
    assert.deepEqual(phone.server.parcels.at(-1)?.pending, {
      entries: 0,
      media: 1,
      oldest_at: null,
      days: [],
    });
    await file(phone);
    await phone.sync.run("hope");
    assert.deepEqual(await states(phone), ["accepted", "accepted"]);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 1);
    assert.equal(phone.sync.state().last_fault, "storage_full");
    phone.clock.move(601_000);
    phone.server.mischief = () => null;
    await phone.sync.run("timer");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(phone.sync.state().last_fault, null);
  });
});

suite("a delivery", () => {
  test("begins for a hope in spite of our own pause, for a person in spite of the server", async () => {
    const phone = makePhone();
    await file(phone);
    phone.server.mischief = () => "dead";
    await phone.sync.run("timer");
    const calls = phone.server.calls.length;
    await phone.sync.run("timer");
    assert.equal(phone.server.calls.length, calls);
    phone.server.mischief = () => ({
      ...problem(503, "busy", true),
      headers: { "Content-Type": "application/problem+json", "Retry-After": "60" },
    });
    await phone.sync.run("hope");
    const asked = phone.server.calls.length;
    assert.ok(asked > calls);
    await phone.sync.run("hope");
    assert.equal(phone.server.calls.length, asked);
    await phone.sync.run("now");
    assert.ok(phone.server.calls.length > asked);
  });

  test("that another tab or the worker is at is waited for by a hope, for it may fail", async () => {
    const phone = makePhone();
    await file(phone);
    let fail: () => void = () => undefined;
    const name = syncLock(phone.pen.store.person_id);
    const other = inTurn(undefined, name, () => new Promise<void>((end) => (fail = end)));
    await phone.sync.run("timer");
    const hoped = phone.sync.run("signal");
    assert.deepEqual(await states(phone), ["waiting"]);
    fail();
    await Promise.all([other, hoped]);
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("ends with a fault where the phone's own store does not answer, and is tried again", async (t) => {
    const phone = makePhone();
    await file(phone);
    const letGo = await hold(phone.pen.store.name);
    t.mock.timers.enable({ apis: ["setInterval"] });
    const ended = phone.sync.run("hope");
    await pass(t, 25);
    await ended;
    const { last_fault, next_at, running } = phone.sync.state();
    assert.deepEqual([last_fault, running], ["storage_stuck", false]);
    assert.ok((next_at ?? 0) > phone.clock.now());
    letGo();
    await phone.sync.run("hope");
    assert.deepEqual([await states(phone), phone.server.entries.length], [["accepted"], 1]);
  });

  test("that hangs is broken off when the signal comes back, and what waits goes at once", async () => {
    const phone = makePhone();
    await file(phone);
    let begun: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const hang = new Map([["once", true]]);
    phone.hang = (_path, init) => {
      if (!hang.delete("once")) return null;
      begun();
      return new Promise((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(new TypeError("aborted")));
      });
    };
    const delivery = phone.sync.run("timer");
    await hanging;
    await phone.sync.run("signal");
    await delivery;
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("with nothing to say has not heard the server, and does not say so", async () => {
    const phone = makePhone();
    await phone.sync.run("now");
    const heard = phone.sync.state().last_ok_at;
    const calls = phone.server.calls.length;
    phone.clock.move(60_000);
    await phone.sync.run("timer");
    assert.equal(phone.server.calls.length, calls);
    assert.equal(phone.sync.state().last_ok_at, heard);
  });

  test("pictures for looking at that are not ready hold nothing up", async () => {
    const phone = makePhone();
    phone.server.plan = {
      ...phone.server.plan,
      problems: [makePlanProblem({ media: [STORED_PICTURE] })],
    };
    phone.server.mischief = (path) =>
      path.includes("size=view") ? problem(503, "busy", true) : null;
    await phone.sync.run("hope");
    assert.equal(phone.sync.state().last_fault, null);
    assert.equal(countCalls(phone, `GET /api/v1/media/${STORED_PICTURE.sha256}?size=view`), 1);
    await phone.sync.run("timer");
    assert.equal(countCalls(phone, `GET /api/v1/media/${STORED_PICTURE.sha256}?size=view`), 1);
    phone.clock.move(6000);
    await phone.sync.run("timer");
    assert.equal(countCalls(phone, `GET /api/v1/media/${STORED_PICTURE.sha256}?size=view`), 2);
  });
});
