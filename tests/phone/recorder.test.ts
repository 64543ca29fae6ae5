/** The microphone stops by itself, hands on every piece in order, and says why it cannot. */

import assert from "node:assert/strict";
import { mock, suite, test } from "node:test";
import { MOST_FILM_MS, MOST_MS, Recorder } from "../../static/phone/recorder.ts";

class FakeRecorder extends EventTarget {
  static isTypeSupported = (type: string): boolean => /^(audio|video)\/mp4$/.test(type);
  static last: FakeRecorder | null = null;
  state = "inactive";

  constructor() {
    super();
    FakeRecorder.last = this;
  }

  start(): void {
    this.state = "recording";
  }

  say(words: string): void {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([words]) }));
  }

  stop(): void {
    this.state = "inactive";
    this.say("last");
    this.dispatchEvent(new Event("stop"));
  }
}

const FAKE = FakeRecorder as unknown as typeof MediaRecorder;

function makeMicrophone(refusal: string | null = null) {
  const track = {
    isStopped: false,
    stop: () => {
      track.isStopped = true;
    },
  };
  const getUserMedia = async () => {
    if (refusal !== null) throw Object.assign(new Error("no"), { name: refusal });
    return { getTracks: () => [track] } as unknown as MediaStream;
  };
  return { track, media: { getUserMedia } };
}

async function record(recorder: Recorder, hear: (words: string) => Promise<void>) {
  let tell = (_fault: unknown): void => undefined;
  const ended = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  await recorder.start({
    hear: async (piece, type) => hear(`${type} ${new TextDecoder().decode(piece)}`),
    end: (fault) => tell(fault),
  });
  return ended;
}

suite("a camera that films", () => {
  const stream = {} as MediaStream;

  test("stops after twenty seconds, with all its pieces", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const recorder = new Recorder(null, FAKE);
    const seen: string[] = [];
    let over = (_fault: unknown): void => undefined;
    const ended = new Promise<unknown>((resolve) => {
      over = resolve;
    });
    recorder.film(stream, { hear: async (_piece, type) => void seen.push(type), end: over });
    FakeRecorder.last?.say("one");
    mock.timers.tick(MOST_FILM_MS - 1);
    assert.equal(FakeRecorder.last?.state, "recording");
    mock.timers.tick(1);
    mock.timers.reset();
    assert.equal(await ended, null);
    assert.deepEqual(seen, ["video/mp4", "video/mp4"]);
  });

  test("says why it cannot", () => {
    const hearing = { hear: async () => undefined, end: () => undefined };
    const none = { code: "film_unsupported" };
    assert.throws(() => new Recorder(null, undefined).film(stream, hearing), none);
    const dark = { code: "camera_not_ready" };
    assert.throws(() => new Recorder(null, FAKE).film(null, hearing), dark);
  });
});

suite("the microphone", () => {
  test("hands on all that is said, in order, and is let go", async () => {
    const { media, track } = makeMicrophone();
    const recorder = new Recorder(media, FAKE);
    const heard: string[] = [];
    const ended = record(recorder, async (words) => void heard.push(words));
    await new Promise((resolve) => setImmediate(resolve));
    FakeRecorder.last?.say("one");
    FakeRecorder.last?.say("two");
    recorder.stop();
    assert.equal(await ended, null);
    assert.deepEqual(heard, ["audio/mp4 one", "audio/mp4 two", "audio/mp4 last"]);
    assert.equal(track.isStopped, true);
  });

  test("stops after half a minute", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const recorder = new Recorder(makeMicrophone().media, FAKE);
    const ended = record(recorder, async () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(MOST_MS - 1);
    assert.equal(FakeRecorder.last?.state, "recording");
    mock.timers.tick(1);
    mock.timers.reset();
    assert.equal(FakeRecorder.last?.state, "inactive");
    await ended;
  });

  test("stops when a piece cannot be kept, and says so", async () => {
    const recorder = new Recorder(makeMicrophone().media, FAKE);
    const full = new Error("full");
    const ended = record(recorder, async () => {
      throw full;
    });
    await new Promise((resolve) => setImmediate(resolve));
    FakeRecorder.last?.say("one");
    assert.equal(await ended, full);
  });

  test("says why it cannot", async () => {
    const begin = (recorder: Recorder) => record(recorder, async () => undefined);
    const { media } = makeMicrophone();
    const none = { code: "voice_unsupported" };
    await assert.rejects(begin(new Recorder(null, FAKE)), none);
    await assert.rejects(begin(new Recorder(media, undefined)), none);
    const denied = makeMicrophone("NotAllowedError").media;
    await assert.rejects(begin(new Recorder(denied, FAKE)), { code: "voice_denied" });
    const busy = makeMicrophone("NotReadableError").media;
    await assert.rejects(begin(new Recorder(busy, FAKE)), { code: "voice_busy" });
  });
});
