/** The outbox is let go of only by the server's word, id by id, whatever the network does. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Api } from "../../static/phone/api.ts";
import { fileEntries } from "../../static/phone/book.ts";
import { nextBatch } from "../../static/phone/courier.ts";
import { type KeptEntry, pendingOf, readOutbox } from "../../static/phone/outbox.ts";
import { listFiled, makePlan } from "./builders.ts";
import { countCalls, file, fileCure, makePhone, mediaStates, states } from "./delivery.ts";
import { PORTAL, problem } from "./server.ts";

/** An entry of another county's office. */
const MAKING = {
  id: "0193a000-0000-7000-8000-0000000000f1",
  kind: "problem.told",
  appointment: null,
  media: [],
  body: {},
  private: {},
};

suite("entries", () => {
  test("are let go of with their number, after their book is registered", async () => {
    const phone = makePhone();
    await file(phone, 3);
    await phone.sync.run("now");
    const [first, , third] = await listFiled(phone.pen);
    assert.deepEqual([first?.state, first?.seq, third?.seq], ["accepted", 0, 2]);
    assert.equal(first?.accepted_at, "2026-11-22T09:00:00.000+08:00");
    assert.deepEqual(phone.server.books, [first?.device_id]);
    assert.equal(phone.sync.state().session, "in");
    assert.equal(phone.sync.state().last_fault, null);
    await file(phone);
    await phone.sync.run("now");
    assert.equal(phone.server.books.length, 1);
  });

  test("go again when the answer was lost, and are one in the ledger", async () => {
    const phone = makePhone();
    await file(phone, 2);
    phone.server.mischief = (path) => (path.endsWith("/entries") ? "lost" : null);
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting", "waiting"]);
    assert.equal(phone.sync.state().reachable, false);
    assert.equal(phone.sync.state().last_fault, "unreachable");
    assert.ok((phone.sync.state().next_at ?? 0) > phone.clock.now());
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted", "accepted"]);
    assert.equal(phone.sync.state().next_at, null);
    assert.equal(phone.server.entries.length, 2);
  });

  test("are not let go of by the page of somebody's network", async () => {
    const phone = makePhone();
    await file(phone);
    phone.server.mischief = () => PORTAL;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    assert.equal(phone.sync.state().last_fault, "not_ours");
    phone.server.mischief = () => ({
      body: { results: [], media: [] },
      headers: { "Content-Type": "text/html" },
    });
    await phone.sync.run("now");
    assert.equal(phone.sync.state().last_fault, "not_ours");
    phone.server.mischief = () => ({ body: {} });
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
  });

  test("an answer of another type is not ours, whatever it says", async () => {
    const html = { headers: { "Content-Type": "text/html" } };
    const api = new Api(async () => new Response("{}", html));
    await assert.rejects(api.json("/api/v1/plan"), { code: "not_ours" });
  });

  test("wait for a login, nothing is lost by a 401", async () => {
    const phone = makePhone();
    await file(phone);
    phone.server.mischief = () => problem(401, "login_required", true);
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    assert.equal(phone.sync.state().session, "out");
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted"]);
    assert.equal(phone.sync.state().session, "in");
  });

  test("one that is refused is set aside with its reason, its neighbours go", async () => {
    const phone = makePhone();
    const filed = await file(phone, 3);
    phone.server.refusals.set(filed[1]?.id ?? "", { code: "bad_shape", keep: false });
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted", "parked", "accepted"]);
    assert.deepEqual((await listFiled(phone.pen))[1]?.fault, { code: "bad_shape", detail: "不行" });
    const before = countCalls(phone, "POST /api/v1/entries");
    await phone.sync.run("now");
    assert.equal(countCalls(phone, "POST /api/v1/entries"), before);
  });

  test("one that the server does not know yet waits, tried once a delivery", async () => {
    const phone = makePhone();
    const [kept] = await file(phone);
    phone.server.refusals.set(kept?.id ?? "", { code: "unknown_kind", keep: true });
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    assert.equal(phone.server.parcels.filter((one) => (one.entries as []).length > 0).length, 1);
    phone.server.refusals.clear();
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted"]);
  });

  test("one that spoils the whole request is found and set aside", async () => {
    const phone = makePhone();
    const filed = await file(phone, 7);
    const poison = filed[4]?.id ?? "";
    phone.server.mischief = (path, init) =>
      path.endsWith("/entries") && String(init.body).includes(`"id":"${poison}"`)
        ? problem(400, "bad_json", false)
        : null;
    await phone.sync.run("now");
    const after = await states(phone);
    assert.equal(after.filter((state) => state === "accepted").length, 6);
    assert.equal(after[4], "parked");
  });

  test("are not set aside by a server that has lost its way", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = () => problem(404, "not_found", false);
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("a server out of breath is obeyed", async () => {
    const phone = makePhone();
    await file(phone);
    phone.server.mischief = () => ({
      ...problem(503, "busy", true),
      headers: { "Content-Type": "application/problem+json", "Retry-After": "120" },
    });
    await phone.sync.run("now");
    const calls = phone.server.calls.length;
    phone.clock.move(119_000);
    await phone.sync.run("timer");
    assert.equal(phone.server.calls.length, calls);
    phone.clock.move(2000);
    await phone.sync.run("timer");
    assert.ok(phone.server.calls.length > calls);
  });

  test("pauses grow while nothing works, up to ten minutes", async () => {
    const phone = makePhone();
    await file(phone);
    phone.server.mischief = () => "dead";
    for (let round = 0; round < 12; round += 1) await phone.sync.run("now");
    const calls = phone.server.calls.length;
    phone.clock.move(599_000);
    await phone.sync.run("timer");
    assert.equal(phone.server.calls.length, calls);
    phone.clock.move(2000);
    await phone.sync.run("timer");
    assert.equal(phone.server.calls.length, calls + 1);
  });

  test("of another person's session stay his: nothing is lost, the plan says who is there", async () => {
    const phone = makePhone();
    await file(phone);
    const other = { id: "0193a000-0000-7000-8000-000000000009", name: "示例丙", language: "zh-CN" };
    phone.server.person_id = other.id;
    phone.server.plan = makePlan({ person: other });
    phone.server.mischief = (path) =>
      path.endsWith("/devices") ? problem(403, "not_author", true) : null;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["waiting"]);
    assert.equal(phone.plan?.plan.person.id, other.id);
    assert.equal(await phone.pen.store.read((tx) => tx.objectStore("views").count()), 0);
  });

  test("five deliveries at once are one", async () => {
    const phone = makePhone();
    await file(phone, 2);
    await Promise.all(Array.from({ length: 5 }, () => phone.sync.run("now")));
    assert.equal(phone.server.entries.length, 2);
    assert.equal(phone.server.parcels.filter((one) => (one.entries as []).length > 0).length, 1);
  });

  test("what is filed during a delivery goes right after it", async () => {
    const phone = makePhone();
    await file(phone);
    let filing: Promise<unknown> | null = null;
    phone.server.mischief = (path) => {
      if (path.endsWith("/plan")) filing ??= file(phone).then(() => phone.sync.run("now"));
      return null;
    };
    await phone.sync.run("now");
    await filing;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted", "accepted"]);
  });

  test("the call says what is pending, and for which days", async () => {
    const phone = makePhone();
    const body = { reach_id: "r", started_at: "2026-11-21T08:00:00.000+08:00" };
    await file(phone, 1, { kind: "patrol.completed", body });
    await phone.sync.run("now");
    assert.deepEqual(phone.server.parcels[0]?.pending, {
      entries: 1,
      media: 0,
      oldest_at: "2026-11-22T07:42:10.000+08:00",
      days: ["2026-11-21"],
    });
    const outbox = await phone.pen.store.read((tx) => readOutbox(tx));
    assert.deepEqual(pendingOf(outbox).days, []);
  });

  test("the last word names as well what was refused, with its day, under each book", async () => {
    const phone = makePhone();
    const body = { reach_id: "r", started_at: "2026-11-21T08:00:00.000+08:00" };
    const [refused] = await file(phone, 1, { kind: "patrol.completed", body });
    await fileEntries(phone.pen, "140525", () => [MAKING]);
    phone.server.refusals.set(refused?.id ?? "", { code: "bad_shape", keep: false });
    await phone.sync.run("now");
    assert.deepEqual((await states(phone)).sort(), ["accepted", "parked"]);
    const last = phone.server.parcels.slice(-2);
    const left = {
      entries: 1,
      media: 0,
      oldest_at: "2026-11-22T07:42:10.000+08:00",
      days: ["2026-11-21"],
    };
    assert.deepEqual(
      last.map(({ pending }) => pending),
      [left, left],
    );
    assert.equal(new Set(last.map(({ device_id }) => device_id)).size, 2);
  });

  test("the last word of a delivery is what is left after it", async () => {
    const phone = makePhone();
    await file(phone, 2);
    await phone.sync.run("now");
    const last = phone.server.parcels.at(-1);
    assert.deepEqual(
      [last?.entries, last?.pending],
      [[], { entries: 0, media: 0, oldest_at: null, days: [] }],
    );
  });
});

