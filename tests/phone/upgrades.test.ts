/** Fault F06: a database of every past version opens with all that waits in it, and all of it arrives. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite, test } from "node:test";
import { fileDeed } from "../../static/phone/deeds.ts";
import { findDraft } from "../../static/phone/draft.ts";
import { finishPatrol } from "../../static/phone/filing.ts";
import type { DeedDraft } from "../../static/phone/outbox.ts";
import { unpark } from "../../static/phone/outbox.ts";
import { Store, UPGRADES } from "../../static/phone/store.ts";
import { listFiled, listMedia, makePlan } from "./builders.ts";
import { makePhone, mediaStates, states } from "./delivery.ts";
import { type Frozen, thaw } from "./fixtures/frozen.ts";
import { fixtureOf } from "./fixtures/waiting.ts";
import { hashes } from "./server.ts";

const VERSIONS = UPGRADES.map((_step, index) => index + 1);

const read = (version: number): Frozen => JSON.parse(readFileSync(fixtureOf(version), "utf8"));

suite("a database of version", () => {
  for (const version of VERSIONS) {
    test(`${version} is kept as a fixture, as it was`, () => {
      assert.ok(
        existsSync(fixtureOf(version)),
        "freeze it before the next step: npx tsx tests/phone/fixtures/freeze.ts",
      );
      assert.equal(read(version).version, version);
    });

    test(`${version} opens today with all that waits, and all of it arrives`, async () => {
      const frozen = read(version);
      await thaw(frozen);
      const phone = makePhone({ person_id: frozen.person_id });
      const before = await states(phone);
      assert.deepEqual(before.filter((state) => state !== "accepted").sort(), [
        "parked",
        "waiting",
        "waiting",
        "waiting",
      ]);
      const draft = await findDraft(phone.pen);
      const patrol_id = draft?.patrol_id ?? "";
      assert.deepEqual(draft?.problems[0]?.words, "坡下有三袋垃圾");

      await finishPatrol(phone.pen, makePlan(), { patrol_id, ended_early: "下雨" });
      for (const deed of await listDeeds(phone.pen.store)) await fileDeed(phone.pen, deed);
      for (const kept of await listFiled(phone.pen)) await unpark(phone.pen.store, kept.id);
      // The ledger that the phone knew has these already.
      const known = (await listFiled(phone.pen)).filter(({ state }) => state === "accepted");
      phone.server.entries.push(...known.map(({ entry }) => entry));
      await phone.sync.run("now");

      assert.ok((await states(phone)).every((state) => state === "accepted"));
      assert.ok((await mediaStates(phone)).every((state) => state === "stored"));
      const filed = await listFiled(phone.pen);
      assert.equal(filed.length, before.length + 3);
      assert.equal(phone.server.entries.length, filed.length);
      assert.equal(phone.server.stored.size, (await listMedia(phone.pen)).length);
      phone.pen.store.close();
      for (const { entry, entry_hash } of filed) assert.equal(hashes(entry).entry_hash, entry_hash);
    });

    test(`${version} survives an upgrade that is cut off, which then begins again`, async () => {
      const frozen = read(version);
      await thaw(frozen);
      const cut = () => {
        throw new DOMException("the page was closed", "AbortError");
      };
      const more = (db: { createObjectStore(name: string): unknown }) => {
        db.createObjectStore("later");
      };
      const steps = UPGRADES.slice(version);
      const before = UPGRADES.slice(0, version);
      const torn = new Store(frozen.person_id, [...before, ...steps, more as Step, cut]);
      await assert.rejects(torn.read((tx) => tx.objectStore("meta").count()));
      torn.close();
      const whole = new Store(frozen.person_id, [...before, ...steps, more as Step]);
      const kept = await whole.read(async (tx) => ({
        entries: await tx.objectStore("entries").getAllKeys(),
        blobs: await tx.objectStore("blobs").getAllKeys(),
        drafts: await tx.objectStore("drafts").getAllKeys(),
      }));
      for (const [name, keys] of Object.entries(kept)) {
        assert.deepEqual(
          keys,
          frozen.stores[name]?.rows.map(([key]) => key),
          name,
        );
      }
    });
  }
});

type Step = (typeof UPGRADES)[number];

async function listDeeds(store: Store): Promise<DeedDraft[]> {
  const drafts = await store.read((tx) => tx.objectStore("drafts").getAll());
  return drafts.filter((draft): draft is DeedDraft => "entry_id" in draft);
}
