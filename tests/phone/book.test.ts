/** The book numbers and chains every entry, whoever writes at the same time. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fileEntries, type Making } from "../../static/phone/book.ts";
import type { KeptEntry } from "../../static/phone/outbox.ts";
import type { Pen } from "../../static/phone/pen.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import { Store } from "../../static/phone/store.ts";
import { APPOINTMENT, keepPicture, listFiled, makePen } from "./builders.ts";
import { hashes } from "./server.ts";

const LEDGER = "140502";

function making(changes: Partial<Making> = {}): Making {
  return {
    id: uuid7(Date.now()),
    kind: "problem.told",
    appointment: APPOINTMENT.id,
    media: [],
    body: {},
    private: { note: "河边" },
    ...changes,
  };
}

function assertChained(book: KeptEntry[]): void {
  book.forEach((kept, index) => {
    assert.equal(kept.device_seq, index + 1);
    assert.equal(kept.entry.prev, book[index - 1]?.entry_hash ?? null);
    const { entry_hash, private_commit } = hashes(kept.entry);
    assert.equal(kept.entry_hash, entry_hash);
    assert.equal(kept.entry.private_commit, private_commit);
  });
}

suite("the book", () => {
  test("numbers from 1, names the one before, commits to the private half", async () => {
    const pen = makePen();
    await fileEntries(pen, LEDGER, () => [making(), making()]);
    await fileEntries(pen, LEDGER, () => [making()]);
    const book = await listFiled(pen);
    assert.equal(book.length, 3);
    assertChained(book);
    assert.equal(new Set(book.map((kept) => kept.entry.private_salt)).size, 3);
  });

  test("each ledger has a book of its own", async () => {
    const pen = makePen();
    const [here] = await fileEntries(pen, LEDGER, () => [making()]);
    const [there] = await fileEntries(pen, "140525", () => [making()]);
    assert.equal(there?.device_seq, 1);
    assert.notEqual(here?.device_id, there?.device_id);
  });

  test("ten filed at once stay dense and chained", async () => {
    const pen = makePen();
    await Promise.all(
      Array.from({ length: 10 }, () => fileEntries(pen, LEDGER, () => [making(), making()])),
    );
    const book = await listFiled(pen);
    assert.equal(book.length, 20);
    assertChained(book);
  });

  test("two tabs that know nothing of each other stay dense and chained", async () => {
    const one = makePen();
    const unlocked = { request: async (_name: string, work: () => unknown) => work() };
    const locks = unlocked as unknown as NonNullable<Pen["locks"]>;
    const two = { ...one, store: new Store(one.person_id), locks };
    const tabs = Array.from({ length: 10 }, (_, index) => (index % 2 ? { ...one, locks } : two));
    await Promise.all(tabs.map((pen) => fileEntries(pen, LEDGER, () => [making()])));
    const book = await listFiled(one);
    assert.equal(book.length, 10);
    assertChained(book);
  });

  test("filed twice under one id is filed once", async () => {
    const pen = makePen();
    const once = making();
    const [first] = await fileEntries(pen, LEDGER, () => [once]);
    const [second] = await fileEntries(pen, LEDGER, () => [once]);
    assert.deepEqual(second, first);
    assert.equal((await listFiled(pen)).length, 1);
  });

  test("its pictures wait from the same moment on", async () => {
    const pen = makePen();
    const { sha256, type, bytes } = await keepPicture(pen, "before");
    const medium = {
      sha256,
      type,
      bytes,
      role: "before",
      problem_id: null,
      pairs_with: null,
    } as const;
    const [kept] = await fileEntries(pen, LEDGER, () => [making({ media: [medium] })]);
    const held = await pen.store.read((tx) => tx.objectStore("media").get(sha256));
    assert.equal(held?.state, "waiting");
    assert.equal(held?.entry_id, kept?.id);
  });

  test("what belongs to it and fails leaves the book as it was", async () => {
    const pen = makePen();
    const torn = fileEntries(
      pen,
      LEDGER,
      () => [making()],
      () => Promise.reject(new Error("no")),
    );
    await assert.rejects(torn);
    assert.equal((await listFiled(pen)).length, 0);
    await fileEntries(pen, LEDGER, () => [making()]);
    assertChained(await listFiled(pen));
  });

  test("broken text is mended before it is hashed", async () => {
    const pen = makePen();
    await fileEntries(pen, LEDGER, () => [making({ body: { reason: "半\ud83d" } })]);
    const [kept] = await listFiled(pen);
    assert.equal(kept?.entry.body.reason, "半\ufffd");
    assertChained([kept as KeptEntry]);
  });

  test("without https it says so and files nothing", async (t) => {
    const pen = makePen();
    t.mock.getter(globalThis.crypto, "subtle", () => undefined);
    await assert.rejects(
      fileEntries(pen, LEDGER, () => [making()]),
      { code: "needs_https" },
    );
    assert.equal((await listFiled(pen)).length, 0);
  });
});
