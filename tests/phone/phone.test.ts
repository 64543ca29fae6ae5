/** The living phone: each person's records stay his own, and positions are read only when they may be. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { giveConsent, withdrawConsent } from "../../static/phone/consent.ts";
import { answerItem, discardPatrol, startPatrol } from "../../static/phone/draft.ts";
import { findChoice } from "../../static/phone/language.ts";
import { type Phone, startPhone } from "../../static/phone/phone.ts";
import { speak, spoken } from "../../static/phone/words.ts";
import { makePlan, START } from "./builders.ts";
import { atRest, finish, type Life, makeLife, planOf, until, walk } from "./life.ts";
import { problem } from "./server.ts";

suite("who holds the phone", () => {
  test("nobody at first; after the login whoever the plan names, and he stays offline", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    assert.equal(phone.snapshot().person, null);
    assert.throws(() => phone.pen(), { code: "nobody" });
    const { person, switched } = await phone.arrive();
    assert.deepEqual([person.name, switched], ["示例甲", false]);
    life.online = false;
    const reborn = await startPhone(false, life.world);
    assert.equal(reborn.snapshot().person?.name, "示例甲");
    assert.equal(reborn.snapshot().plan?.person.name, "示例甲");
  });

  test("a login that failed opens nothing", async () => {
    const life = makeLife();
    life.server.mischief = () => problem(401, "login_required", true);
    const phone = await startPhone(false, life.world);
    await assert.rejects(phone.arrive(), { code: "login_required", status: 401 });
    assert.equal(phone.snapshot().person, null);
  });

  test("the end of a session that is still owed does not throw out who has just logged in", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    life.online = false;
    await phone.leave();
    life.online = true;
    const next = await startPhone(true, life.world);
    await next.arrive();
    await next.sync();
    assert.equal(life.server.calls.includes("POST /logout"), false);
  });

  test("换人 seals what is unsent for its author, the next one sees nothing of it", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    const first = (await phone.arrive()).person;
    life.online = false;
    await walk(phone);
    await finish(phone, "下雨");
    assert.equal(phone.unsent().entries, 1);
    await phone.leave();
    assert.equal(phone.snapshot().person, null);
    assert.deepEqual(phone.snapshot().entries, []);
    assert.equal((await startPhone(false, life.world)).snapshot().person, null);

    life.online = true;
    life.wake("hope");
    await until(() => life.server.calls.includes("POST /logout"));
    const firstPlan = life.server.plan;
    life.server.plan = planOf("示例乙");
    life.server.person_id = life.server.plan.person.id;
    const second = await phone.arrive();
    assert.equal(second.person.name, "示例乙");
    await phone.sync();
    assert.deepEqual(phone.snapshot().entries, []);
    assert.equal(life.server.entries.length, 0);

    await phone.leave();
    [life.server.plan, life.server.person_id] = [firstPlan, first.id];
    await phone.arrive();
    await until(() => life.server.entries.length === 1);
    assert.equal(life.server.entries[0]?.by, first.id);
    await until(() => phone.snapshot().outbox.entries === 0);
  });

  test("another person's session switches the records when the plan comes", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    const { person } = await phone.arrive();
    await until(atRest(phone));
    life.server.plan = planOf("示例乙");
    await phone.sync();
    await until(() => phone.snapshot().person?.name === "示例乙");
    assert.notEqual(phone.pen().person_id, person.id);
    assert.equal(phone.snapshot().plan?.person.name, "示例乙");
  });
});

suite("the language", () => {
  const language = (phone: Phone, life: Life) =>
    findChoice(life.world.pointers, phone.pen().person_id);

  test("is chosen without signal, told when there is some, and never taken back meanwhile", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await phone.chooseLanguage("en");
    assert.equal(phone.snapshot().plan?.checklist.items[0]?.label, "Smell or odd colour");
    assert.deepEqual(language(phone, life), { language: "en", is_told: false });
    life.online = true;
    life.wake("hope");
    await until(() => language(phone, life)?.is_told === true);
    assert.equal(life.server.plan.person.language, "en");
    await phone.chooseLanguage("zh-CN");
    await until(() => life.server.plan.person.language === "zh-CN");
  });

  test("of who logs in is the one he chose elsewhere", async () => {
    const life = makeLife();
    life.server.plan.person.language = "en";
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    assert.equal(spoken(), "en");
    await speak("zh-CN");
  });

  test("is not told in another person's session", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await phone.chooseLanguage("en");
    life.server.plan = planOf("示例乙");
    life.online = true;
    life.wake("hope");
    await until(() => phone.snapshot().person?.name === "示例乙");
    await until(atRest(phone));
    assert.equal(life.server.calls.includes("POST /language"), false);
    await speak("zh-CN");
  });
});

suite("the snapshot", () => {
  test("is the new one as soon as a deed returns", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    let told = 0;
    phone.subscribe(() => {
      told += 1;
    });
    await startPatrol(phone.pen(), START);
    assert.ok(told > 0);
    assert.equal(phone.snapshot().draft?.reach_id, START.reach.id);
    await answerItem(phone.pen(), 2, "none");
    assert.equal(phone.snapshot().draft?.answers[2]?.finding, "none");
  });

  test("says what waits, and that it went, by itself", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await walk(phone);
    await finish(phone);
    await until(() => phone.snapshot().line.key === "offline");
    assert.equal(phone.snapshot().line.left.entries, 1);
    life.online = true;
    life.wake("hope");
    await until(() => phone.snapshot().line.key === "nothing_waiting");
    assert.equal(phone.snapshot().entries[0]?.seq, 0);
  });

  test("remembers without signal, after a restart, when all had gone", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await until(atRest(phone));
    const sent_at = phone.snapshot().sync.last_ok_at;
    life.online = false;
    life.clock.move(60_000);
    const reborn = await startPhone(false, life.world);
    await until(() => reborn.snapshot().sync.last_fault === "unreachable");
    assert.equal(reborn.snapshot().sync.last_ok_at, sent_at);
  });

  test("a parked entry goes once more by hand", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await until(atRest(phone));
    life.online = false;
    await walk(phone);
    const filed = await finish(phone);
    await until(() => phone.snapshot().sync.last_fault === "unreachable");
    const id = filed[0]?.id ?? "";
    life.server.refusals.set(id, { code: "bad_shape", keep: false });
    life.online = true;
    await phone.sync();
    assert.equal(phone.snapshot().line.key, "parked");
    life.server.refusals.clear();
    await phone.retry(id);
    await until(() => phone.snapshot().line.key === "nothing_waiting");
  });
});

const signsOf = (phone: Phone) => (phone.snapshot().draft?.signs ?? []).map(([, what]) => what);

suite("positions", () => {
  test("are read from 开始 to 完成 after consent, and never else", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await walk(phone);
    assert.equal(life.places.watching, 0);
    phone.wantPlace(true);
    assert.equal(life.places.watching, 0);
    await giveConsent(phone.pen(), makePlan());
    assert.equal(life.places.watching, 1);
    life.places.fix();
    assert.deepEqual(phone.position.place()?.at, [112843250, 35498120]);
    assert.equal(phone.position.state(), "good");
    await until(() => phone.snapshot().draft?.fixes.length === 1);
    await discardPatrol(phone.pen());
    assert.equal(life.places.watching, 0);
    assert.equal(phone.position.place(), null);
  });

  test("stop when consent is withdrawn in the middle of a walk", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await giveConsent(phone.pen(), makePlan());
    await walk(phone);
    assert.equal(life.places.watching, 1);
    await withdrawConsent(phone.pen(), makePlan());
    assert.equal(life.places.watching, 0);
    await until(() => phone.snapshot().draft?.position === "off");
    assert.deepEqual(signsOf(phone), ["on", "off"]);
  });

  test("are asked for anew when the page comes back into sight, and the time out of sight is noted", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await giveConsent(phone.pen(), makePlan());
    await walk(phone);
    life.places.refuse();
    await until(() => phone.snapshot().draft?.position === "denied");
    life.see(true);
    await until(() => signsOf(phone).includes("hidden"));
    life.see(false);
    assert.equal(phone.position.state(), "waiting");
    assert.equal(life.places.watching, 1);
    life.places.fix();
    await until(() => phone.snapshot().draft?.position === "on");
    assert.deepEqual(signsOf(phone).slice(0, 3), ["on", "denied", "hidden"]);
  });

  test("refused by the phone leave a walk without a track, and say so", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await giveConsent(phone.pen(), makePlan());
    await walk(phone);
    life.places.refuse();
    assert.equal(phone.position.state(), "denied");
    await until(() => phone.snapshot().draft?.position === "denied");
  });

  test("are not read for a walk that was left open yesterday", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await giveConsent(phone.pen(), makePlan());
    await walk(phone);
    const walked = phone.snapshot().draft?.stretches;
    life.clock.sleep(86_400_000);
    const reborn = await startPhone(false, life.world);
    assert.equal(reborn.position.state(), "off");
    await until(() => {
      life.wake("timer");
      return atRest(reborn)();
    });
    assert.deepEqual(reborn.snapshot().draft?.stretches, walked);
  });

  test("a place is forgotten after a minute", async () => {
    const life = makeLife();
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    await giveConsent(phone.pen(), makePlan());
    phone.wantPlace(true);
    life.places.fix();
    life.clock.move(61_000);
    assert.equal(phone.position.place(), null);
    assert.equal(phone.position.state(), "waiting");
    phone.wantPlace(false);
    assert.equal(life.places.watching, 0);
  });
});

suite("a phone that several people use", () => {
  async function share(life: Life): Promise<Phone> {
    const first = await startPhone(true, life.world);
    await first.arrive();
    await walk(first);
    await first.leave();
    life.server.plan = planOf("示例乙");
    const second = await startPhone(true, life.world);
    await second.arrive();
    return second;
  }

  test("asks at each start who holds it, with nothing open until he says so", async () => {
    const life = makeLife();
    await share(life);
    life.visit.clear();
    const phone = await startPhone(false, life.world);
    const { asked, person, plan, draft } = phone.snapshot();
    assert.equal(asked?.name, "示例乙");
    assert.deepEqual([person, plan, draft], [null, null, null]);
    assert.throws(() => phone.pen(), { code: "nobody" });
    await phone.confirm();
    assert.equal(phone.snapshot().asked, null);
    assert.equal(phone.snapshot().person?.name, "示例乙");
  });

  test("opens nobody's records for whoever says 换人, and keeps them", async () => {
    const life = makeLife();
    const second = await share(life);
    const { id } = second.snapshot().person ?? {};
    life.visit.clear();
    const phone = await startPhone(false, life.world);
    await phone.leave();
    assert.deepEqual([phone.snapshot().asked, phone.snapshot().person], [null, null]);
    const again = await startPhone(false, life.world);
    assert.deepEqual([again.snapshot().asked, again.snapshot().person], [null, null]);
    await again.arrive();
    assert.equal(again.snapshot().person?.id, id);
  });

  test("does not ask when the browser has only brought the page back", async () => {
    const life = makeLife();
    await share(life);
    const phone = await startPhone(false, life.world);
    assert.equal(phone.snapshot().asked, null);
    assert.equal(phone.snapshot().person?.name, "示例乙");
  });

  test("is not one that a single person starts again and again", async () => {
    const life = makeLife();
    await (await startPhone(true, life.world)).arrive();
    life.visit.clear();
    assert.equal((await startPhone(false, life.world)).snapshot().asked, null);
  });
});
