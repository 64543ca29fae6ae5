/** The screen stays on in a pocket as long as the browser lets it, and it is said when it does not. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Wake } from "../../static/phone/wake.ts";

class FakeLock extends EventTarget {
  released = false;

  async release(): Promise<void> {
    this.released = true;
    this.dispatchEvent(new Event("release"));
  }
}

function makeWake(locks: FakeLock[], isRefused = () => false) {
  const request = async () => {
    if (isRefused()) throw new DOMException("no", "NotAllowedError");
    locks.push(new FakeLock());
    return locks.at(-1) as unknown as WakeLockSentinel;
  };
  return new Wake({ request }, () => undefined);
}

suite("the screen in a pocket", () => {
  test("stays on until the pocket is left", async () => {
    const locks: FakeLock[] = [];
    const wake = makeWake(locks);
    await wake.start();
    assert.equal(wake.state(), "on");
    await wake.stop();
    assert.equal(wake.state(), "off");
    assert.equal(locks[0]?.released, true);
  });

  test("is asked for again after the page was out of sight, and only while it is wanted", async () => {
    const locks: FakeLock[] = [];
    const wake = makeWake(locks);
    await wake.again();
    assert.equal(locks.length, 0);
    await wake.start();
    await locks[0]?.release();
    assert.equal(wake.state(), "off");
    await wake.again();
    assert.equal(wake.state(), "on");
    assert.equal(locks.length, 2);
  });

  test("a browser that cannot or will not is told of in words", async () => {
    const wake = new Wake(undefined, () => undefined);
    await wake.start();
    assert.equal(wake.state(), "missing");
    let isRefused = true;
    const unwilling = makeWake([], () => isRefused);
    await unwilling.start();
    assert.equal(unwilling.state(), "refused");
    isRefused = false;
    await unwilling.again();
    assert.equal(unwilling.state(), "on");
  });

  test("left before it was granted it is given back", async () => {
    const locks: FakeLock[] = [];
    const wake = makeWake(locks);
    const started = wake.start();
    await wake.stop();
    await started;
    assert.equal(locks[0]?.released, true);
    assert.equal(wake.state(), "off");
  });
});
