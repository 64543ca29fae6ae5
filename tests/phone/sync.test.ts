/** The outbox is let go of only by the server's word, id by id and hash by hash, whatever the network does. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Api } from "../../static/phone/api.ts";
import { fileEntries, type Making } from "../../static/phone/book.ts";
import { type Courier, nextBatch } from "../../static/phone/courier.ts";
import { addDeedPhoto, fileDeed, openDeed } from "../../static/phone/deeds.ts";
import type { KeptEntry, KeptMedium } from "../../static/phone/outbox.ts";
import { pendingOf, readOutbox } from "../../static/phone/outbox.ts";
import { deliverMedia } from "../../static/phone/pictures.ts";
import type { KeptPlan } from "../../static/phone/plan.ts";
import { purge } from "../../static/phone/purge.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import { Sync } from "../../static/phone/sync.ts";
import {
  APPOINTMENT,
  type HandClock,
  keepPicture,
  listFiled,
  listMedia,
  makePen,
  makePlan,
  makePlanProblem,
  NOW_MS,
} from "./builders.ts";
import { FakeServer, PORTAL, problem } from "./server.ts";

const DAY_MS = 86_400_000;

interface Phone {
  pen: ReturnType<typeof makePen>;
  clock: HandClock;
  server: FakeServer;
  courier: Courier;
  sync: Sync;
  plan: KeptPlan | null;
}

function makePhone(): Phone {
  const pen = makePen();
  const server = new FakeServer(makePlan({ person: { ...makePlan().person, id: pen.person_id } }));
  const courier: Courier = {
    store: pen.store,
    api: new Api(server.fetch),
    now: pen.clock.now,
    installation_id: () => "0193a000-0000-7000-8000-0000000000e1",
  };
  const phone: Phone = { pen, clock: pen.clock, server, courier, plan: null } as unknown as Phone;
  phone.sync = new Sync({
    courier,
    locks: undefined,
    random: () => 1,
    plan: () => phone.plan,
    onPlan: async (kept) => {
      phone.plan = kept;
    },
    onState: () => undefined,
  });
  return phone;
}

async function file(phone: Phone, count = 1, changes: Partial<Making> = {}): Promise<KeptEntry[]> {
  const makings = Array.from({ length: count }, () => ({
    id: uuid7(phone.clock.now()),
    kind: "problem.told",
    appointment: APPOINTMENT.id,
    media: [],
    body: {},
    private: {},
    ...changes,
  }));
  return fileEntries(phone.pen, "140502", () => makings);
}

/** A chief's cure with pictures of these sizes. */
async function fileCure(phone: Phone, ...sizes_bytes: number[]): Promise<void> {
  const { key } = await openDeed(phone.pen, "problem.handled", makePlanProblem(), APPOINTMENT);
  for (const size of sizes_bytes) {
    await addDeedPhoto(phone.pen, key, await keepPicture(phone.pen, "after", size));
  }
  await fileDeed(phone.pen, key);
}

const states = async (phone: Phone) => (await listFiled(phone.pen)).map((kept) => kept.state);
const mediaStates = async (phone: Phone) => (await listMedia(phone.pen)).map((kept) => kept.state);
const countCalls = (phone: Phone, call: string) =>
  phone.server.calls.filter((made) => made === call).length;

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
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await states(phone), ["accepted", "accepted"]);
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
    assert.equal(countCalls(phone, "POST /api/v1/entries"), 1);
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
    const batch = nextBatch(all, new Set(), 50);
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
    assert.equal(nextBatch(large, new Set(), 50).length, 2);
    const huge = [kept(1, { body: { note: "字".repeat(500_000) } }), kept(2, {})];
    assert.deepEqual(
      nextBatch(huge, new Set(), 50).map((one) => one.id),
      ["1"],
    );
  });
});

