/** Videos go over Wi-Fi only, unless their owner says otherwise. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { startPhone } from "../../static/phone/phone.ts";
import { chooseWifiOnly, netOf, readWifiOnly, videoRule } from "../../static/phone/videos.ts";
import { makePen } from "./builders.ts";
import { makeLife } from "./life.ts";

const connection = (type?: string) =>
  Object.assign(new EventTarget(), type === undefined ? {} : { type });

suite("videos", () => {
  for (const [wifi_only, net, rule] of [
    [true, "wifi", "go"],
    [true, "other", "wait"],
    [true, "unknown", "ask"],
    [false, "other", "go"],
    [false, "unknown", "go"],
  ] as const) {
    test(`${wifi_only ? "by Wi-Fi only" : "by any network"}, on ${net}: ${rule}`, () => {
      assert.equal(videoRule(wifi_only, net), rule);
    });
  }

  test("the network is known where the browser says it", () => {
    const types = ["wifi", "ethernet", "cellular", "bluetooth", "unknown", undefined];
    assert.deepEqual(
      types.map((type) => netOf(connection(type))),
      ["wifi", "wifi", "other", "other", "unknown", "unknown"],
    );
    assert.equal(netOf(undefined), "unknown");
  });

  test("wait on a paid network until their owner says so, and on none that is free", async () => {
    const life = makeLife();
    life.net = "other";
    const phone = await startPhone(false, life.world);
    await phone.arrive();
    assert.equal(phone.snapshot().videos, "wait");
    await phone.sendVideos();
    assert.equal(phone.snapshot().videos, "go");
    const reborn = await startPhone(false, life.world);
    assert.equal(reborn.snapshot().videos, "wait");
    await chooseWifiOnly(reborn.pen().store, false);
    assert.deepEqual([reborn.snapshot().videos, reborn.snapshot().wifi_only], ["go", false]);
  });

  test("what a person chose is kept, Wi-Fi only being what nobody has to choose", async () => {
    const { store } = makePen();
    const read = () => store.read((tx) => readWifiOnly(tx));
    assert.equal(await read(), true);
    await chooseWifiOnly(store, false);
    assert.equal(await read(), false);
    await chooseWifiOnly(store, true);
    assert.equal(await read(), true);
  });
});
