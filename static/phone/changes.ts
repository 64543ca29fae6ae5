/** What has changed since the kept plan came: a weak network need not carry all of it again for one problem's news. */

import { type Api, ApiFault } from "./api.ts";
import type { Plan, PlanProblem } from "./model.ts";
import type { KeptPlan } from "./plan.ts";

/** The kept plan with the news in it; null where only a new plan tells all, or the server has no way to tell. */
export async function fetchChanges(
  api: Api,
  { plan, etag }: KeptPlan,
): Promise<Omit<KeptPlan, "fetched_at"> | null> {
  const answer = await api
    .json(`/api/v1/changes?since=${encodeURIComponent(plan.cursor)}`)
    .catch((fault) => {
      if (fault instanceof ApiFault && [404, 422].includes(fault.status)) return null;
      throw fault;
    });
  if (answer === null || answer.reset !== false) return null;
  const { changes, cursor } = answer;
  if (!Array.isArray(changes) || typeof cursor !== "string") {
    throw new ApiFault({ code: "not_ours" });
  }
  // What is no problem comes from a newer server: this phone knows where to find it whole.
  if (changes.some(({ kind }) => kind !== "problem")) return null;
  if (changes.length === 0) return { plan: { ...plan, cursor }, etag };
  const news = changes.map(({ value }) => value as PlanProblem);
  // The plan is no longer the one that the tag is of.
  return { plan: { ...plan, cursor, problems: merged(plan, news) }, etag: null };
}

/** The newest first, as in a plan. */
function merged({ problems }: Plan, news: readonly PlanProblem[]): PlanProblem[] {
  const told = new Set(news.map(({ id }) => id));
  return [...news, ...problems.filter(({ id }) => !told.has(id))];
}