suite("a call over the server's limit", () => {
  const LIMIT = 12_000;
  const tooLarge = (_path: string, init: RequestInit) =>
    String(init.body).length > LIMIT ? problem(413, "batch_too_large", true) : null;

  test("is halved until it fits", async () => {
    const phone = makePhone();
    await file(phone, 40, { body: { words: "字".repeat(1000) } });
    phone.server.mischief = tooLarge;
    await phone.sync.run("now");
    assert.deepEqual(new Set(await states(phone)), new Set(["accepted"]));
    assert.equal(phone.sync.state().last_fault, null);
  });

  test("with one entry alone that is too large waits longer and longer, its neighbours go", async () => {
    const phone = makePhone();
    const [huge] = await file(phone, 1, { body: { lines: Array(12).fill("字".repeat(1000)) } });
    await file(phone, 3);
    phone.server.mischief = tooLarge;
    for (let round = 0; round < 10; round += 1) await phone.sync.run("now");
    const after = await listFiled(phone.pen);
    assert.deepEqual(
      after.map(({ id, state, fault }) => [id === huge?.id, state, fault?.code]),
      [
        [true, "parked", "batch_too_large"],
        ...after.slice(1).map(() => [false, "accepted", undefined]),
      ],
    );
  });
});

suite("a batch", () => {
  const kept = (id: number, entry: object, device_id = "book"): KeptEntry =>
    ({ id: String(id), device_id, state: "waiting", entry: { body: {}, ...entry } }) as KeptEntry;

  test("has the major ones first, then who was told, and at most fifty of one book", () => {
    const major = { kind: "problem.reported", body: { severity: "major" } };
    const many = Array.from({ length: 60 }, (_, id) => kept(id, { kind: "patrol.completed" }));
    const all = [
      ...many,
      kept(98, { kind: "problem.told" }),
      kept(99, major),
      kept(97, major, "2"),
    ];
    const batch = nextBatch(all, 50, 256_000);
    assert.deepEqual(
      batch.slice(0, 3).map((one) => one.id),
      ["99", "98", "0"],
    );
    assert.equal(batch.length, 50);
    assert.ok(batch.every((one) => one.device_id === "book"));
  });

  test("stays small for a weak network, but a single large one goes", () => {
    const large = Array.from({ length: 5 }, (_, id) =>
      kept(id, { body: { note: "字".repeat(40_000) } }),
    );
    assert.equal(nextBatch(large, 50, 256_000).length, 2);
    const huge = [kept(1, { body: { note: "字".repeat(500_000) } }), kept(2, {})];
    assert.deepEqual(
      nextBatch(huge, 50, 256_000).map((one) => one.id),
      ["1"],
    );
  });
});
