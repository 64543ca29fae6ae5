/** A session that has ended stops nothing but the sending, and another's never sends what is not his (F13, lesson 24). */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { answerItem } from "../../static/phone/draft.ts";
import { type Phone, startPhone } from "../../static/phone/phone.ts";
import { atRest, finish, type Life, makeLife, planOf, until, walk } from "./life.ts";
import { problem } from "./server.ts";

/** A phone whose session has ended, with a walk that waits for a login. */
async function walkLoggedOut(): Promise<{ life: Life; phone: Phone }> {
  const life = makeLife();
  const phone = await startPhone(false, life.world);
  await phone.arrive();
  await until(atRest(phone));
  life.server.mischief = () => problem(401, "login_required", true);
  await walk(phone);
  await finish(phone, "下雨");
  await until(() => phone.snapshot().line.key === "login_needed");
  return { life, phone };
}

suite("a session that has ended", () => {
  test("is said once there is something to send; capture goes on and nothing of it is lost", async () => {
    const { life, phone } = await walkLoggedOut();
    await walk(phone);
    await answerItem(phone.pen(), 2, "none");
    await finish(phone, "下雨");
    assert.equal(phone.unsent().entries, 2);
    assert.equal(life.server.entries.length, 0);
  });

  test("asks the server no more often than a network that is away", async () => {
    const { life, phone } = await walkLoggedOut();
    const calls = life.server.calls.length;
    for (let round = 0; round < 5; round += 1) life.wake("timer");
    await until(() => !phone.snapshot().sync.running);
    assert.equal(life.server.calls.length, calls);
  });

  test("begins anew with a login, and all that waited goes", async () => {
    const { life } = await walkLoggedOut();
    life.server.mischief = () => null;
    const again = await startPhone(true, life.world);
    await again.arrive();
    await until(() => again.snapshot().line.key === "nothing_waiting");
    assert.equal(life.server.entries.length, 1);
  });

  test("and a login of another person sends nothing of the first, and shows him nothing of it", async () => {
    const { life } = await walkLoggedOut();
    const calls = life.server.calls.length;
    life.server.mischief = () => null;
    life.server.plan = planOf("示例乙");
    life.server.person_id = life.server.plan.person.id;
    const next = await startPhone(true, life.world);
    await next.arrive();
    await until(atRest(next));
    await next.sync();
    assert.deepEqual(next.snapshot().entries, []);
    assert.equal(next.snapshot().line.key, "nothing_waiting");
    const said = life.server.calls.slice(calls).filter((call) => call.startsWith("POST /api"));
    assert.deepEqual(said, []);
  });
});
