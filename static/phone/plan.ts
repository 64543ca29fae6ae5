/** Weeks of offline work, fetched when there is signal and kept: the plan, and copies of the pictures it shows. */

import { type Api, ApiFault, readJson } from "./api.ts";
import type { Plan } from "./model.ts";
import { isOver } from "./rules/retries.ts";
import type { Store } from "./store.ts";

const KEY = "plan";
/** About 10 MB of copies at most. */
const MAX_VIEWS = 60;

export interface KeptPlan {
  plan: Plan;
  etag: string | null;
  fetched_at: number;
}

/** Fresh enough not to be asked for by the way, in ms. */
const FRESH_MS = 300_000;

/** Whether it is time to ask for another one. */
export function isOld({ fetched_at }: KeptPlan, now_ms: number): boolean {
  return isOver(fetched_at + FRESH_MS, now_ms, FRESH_MS);
}

/** The plan as last fetched, or null. */
export async function readPlan(store: Store): Promise<KeptPlan | null> {
  return (await store.read((tx) => tx.objectStore("plan").get(KEY))) ?? null;
}

/** Ask for a plan; null when the kept one (`etag`) still holds. */
export async function fetchPlan(
  api: Api,
  etag: string | null,
): Promise<{ plan: Plan; etag: string | null } | null> {
  const headers: Record<string, string> = etag === null ? {} : { "If-None-Match": etag };
  return api.ask("/api/v1/plan", { headers }, async (answer) => {
    if (answer.status === 304) return null;
    const plan = (await readJson(answer)) as unknown as Plan;
    if (typeof plan.person?.id !== "string" || !Array.isArray(plan.problems)) {
      throw new ApiFault({ code: "not_ours", status: answer.status });
    }
    return { plan, etag: answer.headers.get("ETag") };
  });
}

/** Keep a plan, with the time it came. */
export async function keepPlan(store: Store, kept: KeptPlan): Promise<void> {
  await store.write((tx) => tx.objectStore("plan").put(kept, KEY));
}

/** Fetch copies of the plan's pictures that this phone does not hold, and let go of those no longer in it. */
export async function fetchViews(
  api: Api,
  store: Store,
  plan: Plan,
  now_ms: number,
): Promise<void> {
  const wanted = wantedViews(plan);
  const held = await store.read(async (tx) => ({
    views: await tx.objectStore("views").getAllKeys(),
    blobs: await tx.objectStore("blobs").getAllKeys(),
  }));
  const stale = held.views.filter((hash) => !wanted.includes(hash));
  if (stale.length > 0) {
    await store.write(async (tx) => {
      for (const hash of stale) await tx.objectStore("views").delete(hash);
    });
  }
  const here = new Set([...held.views, ...held.blobs]);
  for (const hash of wanted.filter((name) => !here.has(name))) {
    await fetchView(api, store, hash, now_ms);
  }
}

/** What can be looked at or listened to. */
const isShown = (type: string): boolean => /^(image|audio)\//.test(type);

/** The pictures of open problems first; only such as have arrived. */
function wantedViews(plan: Plan): string[] {
  const due = plan.problems.filter((problem) => problem.due_for_recheck);
  const rest = plan.problems.filter((problem) => !problem.due_for_recheck);
  const pictures = [...due, ...rest]
    .flatMap((problem) => problem.media)
    .filter((medium) => medium.stored && isShown(medium.type));
  return [...new Set(pictures.map((medium) => medium.sha256))].slice(0, MAX_VIEWS);
}

/** A picture that cannot be had now, or for which there is no room, is no fault of the plan. */
async function fetchView(api: Api, store: Store, hash: string, now_ms: number): Promise<void> {
  const copy = await api
    .ask(`/api/v1/media/${hash}?size=view`, {}, async (answer) => ({
      type: answer.headers.get("Content-Type") ?? "",
      bytes: await answer.arrayBuffer(),
    }))
    .catch((fault) => {
      if (fault instanceof ApiFault && fault.status >= 400 && fault.status < 500) return null;
      throw fault;
    });
  if (copy === null || !isShown(copy.type) || copy.bytes.byteLength === 0) return;
  await store.writeIfRoom((tx) => tx.objectStore("views").put({ ...copy, kept_at: now_ms }, hash));
}