suite("pictures", () => {
  test("go after their entry, smallest first, and are let go of by their hash", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000, 4000, 1000, 3000, 2000);
    const sent: number[] = [];
    phone.server.mischief = (_path, init) => {
      if (init.method === "PATCH") sent.push((init.body as ArrayBuffer).byteLength);
      return null;
    };
    await phone.sync.run("now");
    assert.deepEqual(sent, [1000, 2000, 3000, 4000, 262_144, 300_000 - 262_144]);
    assert.deepEqual(new Set(await mediaStates(phone)), new Set(["stored"]));
    assert.equal(phone.server.stored.size, 5);
  });

  test("go on where they broke off", async () => {
    const phone = makePhone();
    await fileCure(phone, 600_000);
    let pieces = 0;
    phone.server.mischief = (_path, init) => {
      if (init.method !== "PATCH") return null;
      pieces += 1;
      return pieces === 2 ? "lost" : null;
    };
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(pieces, 3);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 1);
    assert.equal(countCalls(phone, "HEAD /api/v1/media/uploads/…"), 1);
  });

  test("begin anew when the server forgot the upload", async () => {
    const phone = makePhone();
    await fileCure(phone, 300_000);
    phone.server.mischief = (_path, init) => (init.method === "PATCH" ? "dead" : null);
    await phone.sync.run("now");
    phone.server.uploads.clear();
    phone.server.mischief = () => null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
  });

  test("already there are not sent twice", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    const [picture] = await listMedia(phone.pen);
    phone.server.stored.add(picture?.sha256 ?? "");
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["stored"]);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
  });

  test("are not let go of because the upload went well: the server must list the hash", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    phone.server.mischief = (_path, init) =>
      init.method === "PATCH" ? { status: 204, headers: { "Upload-Offset": "1000" } } : null;
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("of an entry that is not in the ledger yet wait", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await deliverMedia(phone.courier);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
  });

  test("one that can never arrive is set aside, the others go", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000, 2000);
    phone.server.mischief = (_path, init) =>
      new Headers(init.headers).get("Upload-Length") === "1000"
        ? problem(422, "picture_broken", false)
        : null;
    await phone.sync.run("now");
    const parked = (await listMedia(phone.pen)).filter(
      (kept: KeptMedium) => kept.state === "parked",
    );
    assert.deepEqual(
      parked.map((kept) => [kept.bytes, kept.fault?.code]),
      [[1000, "picture_broken"]],
    );
    assert.equal(phone.server.stored.size, 1);
  });

  test("whose bytes went bad on the phone are never sent", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    const [picture] = await listMedia(phone.pen);
    const rotten = { type: "image/jpeg", bytes: new ArrayBuffer(1000) };
    await phone.pen.store.write((tx) => tx.objectStore("blobs").put(rotten, picture?.sha256 ?? ""));
    await phone.sync.run("now");
    assert.deepEqual(await mediaStates(phone), ["parked"]);
    assert.equal(countCalls(phone, "POST /api/v1/media"), 0);
  });

  test("stay seven days after they are stored, entries sixty", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await phone.sync.run("now");
    await purge(phone.pen.store, NOW_MS + 6 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 1);
    await purge(phone.pen.store, NOW_MS + 8 * DAY_MS);
    assert.equal((await listMedia(phone.pen)).length, 0);
    assert.equal(await phone.pen.store.read((tx) => tx.objectStore("blobs").count()), 0);
    assert.equal((await listFiled(phone.pen)).length, 1);
    await purge(phone.pen.store, NOW_MS + 61 * DAY_MS);
    assert.equal((await listFiled(phone.pen)).length, 0);
  });

  test("in wait are never swept away, however old", async () => {
    const phone = makePhone();
    await fileCure(phone, 1000);
    await purge(phone.pen.store, NOW_MS + 400 * DAY_MS);
    assert.deepEqual(await mediaStates(phone), ["waiting"]);
    assert.deepEqual(await states(phone), ["waiting"]);
  });
});

suite("the plan", () => {
  const picture = {
    sha256: "a".repeat(64),
    type: "image/jpeg",
    bytes: 5,
    role: "before",
    taken_at: null,
    pairs_with: null,
    source: null,
    stored: true,
  } as const;
  const countViews = (phone: Phone) =>
    phone.pen.store.read((tx) => tx.objectStore("views").count());

  test("is asked for by its tag, and not more often than needed", async () => {
    const phone = makePhone();
    await phone.sync.run("timer");
    const first = phone.plan;
    await phone.sync.run("timer");
    assert.equal(countCalls(phone, "GET /api/v1/plan"), 1);
    phone.clock.move(6 * 60_000);
    await phone.sync.run("timer");
    assert.equal(countCalls(phone, "GET /api/v1/plan"), 2);
    assert.equal(phone.plan?.plan, first?.plan);
    assert.notEqual(phone.plan?.fetched_at, first?.fetched_at);
  });

  test("of another person brings no pictures into these records", async () => {
    const phone = makePhone();
    const other = { id: "0193a000-0000-7000-8000-000000000009", name: "示例丙", language: "zh-CN" };
    const problems = [makePlanProblem({ media: [picture] })];
    phone.server.plan = makePlan({ person: other, problems });
    await phone.sync.run("now");
    assert.equal(phone.plan?.plan.person.id, other.id);
    assert.equal(countCalls(phone, `GET /api/v1/media/${picture.sha256}?size=view`), 0);
  });

  test("brings copies of its pictures, once, and lets old ones go", async () => {
    const phone = makePhone();
    const lost = { ...picture, sha256: "b".repeat(64) };
    const awaited = { ...picture, sha256: "c".repeat(64), stored: false };
    phone.server.plan = {
      ...phone.server.plan,
      problems: [makePlanProblem({ media: [picture, lost, awaited] })],
    };
    phone.server.mischief = (path) =>
      path.includes(picture.sha256)
        ? { body: "jpeg!", headers: { "Content-Type": "image/jpeg" } }
        : null;
    await phone.sync.run("now");
    assert.equal(await countViews(phone), 1);
    await phone.sync.run("now");
    assert.equal(countCalls(phone, `GET /api/v1/media/${picture.sha256}?size=view`), 1);
    assert.equal(countCalls(phone, `GET /api/v1/media/${awaited.sha256}?size=view`), 0);
    phone.server.plan = { ...phone.server.plan, problems: [] };
    await phone.sync.run("now");
    assert.equal(await countViews(phone), 0);
  });
});
