/** Each person reads in his own language, also without signal, and the server hears of it. */

import assert from "node:assert/strict";
import { afterEach, suite, test } from "node:test";
import { findChoice, findLanguage, keepChoice, learnChoice } from "../../static/phone/language.ts";
import { problemMakings } from "../../static/phone/makings.ts";
import { type Pointers, pointTo } from "../../static/phone/person.ts";
import { sayDayAndWeekday } from "../../static/phone/screens/dates.ts";
import { Reason } from "../../static/phone/screens/reason.ts";
import { sayWhy } from "../../static/phone/screens/why.ts";
import { inWords, learnLater, say, sayList, speak, spoken } from "../../static/phone/words.ts";
import errors from "../../static/words/zh-CN/errors.json";
import unsent from "../../static/words/zh-CN/unsent.json";
import { makeDraft, makePhoto, makePlan, makeProblem, WALKER } from "./builders.ts";

function makePointers(): Pointers {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

afterEach(() => speak("zh-CN"));

suite("a language", () => {
  test("is the browser's while nobody is known, and Chinese where it says neither", () => {
    const languageOf = (...preferred: string[]) => findLanguage(makePointers(), preferred);
    assert.equal(languageOf("zh-TW", "en"), "zh-CN");
    assert.equal(languageOf("en-GB", "zh-CN"), "en");
    assert.equal(languageOf("fr-FR", "en"), "en");
    assert.equal(languageOf("fr-FR"), "zh-CN");
    assert.equal(languageOf(), "zh-CN");
  });

  test("is each person's own on a shared phone", () => {
    const pointers = makePointers();
    keepChoice(pointers, WALKER.id, { language: "en", is_told: false });
    pointTo(pointers, WALKER);
    assert.equal(findLanguage(pointers, ["zh-CN"]), "en");
    pointTo(pointers, { id: "another", name: "示例乙" });
    assert.equal(findLanguage(pointers, ["zh-CN"]), "zh-CN");
  });

  test("chosen elsewhere holds here, but not over a choice still on its way", () => {
    const pointers = makePointers();
    learnChoice(pointers, "a", "en");
    assert.deepEqual(findChoice(pointers, "a"), { language: "en", is_told: true });
    keepChoice(pointers, "a", { language: "zh-CN", is_told: false });
    learnChoice(pointers, "a", "en");
    assert.deepEqual(findChoice(pointers, "a"), { language: "zh-CN", is_told: false });
    learnChoice(pointers, "b", "tlh");
    assert.equal(findChoice(pointers, "b"), null);
  });

  test("that is broken in the browser's memory is none", () => {
    const pointers = makePointers();
    pointers.setItem("patrol.language.a", "{");
    assert.equal(findChoice(pointers, "a"), null);
  });
});

suite("English", () => {
  test("is spoken after a switch, with its plurals, dates and lists, and Chinese again after the next", async () => {
    await speak("en");
    assert.equal(spoken(), "en");
    assert.equal(say("phone.patrol.left", { n: 1 }), "1 item left · go");
    assert.equal(say("phone.patrol.left", { n: 3 }), "3 items left · go");
    assert.equal(sayDayAndWeekday("2026-11-22"), "Sun 22 Nov");
    assert.equal(sayList(["Foam", "", "Smell"], "items"), "Foam, Smell");
    await speak("zh-CN");
    assert.equal(sayDayAndWeekday("2026-11-22"), "11月22日 周日");
    assert.equal(sayList(["泡沫", "", "臭味"], "items"), "泡沫、臭味");
  });

  test("is what the nine items of the plan are in, and what it does not know stays as it came", async () => {
    const plan = makePlan();
    assert.equal(inWords(plan), plan);
    plan.checklist.items[0]?.chips.push({ code: "from_the_future", label: "以后的" });
    await speak("en");
    const [first] = inWords(plan).checklist.items;
    assert.equal(first?.label, "Smell or odd colour");
    assert.deepEqual(
      first?.chips.map(({ label }) => label),
      ["Household rubbish", "以后的"],
    );
    assert.equal(plan.checklist.items[0]?.label, "第1项");
  });

  test("is for reading: what is tapped is filed in the ledger's Chinese", async () => {
    await speak("en");
    const problem = makeProblem({ chips: ["household_waste"], cleaned: true, item: 1 });
    problem.after = [makePhoto("after")];
    const [report] = problemMakings(inWords(makePlan()), makeDraft(), problem);
    assert.equal(report?.body.what, "生活垃圾");
    assert.deepEqual(report?.body.on_the_spot, { opinion: "", result: "清理了" });

    const reason = new Reason(["phone.early.reasons.rain", "phone.early.reasons.dark"]);
    assert.equal(reason.common[0]?.label, "Heavy rain");
    reason.picked = reason.common.map(({ code }) => code);
    assert.equal(reason.words, "下大雨，天黑了");
    assert.equal(say("phone.early.reasons.rain"), "Heavy rain");
  });

  test("is what a refusal of before the switch is said in, as long as its code is known", async () => {
    learnLater({ errors, unsent });
    const refused = { code: "dates_reversed", detail: "结束日期早于开始日期，没有存。" };
    const strange = { code: "from_the_future", detail: "以后的" };
    assert.deepEqual([refused, strange].map(sayWhy), [refused.detail, strange.detail]);
    await speak("en");
    assert.equal(sayWhy(refused), "The last day is before the first day. It was not stored.");
    assert.equal(sayWhy(strange), strange.detail);
    assert.equal(sayWhy({ code: "timeout", detail: "" }), "The signal was too weak to finish.");
    for (const code of ["refused", "constructor"])
      assert.equal(sayWhy({ code, detail: "" }), "It was not sent. It is tried again in a while.");
  });
});
