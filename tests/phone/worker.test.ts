/** The worker answers for the shell and for nothing else, and never half. */

import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import "fake-indexeddb/auto";
import { tagOf } from "../../static/phone/errand.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";

type Listener = (event: Record<string, unknown>) => void;

const ORIGIN = "http://localhost:8000";
const SHELL = ["/", "/static/dist/phone-1.js"];
const listeners = new Map<string, Listener>();
const stored = new Map<string, Set<string>>([
  ["patrol-old", new Set()],
  ["others", new Set()],
]);
let isBroken = false;
let tookOver = 0;

const caches = {
  open: async (name: string) => ({
    addAll: async (requests: Request[]) => {
      if (isBroken) throw new TypeError("cut off");
      stored.set(name, new Set(requests.map(({ url }) => new URL(url).pathname)));
    },
    match: async (path: string) => (stored.get(name)?.has(path) ? new Response(path) : undefined),
  }),
  keys: async () => [...stored.keys()],
  delete: async (name: string) => stored.delete(name),
};

/** Let the worker hear something; gives what it answers with, undefined when it leaves it alone. */
async function hear(name: string, event: Record<string, unknown> = {}): Promise<unknown> {
  let answer: unknown;
  const keep = (promise: unknown) => {
    answer = promise;
  };
  listeners.get(name)?.({ ...event, waitUntil: keep, respondWith: keep });
  return answer;
}

async function fetched(path: string, method = "GET"): Promise<string | undefined> {
  const request = { method, url: path.startsWith("http") ? path : `${ORIGIN}${path}` };
  const answer = (await hear("fetch", { request })) as Response | undefined;
  return answer?.text();
}

suite("the worker", () => {
  before(async () => {
    Object.assign(globalThis, {
      __PRECACHE__: SHELL,
      __VERSION__: "new",
      caches,
      Request: class {
        url: string;
        constructor(path: string) {
          this.url = ORIGIN + path;
        }
      },
      self: {
        addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
        location: { origin: ORIGIN },
        navigator: {},
        clients: { claim: async () => undefined },
        skipWaiting: async () => {
          tookOver += 1;
        },
      },
    });
    const path = "../../static/phone/sw.ts";
    await import(path);
  });

  test("a version that did not come whole is not installed", async () => {
    isBroken = true;
    await assert.rejects(hear("install") as Promise<unknown>);
    isBroken = false;
  });

  test("keeps the whole shell, and drops only its own old ones", async () => {
    await hear("install");
    await hear("activate");
    assert.deepEqual([...(stored.get("patrol-new") ?? [])], SHELL);
    assert.deepEqual([...stored.keys()].sort(), ["others", "patrol-new"]);
  });

  test("answers for the shell", async () => {
    assert.equal(await fetched("/"), "/");
    assert.equal(await fetched("/?from=home"), "/");
    assert.equal(await fetched("/static/dist/phone-1.js"), "/static/dist/phone-1.js");
  });

  for (const [path, method] of [
    ["/api/v1/plan", "GET"],
    ["/login", "GET"],
    ["/desk/", "GET"],
    ["/static/dist/desk-1.js", "GET"],
    ["/", "POST"],
    ["/api/v1/media", "POST"],
    ["https://elsewhere.invalid/", "GET"],
  ] as const) {
    test(`leaves ${method} ${path} alone`, async () => {
      assert.equal(await fetched(path, method), undefined);
    });
  }

  test("sees to an outbox when it is woken for one, and to nothing else", async () => {
    let errands = 0;
    const waitUntil = (errand: Promise<void>) => {
      errands += 1;
      return errand;
    };
    listeners.get("sync")?.({ tag: "another", waitUntil });
    assert.equal(errands, 0);
    listeners.get("sync")?.({ tag: tagOf(uuid7(Date.now())), waitUntil });
    assert.equal(errands, 1);
  });

  test("takes over only when the page says so", async () => {
    await hear("message", { data: "hello" });
    assert.equal(tookOver, 0);
    await hear("message", { data: "take_over" });
    assert.equal(tookOver, 1);
  });
});
