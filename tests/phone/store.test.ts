/** What is stored stays stored: upgrades only add, a lost handle is opened again, two tabs get along. */

import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openDB } from "idb";
import { PhoneFault } from "../../static/phone/faults.ts";
import { Store, UPGRADES } from "../../static/phone/store.ts";
import { makeDraft } from "./builders.ts";
import { hold, pass } from "./stuck.ts";

const put = (store: Store, value: unknown, key = "k") =>
  store.write((tx) => tx.objectStore("meta").put(value, key));
const get = (store: Store, key = "k") => store.read((tx) => tx.objectStore("meta").get(key));

const settled = (written: Promise<unknown>) =>
  written.then(
    () => "stored",
    (fault) => fault.code,
  );

suite("the store", () => {
  test("keeps each person's things apart", async () => {
    const [mine, other] = [new Store("apart-1"), new Store("apart-2")];
    await put(mine, "mine");
    assert.equal(await get(other), undefined);
    assert.equal(await get(new Store("apart-1")), "mine");
  });

  test("writes all or nothing", async () => {
    const store = new Store("whole");
    const torn = store.write(async (tx) => {
      await tx.objectStore("meta").put("half", "k");
      throw new PhoneFault("no_draft");
    });
    await assert.rejects(torn, { code: "no_draft" });
    assert.equal(await get(store), undefined);
  });

  test("opens again when the browser took the handle away", async () => {
    const store = new Store("lost");
    await put(store, 1);
    store.close();
    assert.equal(await get(store), 1);
  });

  test("tries once more when the handle dies under it, and only once", async () => {
    const store = new Store("dies");
    let calls = 0;
    const dying = async () => {
      calls += 1;
      throw new DOMException("Connection lost", "UnknownError");
    };
    await assert.rejects(store.read(dying), { code: "storage_lost" });
    assert.equal(calls, 2);
    calls = 0;
    const once = store.read(async (tx) => {
      calls += 1;
      if (calls === 1) throw new DOMException("closing", "InvalidStateError");
      return tx.objectStore("meta").count();
    });
    assert.equal(await once, 0);
  });

  test("says by name that there is no room", async () => {
    const store = new Store("full");
    const full = store.write(async () => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    await assert.rejects(full, { code: "storage_full" });
  });

  test("an upgrade leaves what waits untouched", async () => {
    const before = new Store("grows");
    const draft = makeDraft();
    await before.write((tx) => tx.objectStore("drafts").put(draft, "patrol"));
    before.close();
    const more = (db: { createObjectStore(name: string): unknown }) => {
      db.createObjectStore("later");
    };
    const after = new Store("grows", [...UPGRADES, more as (typeof UPGRADES)[number]]);
    assert.deepEqual(await after.read((tx) => tx.objectStore("drafts").get("patrol")), draft);
  });

  test("an old tab gives way to an upgrade and is told to load anew", async () => {
    const old = new Store("gives-way");
    await put(old, 1);
    const newer = new Store("gives-way", [...UPGRADES, () => undefined]);
    assert.equal(await get(newer), 1);
    await assert.rejects(put(old, 2), { code: "storage_newer" });
  });

  test("says so when a tab that hangs is in the way of an upgrade", async () => {
    const old = new Store("hangs");
    await put(old, 1);
    old.close();
    const hanging = await openDB("patrol-hangs", 1);
    const newer = new Store("hangs", [...UPGRADES, () => undefined]);
    await assert.rejects(get(newer), { code: "storage_blocked" });
    hanging.close();
    assert.equal(await get(newer), 1);
  });

  test("gives up what the browser does not answer, and it never comes in", async (t) => {
    const store = new Store("stuck");
    await put(store, 1);
    const letGo = await hold("patrol-stuck");
    t.mock.timers.enable({ apis: ["setInterval"] });
    const [written, read] = [settled(put(store, 2)), settled(get(store))];
    await pass(t, 10);
    assert.deepEqual(await Promise.all([written, read]), ["storage_stuck", "storage_stuck"]);
    letGo();
    assert.equal(await get(store), 1);
    await put(store, 3);
    assert.equal(await get(store), 3);
  });

  test("waits for what is only slow: as long as anything is answered nothing is given up", async (t) => {
    const [store, other] = [new Store("slow"), new Store("slow-not")];
    await Promise.all([put(store, 1), put(other, 1)]);
    const letGo = await hold("patrol-slow");
    t.mock.timers.enable({ apis: ["setInterval"] });
    const written = settled(put(store, 2));
    for (let round = 0; round < 3; round += 1) {
      await pass(t, 9);
      await get(other);
    }
    letGo();
    assert.equal(await written, "stored");
    assert.equal(await get(store), 2);
  });

  test("writes nothing twice where the first could not be taken back any longer", async (t) => {
    const store = new Store("unsure");
    await put(store, 1);
    const letGo = await hold("patrol-unsure");
    t.mock.timers.enable({ apis: ["setInterval"] });
    t.mock.method(IDBTransaction.prototype, "abort", () => {
      throw new DOMException("committing", "InvalidStateError");
    });
    const add = () =>
      store.write(async (tx) => {
        const meta = tx.objectStore("meta");
        await meta.put(((await meta.get("k")) as number) + 1, "k");
      });
    const first = settled(add());
    await pass(t, 10);
    assert.equal(await first, "storage_stuck");
    assert.equal(await settled(add()), "storage_stuck");
    letGo();
    assert.equal(await get(store), 2);
    await add();
    assert.equal(await get(store), 3);
  });

  test("gives up a database that does not open, and opens it when it does", async (t) => {
    const store = new Store("opens-late");
    t.mock.timers.enable({ apis: ["setInterval"] });
    const open = t.mock.method(indexedDB, "open", () => new IDBOpenDBRequest());
    const written = settled(put(store, 1));
    await pass(t, 10);
    assert.equal(await written, "storage_stuck");
    open.mock.restore();
    assert.equal(await get(store), undefined);
    await put(store, 2);
    assert.equal(await get(store), 2);
  });

  test("has stored what it stored, though it cannot be read again", async () => {
    const store = new Store("told-in-vain");
    store.subscribe(async () => {
      throw new PhoneFault("storage_stuck");
    });
    await put(store, 1);
    assert.equal(await get(store), 1);
  });

  test("tells of each change before the writer goes on", async () => {
    const store = new Store("tells");
    let told = 0;
    const stop = store.subscribe(async () => {
      await get(store);
      told += 1;
    });
    await put(store, 1);
    assert.equal(told, 1);
    stop();
    await put(store, 2);
    assert.equal(told, 1);
  });
});
