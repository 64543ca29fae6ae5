/** What is stored stays stored: upgrades only add, a lost handle is opened again, two tabs get along. */

import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { openDB } from "idb";
import { PhoneFault } from "../../static/phone/faults.ts";
import { Store, UPGRADES } from "../../static/phone/store.ts";
import { makeDraft } from "./builders.ts";

const put = (store: Store, value: unknown, key = "k") =>
  store.write((tx) => tx.objectStore("meta").put(value, key));
const get = (store: Store, key = "k") => store.read((tx) => tx.objectStore("meta").get(key));

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
