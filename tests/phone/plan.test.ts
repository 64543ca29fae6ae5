/** The plan is there for weeks without signal, and costs a weak network no more than its news. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { makePlan, makePlanProblem, STORED_PICTURE } from "./builders.ts";
import { countCalls, file, makePhone, type Phone } from "./delivery.ts";
import { problem } from "./server.ts";

const CHANGES = "GET /api/v1/changes?since=…";
const NEWER = { reset: false, changes: [{ kind: "notice", id: "1", value: {} }], cursor: "1" };

suite("the plan", () => {
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
    assert.equal(countCalls(phone, "GET /api/v1/plan"), 1);
    assert.equal(countCalls(phone, CHANGES), 1);
    assert.deepEqual(phone.plan?.plan, first?.plan);
    assert.notEqual(phone.plan?.fetched_at, first?.fetched_at);
    await file(phone);
    await phone.sync.run("timer");
    assert.equal(countCalls(phone, "GET /api/v1/plan"), 2);
    assert.equal(phone.plan?.plan.problems, first?.plan.problems);
  });

  test("takes in a problem's news, the newest first, and is no longer the one of its tag", async () => {
    const phone = makePhone();
    const [old, changed] = [makePlanProblem(), makePlanProblem({ number: 2 })];
    phone.server.plan = { ...phone.server.plan, problems: [old, changed] };
    await phone.sync.run("hope");
    const [handled, fresh] = [{ ...changed, state: "handled" }, makePlanProblem({ number: 3 })];
    phone.server.news = [handled, fresh].map((value) => ({ kind: "problem", id: value.id, value }));
    await phone.sync.run("hope");
    assert.deepEqual(phone.plan?.plan.problems, [handled, fresh, old]);
    assert.equal(phone.plan?.etag, null);
    assert.equal(countCalls(phone, "GET /api/v1/plan"), 1);
  });

  for (const [why, answer] of [
    ["more has changed than problems", { body: { reset: true, changes: [], cursor: "1" } }],
    ["the news are of a kind from a newer server", { body: NEWER }],
    ["the server is older", problem(404, "not_found", false)],
  ] as const) {
    test(`is fetched whole where ${why}`, async () => {
      const phone = makePhone();
      await phone.sync.run("hope");
      phone.server.mischief = (path) => (path.startsWith("/api/v1/changes") ? answer : null);
      await phone.sync.run("hope");
      assert.equal(countCalls(phone, "GET /api/v1/plan"), 2);
      assert.equal(phone.sync.state().last_fault, null);
    });
  }

  test("of another person brings no pictures into these records", async () => {
    const phone = makePhone();
    const other = { id: "0193a000-0000-7000-8000-000000000009", name: "示例丙", language: "zh-CN" };
    const problems = [makePlanProblem({ media: [STORED_PICTURE] })];
    phone.server.plan = makePlan({ person: other, problems });
    await phone.sync.run("now");
    assert.equal(phone.plan?.plan.person.id, other.id);
    assert.equal(countCalls(phone, `GET /api/v1/media/${STORED_PICTURE.sha256}?size=view`), 0);
  });

  test("brings copies of its pictures, once, and lets old ones go", async () => {
    const phone = makePhone();
    const lost = { ...STORED_PICTURE, sha256: "b".repeat(64) };
    const awaited = { ...STORED_PICTURE, sha256: "c".repeat(64), stored: false };
    phone.server.plan = {
      ...phone.server.plan,
      problems: [makePlanProblem({ media: [STORED_PICTURE, lost, awaited] })],
    };
    phone.server.mischief = (path) =>
      path.includes(STORED_PICTURE.sha256)
        ? { body: "jpeg!", headers: { "Content-Type": "image/jpeg" } }
        : null;
    await phone.sync.run("now");
    assert.equal(await countViews(phone), 1);
    await phone.sync.run("now");
    assert.equal(countCalls(phone, `GET /api/v1/media/${STORED_PICTURE.sha256}?size=view`), 1);
    assert.equal(countCalls(phone, `GET /api/v1/media/${awaited.sha256}?size=view`), 0);
    phone.server.plan = { ...phone.server.plan, problems: [] };
    await phone.sync.run("now");
    assert.equal(await countViews(phone), 0);
  });
});
