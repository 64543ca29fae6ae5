/** The camera says by name why it cannot, and never keeps a light burning. */

import assert from "node:assert/strict";
import { before, mock, suite, test } from "node:test";
import { Camera, FOR_FILMS } from "../../static/phone/camera.ts";

class FakeTrack extends EventTarget {
  readyState = "live";
  muted = false;
  torch = false;

  stop(): void {
    this.readyState = "ended";
  }

  /** The phone takes the camera away: unlike `stop`, that is told. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event("ended"));
  }

  getCapabilities = () => ({ torch: true });

  applyConstraints = async ({ advanced }: { advanced: { torch: boolean }[] }) => {
    this.torch = advanced[0]?.torch ?? false;
  };
}

const listeners = new Map<string, () => void>();

class FakeMedia {
  readonly tracks: FakeTrack[] = [];
  fault: string | null = null;

  getUserMedia = async (): Promise<MediaStream> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.fault !== null) throw new DOMException("no", this.fault);
    const track = new FakeTrack();
    this.tracks.push(track);
    const held = { getTracks: () => [track], getVideoTracks: () => [track] };
    return held as unknown as MediaStream;
  };

  get burning(): number {
    return this.tracks.filter((track) => track.readyState === "live").length;
  }
}

function makeVideo(): HTMLVideoElement {
  return {
    play: async () => undefined,
    videoWidth: 0,
    srcObject: null,
  } as unknown as HTMLVideoElement;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

suite("the camera", () => {
  before(() => {
    const addEventListener = (name: string, listener: () => void) => listeners.set(name, listener);
    Object.assign(globalThis, { window: { addEventListener }, document: { hidden: false } });
  });

  for (const [fault, code] of [
    ["NotAllowedError", "camera_denied"],
    ["SecurityError", "camera_denied"],
    ["NotFoundError", "camera_absent"],
    ["OverconstrainedError", "camera_absent"],
    ["NotReadableError", "camera_busy"],
    ["AbortError", "camera_busy"],
  ] as const) {
    test(`${fault} reads ${code}`, async () => {
      const media = new FakeMedia();
      media.fault = fault;
      await assert.rejects(new Camera(media).open(makeVideo()), { code });
    });
  }

  test("films without sound where the microphone is refused", async () => {
    const asked: unknown[] = [];
    const media = new FakeMedia();
    const give = media.getUserMedia;
    const getUserMedia = async (wanted: MediaStreamConstraints | undefined) => {
      asked.push(wanted?.audio);
      if (wanted?.audio) throw new DOMException("no", "NotAllowedError");
      return give();
    };
    const camera = new Camera({ getUserMedia }, FOR_FILMS);
    await camera.open(makeVideo());
    assert.deepEqual(asked, [true, false]);
    assert.notEqual(camera.stream, null);
    media.fault = "NotAllowedError";
    const refused = new Camera({ getUserMedia }, FOR_FILMS).open(makeVideo());
    await assert.rejects(refused, { code: "camera_denied" });
  });

  test("on a page without https there is none", async () => {
    await assert.rejects(new Camera(null).open(makeVideo()), { code: "camera_insecure" });
  });

  test("is asked for once, however many screens want it", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    const [one, two] = [makeVideo(), makeVideo()];
    await Promise.all([camera.open(one), camera.open(two)]);
    await camera.open(one);
    assert.equal(media.tracks.length, 1);
    camera.stop();
    assert.equal(media.burning, 0);
  });

  test("left while the phone was still asking is let go of", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    const opening = camera.open(makeVideo());
    camera.stop();
    await opening;
    assert.equal(media.burning, 0);
  });

  test("black after a pause is started again", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    const video = makeVideo();
    await camera.open(video);
    const [first] = media.tracks;
    if (first !== undefined) first.muted = true;
    listeners.get("visibilitychange")?.();
    await pause();
    assert.equal(media.tracks.length, 2);
    assert.equal(media.burning, 1);
    listeners.get("visibilitychange")?.();
    await pause();
    assert.equal(media.tracks.length, 2);
  });

  test("that the phone takes away is started again, once", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    const told: string[] = [];
    await camera.open(makeVideo(), (code) => told.push(code));
    media.tracks[0]?.end();
    await pause();
    assert.equal(media.burning, 1);
    assert.deepEqual(told, []);
    media.tracks[1]?.end();
    await pause();
    assert.equal(media.tracks.length, 2);
    assert.deepEqual(told, ["camera_busy"]);
  });

  test("that is gone when it is started again says so", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    const told: string[] = [];
    await camera.open(makeVideo(), (code) => told.push(code));
    media.fault = "NotFoundError";
    media.tracks[0]?.end();
    await pause();
    assert.deepEqual(told, ["camera_absent"]);
  });

  test("muted for a moment is left alone", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const media = new FakeMedia();
    const opening = new Camera(media).open(makeVideo());
    mock.timers.tick(5);
    await opening;
    const [track] = media.tracks;
    assert.ok(track);
    for (const isStill of [false, true]) {
      track.muted = true;
      track.dispatchEvent(new Event("mute"));
      track.muted = isStill;
      mock.timers.tick(1_000);
      assert.equal(track.readyState, isStill ? "ended" : "live");
    }
    mock.timers.reset();
  });

  test("has its light on only while it is open", async () => {
    const media = new FakeMedia();
    const camera = new Camera(media);
    assert.equal(camera.hasLight, false);
    await camera.open(makeVideo());
    assert.equal(camera.hasLight, true);
    await camera.light(true);
    assert.deepEqual([camera.isLit, media.tracks[0]?.torch], [true, true]);
    camera.stop();
    assert.deepEqual([camera.isLit, media.burning], [false, 0]);
    await camera.open(makeVideo());
    assert.ok(media.tracks[1]);
    media.tracks[1].applyConstraints = async () => Promise.reject(new Error("no"));
    await assert.rejects(camera.light(true), { code: "light_failed" });
    assert.equal(camera.isLit, false);
  });

  test("gives no frame before there is one", async () => {
    const camera = new Camera(new FakeMedia());
    assert.throws(() => camera.capture(), { code: "camera_not_ready" });
    await camera.open(makeVideo());
    assert.throws(() => camera.capture(), { code: "camera_not_ready" });
  });
});
