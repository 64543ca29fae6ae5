/** What stands on the picture for the group: place, day, who, what was seen; never a coordinate, never a telephone number. */

import type { Entry, PlanProblem } from "../model.ts";
import { filed, say, sayList } from "../words.ts";
import type { Here } from "./app.ts";
import { pairOf } from "./comparison.ts";
import { dayAt, sayClock, sayDay, sayLength } from "./dates.ts";
import { findReach, sayReach } from "./duty.ts";
import { sayStanding, standingOf } from "./problem-line.ts";
import { findRecord, type WalkRecord } from "./record.ts";

/** At most two pictures: before and after, or what there is. */
export interface Card {
  title: string;
  lines: string[];
  foot: string;
  pictures: { sha256: string; words: string }[];
}

const MOST_FINDS = 4;

/** The card of a finished walk, in the group's language whatever the phone speaks; null where it no longer knows it. */
export function walkCard(here: Here, patrol_id: string): Card | null {
  return filed(() => composeWalk(here, patrol_id));
}

function composeWalk(here: Here, patrol_id: string): Card | null {
  const record = findRecord(here, patrol_id);
  if (record === undefined) return null;
  const oldestFirst = here.entries.map(({ entry }) => entry).reverse();
  const walked = oldestFirst.filter(({ body }) => body.patrol_id === patrol_id);
  const finds = walked.filter(({ kind }) => kind === "problem.reported");
  const { day_on } = record;
  const day =
    day_on === here.today
      ? say("phone.share.today")
      : say("phone.share.day", { day: sayDay(day_on) });
  return {
    title: day,
    lines: [
      sayPlace(here, record.reach_id),
      sayTime(record),
      ...saySeen(record),
      ...sayFinds(finds),
    ],
    foot: sayFoot(here, here.person.name, day_on),
    pictures: picturesOf(walked),
  };
}

/** The card of a problem as it stands, in the group's language; null where the plan no longer lists it. */
export function problemCard(here: Here, id: string): Card | null {
  return filed(() => composeProblem(here, id));
}

function composeProblem(here: Here, id: string): Card | null {
  const problem = here.plan.problems.find((held) => held.id === id);
  if (problem === undefined) return null;
  const day = sayDay(dayAt(problem.reported_at));
  const standing = sayStanding(problem, standingOf(problem, here.entries));
  return {
    title: problem.what || labelOf(here, problem.item),
    lines: [
      sayPlace(here, problem.reach_id),
      say("phone.share.reported", { day, name: problem.reported_by.name }),
      ...(problem.result === null ? [] : [say("phone.share.result", { result: problem.result })]),
      standing,
    ],
    foot: sayFoot(here, here.person.name, here.today),
    pictures: pairedPictures(problem),
  };
}

/** Of which nothing was said is called after its item, as it stands in the ledger. */
function labelOf({ plan: { checklist } }: Here, item: number): string {
  const { items, filed_items = items } = checklist;
  return filed_items.find((held) => held.item === item)?.label ?? "";
}

function sayPlace(here: Here, reach_id: string): string {
  const reach = findReach(here, reach_id);
  const words = sayReach(reach);
  const { village = "" } = reach ?? {};
  return words.includes(village) ? words : sayList([words, village]);
}

function sayTime({ started_at, ended_at, elapsed_ms }: WalkRecord): string {
  const times = { from: sayClock(started_at), to: sayClock(ended_at) };
  return say("phone.share.time", { ...times, long: sayLength(elapsed_ms) });
}

/** How many items were looked at; that nothing was found is said only of a whole walk. */
function saySeen({ body, found }: WalkRecord): string[] {
  if (body === null) return [];
  const seen = body.items.filter(({ finding }) => finding !== "not_checked").length;
  if (seen < body.items.length || body.ended_early !== null)
    return [say("phone.share.some", { n: seen })];
  return [say("phone.share.all"), ...(found === 0 ? [say("phone.share.nothing")] : [])];
}

function sayFinds(finds: readonly Entry[]): string[] {
  return finds.slice(0, MOST_FINDS).map(({ body }) => {
    const what = String(body.what);
    return say(body.on_the_spot === null ? "phone.share.told" : "phone.share.cleaned", { what });
  });
}

function sayFoot({ plan }: Here, name: string, day_on: string): string {
  const office = plan.appointments[0];
  const role = office === undefined ? "" : say(`domain.role.${office.role}`);
  return say("phone.share.foot", { role, name, day: day_on });
}

/** The first pair of before and after, else the first two pictures. */
function picturesOf(entries: readonly Entry[]): Card["pictures"] {
  const media = entries
    .flatMap((entry) => entry.media)
    .filter(({ type }) => type.startsWith("image/"));
  const after = media.find(({ role, pairs_with }) => role === "after" && pairs_with !== null);
  const before = media.find(({ sha256 }) => sha256 === after?.pairs_with);
  const shown = after !== undefined && before !== undefined ? [before, after] : media.slice(0, 2);
  return shown.map(({ sha256, role }) => ({ sha256, words: say(`domain.media_role.${role}`) }));
}

function pairedPictures(problem: PlanProblem): Card["pictures"] {
  const { before, after } = pairOf(problem);
  return [before, after].flatMap((medium) =>
    medium ? [{ sha256: medium.sha256, words: say(`domain.media_role.${medium.role}`) }] : [],
  );
}
