/** The camera sees when it sees nothing, and knows which way to turn. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Compass } from "../../static/phone/compass.ts";
import { headingOf, turnTo } from "../../static/phone/rules/heading.ts";
import { isBlack, Watch } from "../../static/phone/rules/sight.ts";
import { nameBrowser } from "../../static/phone/screens/browser.ts";

const BLACK = { mean: 0, spread: 0 };
const NIGHT = { mean: 2, spread: 40 };
const DAY = { mean: 120, spread: 90 };

suite("the live picture", () => {
  let frames = 0;
  const look = (what: typeof DAY) => {
    frames += 1;
    return { ...what, frames };
  };
  const watchOn = (watch: Watch, what: typeof DAY, from_ms: number, to_ms: number) => {
    const seen: string[] = [];
    for (let at_ms = from_ms; at_ms < to_ms; at_ms += 500) seen.push(watch.see(look(what), at_ms));
    return seen;
  };

  test("is fine by day, and by night with a light in it", () => {
    const watch = new Watch();
    assert.deepEqual(new Set(watchOn(watch, DAY, 0, 5_000)), new Set(["fine"]));
    assert.deepEqual(new Set(watchOn(watch, NIGHT, 5_000, 10_000)), new Set(["fine"]));
    assert.equal(isBlack({ mean: 2, spread: 6 }), true);
    assert.equal(isBlack({ mean: 4, spread: 0 }), false);
  });

  test("that is black for two seconds is started again once, then said, and never in a loop", () => {
    const watch = new Watch();
    assert.deepEqual(watchOn(watch, BLACK, 0, 2_500), ["fine", "fine", "fine", "fine", "restart"]);
    const later = watchOn(watch, BLACK, 2_500, 20_000);
    assert.equal(later.includes("restart"), false);
    assert.equal(later[0], "fine");
    assert.equal(later.at(-1), "black");
    assert.equal(watch.see(look(DAY), 20_000), "fine");
    assert.equal(watchOn(watch, BLACK, 20_500, 30_000).includes("restart"), false);
  });

  test("that stands still is started again once, then said", () => {
    const watch = new Watch();
    const still = { ...DAY, frames: 1 };
    const seen = Array.from({ length: 12 }, (_, index) => watch.see(still, index * 500));
    assert.equal(seen.filter((one) => one === "restart").length, 1);
    assert.equal(seen.at(-1), "frozen");
  });
});

suite("the way one looks", () => {
  test("is that of the camera at the back of a phone held upright", () => {
    assert.equal(headingOf(0, 90, 0), 0);
    assert.equal(headingOf(90, 90, 0), 270);
    assert.equal(headingOf(270, 70, 0), 90);
    assert.equal(headingOf(180, 90, 0), 180);
  });

  test("is unknown where the camera looks at the ground", () => {
    assert.equal(headingOf(40, 0, 0), null);
    assert.equal(headingOf(40, 15, 5), null);
  });

  test("is turned to by the shorter way", () => {
    assert.equal(turnTo(350, 10), "left");
    assert.equal(turnTo(10, 350), "right");
    assert.equal(turnTo(355, 5), "ahead");
    assert.equal(turnTo(90, 77), "right");
    assert.equal(turnTo(90, 102), "ahead");
  });
});

suite("the compass", () => {
  const turned = (name: string, facts: object) => Object.assign(new Event(name), facts);

  test("is heard by either name, and forgotten when the camera is left", () => {
    const page = new EventTarget();
    const compass = new Compass(page as unknown as Window);
    compass.start();
    assert.equal(compass.heading(), null);
    page.dispatchEvent(
      turned("deviceorientation", { absolute: false, alpha: 0, beta: 90, gamma: 0 }),
    );
    assert.equal(compass.heading(), null);
    page.dispatchEvent(
      turned("deviceorientationabsolute", { absolute: true, alpha: 90, beta: 90, gamma: 0 }),
    );
    assert.equal(compass.heading(), 270);
    page.dispatchEvent(turned("deviceorientation", { webkitCompassHeading: 359.7 }));
    assert.equal(compass.heading(), 0);
    compass.stop();
    assert.equal(compass.heading(), null);
    assert.equal(compass.mustAsk, false);
  });

  test("asks an iPhone once", async () => {
    let asked = 0;
    const requestPermission = async () => {
      asked += 1;
      return "denied";
    };
    const page = Object.assign(new EventTarget(), {
      DeviceOrientationEvent: { requestPermission },
    });
    const compass = new Compass(page as unknown as Window);
    assert.equal(compass.mustAsk, true);
    await compass.ask();
    assert.deepEqual([compass.mustAsk, asked], [false, 1]);
    const free = Object.assign(page, { ondeviceorientationabsolute: null });
    assert.equal(new Compass(free as unknown as Window).mustAsk, false);
  });
});

test("whose settings are explained", () => {
  const of = (agent: string, isInstalled = false) =>
    nameBrowser(`Mozilla/5.0 ${agent}`, isInstalled);
  assert.equal(of("(iPhone) MicroMessenger/8.0"), "wechat");
  assert.equal(of("(iPhone; CPU iPhone OS 17_0)"), "iphone");
  assert.equal(of("(Linux; Android 12; HarmonyOS) Chrome/114"), "browser");
  assert.equal(of("(Linux; Android 12; HarmonyOS) Chrome/114", true), "app");
  assert.equal(of("(iPhone; CPU iPhone OS 17_0)", true), "iphone_app");
});
