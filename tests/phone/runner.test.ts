/** The worker delivers what a closed app left, one person's only, and never what is sealed (F05, F13). */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { allowErrand, forbidErrand, personOf, tagOf } from "../../static/phone/errand.ts";
import { inTurn, syncLock } from "../../static/phone/locks.ts";
import { readDelivered } from "../../static/phone/outbox.ts";
import { startPhone } from "../../static/phone/phone.ts";
import { runErrand, type Surroundings } from "../../static/phone/runner.ts";
import {
  anew,
  countCalls,
  file,
  fileCure,
  makePhone,
  mediaStates,
  type Phone,
  states,
} from "./delivery.ts";
import { atRest, finish, type Life, makeLife, planOf, until, walk } from "./life.ts";
import { problem } from "./server.ts";

interface Woken {
  world: Surroundings;
  told: string[];
}

/** What a worker has of the browser, on the same server as the page. */
function wake({ server, clock }: Pick<Phone, "server" | "clock"> | Life): Woken {
  const told: string[] = [];
  const world: Surroundings = {
    fetch: server.fetch,
    locks: undefined,
    now: clock.now,
    random: () => 1,
    net: () => "unknown",
    share: (name) => ({ tell: () => void told.push(name), close: () => undefined }),
  };
  return { world, told };
}

/** A server that asks to be left alone for so many seconds. */
function busy(status: number, code: string, asked_s: number) {
  const headers = { "Content-Type": "application/problem+json", "Retry-After": `${asked_s}` };
  return { ...problem(status, code, true), headers };
}

const ERRAND = { installation_id: "0193a000-0000-7000-8000-0000000000e1" };

