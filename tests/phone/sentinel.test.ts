/** Fault F04: the browser throws a person's records away. It is noticed, said with numbers and days, and told to the server. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { deleteDB } from "idb";
import { tallyKey } from "../../static/phone/person.ts";
import { type Phone, startPhone } from "../../static/phone/phone.ts";
import { atRest, finish, type Life, makeLife, until, walk } from "./life.ts";

/** A phone that has filed a walk without signal. */
async function loaded(): Promise<{ life: Life; phone: Phone; person_id: string }> {
  const life = makeLife();
  const phone = await startPhone(false, life.world);
  const { person } = await phone.arrive();
  await until(atRest(phone));
  life.online = false;
  await walk(phone);
  await finish(phone);
  await until(() => phone.snapshot().outbox.entries === 1);
  return { life, phone, person_id: person.id };
}

async function evict(phone: Phone, person_id: string): Promise<void> {
  phone.pen().store.close();
  await deleteDB(`patrol-${person_id}`);
}

suite("records thrown away by the browser", () => {
  test("are missed at the next start: how many, of which days, until it is read", async () => {
    const { life, phone, person_id } = await loaded();
    await evict(phone, person_id);
    const reborn = await startPhone(false, life.world);
    const { loss } = reborn.snapshot();
    assert.deepEqual([loss?.entries, loss?.media, loss?.days], [1, 0, ["2026-11-22"]]);
    assert.equal(loss?.books[0]?.upto_seq, 1);
    assert.equal((await startPhone(false, life.world)).snapshot().loss?.entries, 1);
    reborn.seeLoss();
    assert.equal(reborn.snapshot().loss?.is_seen, true);
  });

  test("are told to the server once, for the book that will never speak again", async () => {
    const { life, phone, person_id } = await loaded();
    const book = phone.snapshot().entries[0]?.device_id;
    await evict(phone, person_id);
    const reborn = await startPhone(false, life.world);
    reborn.seeLoss();
    life.online = true;
    life.wake("signal");
    await until(() => reborn.snapshot().loss === null);
    const told = life.server.parcels.filter(({ pending }) => "lost" in (pending as object));
    assert.equal(told.length, 1);
    assert.equal(told[0]?.device_id, book);
    const lost = { entries: 1, media: 0, days: ["2026-11-22"], upto_seq: 1 };
    assert.deepEqual(told[0]?.pending, { entries: 0, media: 0, oldest_at: null, days: [], lost });
  });

  test("are missed while the page is open, too", async () => {
    const { life, phone, person_id } = await loaded();
    await evict(phone, person_id);
    await phone.pen().store.write((tx) => tx.objectStore("meta").put(1, "anything"));
    assert.equal(phone.snapshot().loss?.entries, 1);
    assert.equal((await startPhone(false, life.world)).snapshot().loss?.entries, 1);
  });

  test("an open walk among them is named by its day", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    const { person } = await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await walk(phone);
    await until(() => phone.snapshot().draft !== null);
    await evict(phone, person.id);
    const { loss } = (await startPhone(false, life.world)).snapshot();
    assert.deepEqual([loss?.entries, loss?.draft_on], [0, "2026-11-22"]);
  });

  test("are no loss where all had been sent", async () => {
    const { life, phone, person_id } = await loaded();
    life.online = true;
    life.wake("signal");
    await until(() => phone.snapshot().outbox.entries === 0);
    await until(atRest(phone));
    await evict(phone, person_id);
    assert.equal((await startPhone(false, life.world)).snapshot().loss, null);
  });

  test("nothing is missed when only what lies beside the store was cleared", async () => {
    const { life, phone, person_id } = await loaded();
    phone.pen().store.close();
    life.world.pointers.removeItem(tallyKey(person_id));
    const reborn = await startPhone(false, life.world);
    assert.equal(reborn.snapshot().loss, null);
    assert.equal(reborn.snapshot().outbox.entries, 1);
  });
});