suite("an errand", () => {
  test("is called after its person, and not everything is one", () => {
    assert.equal(personOf(tagOf("abc")), "abc");
    assert.equal(personOf("another"), null);
  });

  test("delivers text and pictures, and tells the pages", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await allowErrand(phone.pen.store, ERRAND);
    const { world, told } = wake(phone);
    await runErrand(world, phone.pen.person_id);
    assert.deepEqual([await states(phone), await mediaStates(phone)], [["accepted"], ["stored"]]);
    assert.ok(told.length > 0 && told.every((name) => name === phone.pen.store.name));
    assert.equal(phone.server.books.length, 1);
  });

  test("of sealed records sends nothing", async () => {
    const phone = makePhone();
    await file(phone);
    const { world } = wake(phone);
    await runErrand(world, phone.pen.person_id);
    assert.deepEqual(phone.server.calls, []);
    assert.deepEqual(await states(phone), ["waiting"]);
  });

  test("sends nothing more once the records are sealed in the middle of it", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    await allowErrand(phone.pen.store, ERRAND);
    const { world } = wake(phone);
    const sealing: typeof fetch = async (path, init) => {
      if (String(path).endsWith("/media")) await forbidErrand(phone.pen.store);
      return phone.server.fetch(path, init);
    };
    await assert.rejects(runErrand({ ...world, fetch: sealing }, phone.pen.person_id));
    const last = phone.server.calls.at(-1);
    assert.equal(last, "POST /api/v1/media");
    assert.equal(phone.server.stored.size, 1);
  });

  test("that breaks off says so to the browser, which calls again", async () => {
    const phone = makePhone();
    await file(phone);
    await allowErrand(phone.pen.store, ERRAND);
    phone.server.mischief = () => "dead";
    const { world } = wake(phone);
    await assert.rejects(runErrand(world, phone.pen.person_id), { code: "unreachable" });
    phone.server.mischief = () => null;
    await runErrand(world, phone.pen.person_id);
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("waits for the page that is at it, and goes on where that ended", async () => {
    const phone = makePhone();
    await file(phone);
    await allowErrand(phone.pen.store, ERRAND);
    const { world } = wake(phone);
    let close: () => void = () => undefined;
    const page = inTurn(undefined, syncLock(phone.pen.person_id), () => {
      return new Promise<void>((resolve) => {
        close = resolve;
      });
    });
    const errand = runErrand(world, phone.pen.person_id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(phone.server.calls, []);
    close();
    await Promise.all([page, errand]);
    assert.deepEqual(await states(phone), ["accepted"]);
  });
});

suite("a server that asks to be left alone", () => {
  test("is obeyed by a page loaded anew and by the worker, for an hour at most", async () => {
    const phone = makePhone();
    await file(phone);
    await allowErrand(phone.pen.store, ERRAND);
    phone.server.mischief = () => busy(503, "busy", 86400);
    await phone.sync.run("hope");
    const calls = phone.server.calls.length;
    const again = anew(phone);
    await again.run("hope");
    await assert.rejects(runErrand(wake(phone).world, phone.pen.person_id), { code: "busy" });
    assert.equal(phone.server.calls.length, calls);
    const { last_fault, next_at } = again.state();
    assert.deepEqual([last_fault, next_at], ["busy", phone.clock.now() + 3_600_000]);
    phone.server.mischief = () => null;
    phone.clock.move(3_601_000);
    await again.run("timer");
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("of the worker is obeyed by the page, but for a person and after a clock was set back", async () => {
    const phone = makePhone();
    await file(phone);
    await allowErrand(phone.pen.store, ERRAND);
    phone.server.mischief = () => busy(429, "too_many_requests", 600);
    await assert.rejects(runErrand(wake(phone).world, phone.pen.person_id), { status: 429 });
    const calls = phone.server.calls.length;
    await phone.sync.run("hope");
    assert.equal(phone.server.calls.length, calls);
    await anew(phone).run("now");
    assert.equal(phone.server.calls.length, calls + 1);
    phone.server.mischief = () => null;
    phone.clock.move(-86_400_000);
    await anew(phone).run("hope");
    assert.deepEqual(await states(phone), ["accepted"]);
  });
});

suite("a server without room for pictures", () => {
  const full = (path: string) => (path.endsWith("/media") ? busy(507, "storage_full", 600) : null);
  const lastPending = ({ server }: Phone) => server.parcels.at(-1)?.pending;
  const ONE_PICTURE = { entries: 0, media: 1, oldest_at: null, days: [] };

  test("hears of the worker what the phone still holds, and takes text from it", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await allowErrand(phone.pen.store, ERRAND);
    phone.server.mischief = full;
    const { world } = wake(phone);
    await assert.rejects(runErrand(world, phone.pen.person_id), { code: "storage_full" });
    assert.deepEqual(lastPending(phone), ONE_PICTURE);
    await file(phone);
    await assert.rejects(runErrand(world, phone.pen.person_id), { code: "busy" });
    assert.deepEqual(await states(phone), ["accepted", "accepted"]);
    assert.deepEqual(lastPending(phone), ONE_PICTURE);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 1);
  });

  test("is left alone by a page loaded anew, which says so and never that all has gone", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = full;
    await phone.sync.run("hope");
    await file(phone);
    const again = anew(phone);
    await again.run("hope");
    const { last_fault, next_at, last_ok_at } = again.state();
    const until_ms = phone.clock.now() + 600_000;
    assert.deepEqual([last_fault, next_at, last_ok_at], ["storage_full", until_ms, null]);
    assert.equal(await phone.pen.store.read(readDelivered), null);
  });
});

suite("a phone with a worker", () => {
  async function fileOffline(life: Life) {
    const phone = await startPhone(false, life.world);
    const { person } = await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await walk(phone);
    await finish(phone, "下雨");
    return { phone, person };
  }

  test("has it woken when something is filed, and when it goes out of sight with something unsent", async () => {
    const life = makeLife();
    const { person } = await fileOffline(life);
    assert.deepEqual(life.errands, [person.id]);
    life.see(true);
    assert.deepEqual(life.errands, [person.id, person.id]);
    life.see(false);
    assert.equal(life.errands.length, 2);
  });

  test("leaves the rest to it", async () => {
    const life = makeLife();
    const { person } = await fileOffline(life);
    await runErrand(wake(life).world, person.id);
    assert.equal(life.server.entries.length, 1);
  });

  test("takes the errand back at 换人", async () => {
    const life = makeLife();
    const { phone, person } = await fileOffline(life);
    await phone.leave();
    await runErrand(wake(life).world, person.id);
    assert.equal(life.server.entries.length, 0);
  });

  test("takes it back as well when another person logs in without 换人", async () => {
    const life = makeLife();
    const { phone, person } = await fileOffline(life);
    await until(() => !phone.snapshot().sync.running);
    life.online = true;
    life.server.plan = planOf("示例乙");
    life.server.person_id = life.server.plan.person.id;
    const next = await startPhone(true, life.world);
    await next.arrive();
    await runErrand(wake(life).world, person.id);
    const brought = life.server.calls.filter((call) => call.startsWith("POST"));
    assert.deepEqual(brought, []);
  });
});
