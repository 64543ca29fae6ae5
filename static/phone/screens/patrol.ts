/** 正在巡河: the eight items, what was found, the old problems, and the button that leads to the first gap. */

import { html, nothing, type TemplateResult } from "lit-html";
import { finishPatrol } from "../filing.ts";
import { countSeen, firstGap, RECHECK_ITEM, recheckGap } from "../rules/checklist.ts";
import { elapsedMs } from "../rules/clock.ts";
import { coveragePermille, percentOf } from "../rules/coverage.ts";
import { countVisited } from "../rules/points.ts";
import { listDueOnWalk } from "../rules/recheck.ts";
import { msOf } from "../rules/times.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { sayLength } from "./dates.ts";
import { findReach } from "./duty.ts";
import { drawHead, drawMainButton, drawPage } from "./frame.ts";
import { drawItem } from "./item.ts";
import { drawNear, drawWayToMap } from "./near.ts";
import { drawPosition } from "./place.ts";

const REDRAW_MS = 5_000;
const ITEMS = 9;

export function openPatrol(app: App): Screen<Walk> {
  const timer = setInterval(() => app.redraw(), REDRAW_MS);
  return {
    title: say("phone.patrol.title"),
    draw: (walk) => drawPatrol(app, walk),
    leave: () => clearInterval(timer),
  };
}

/** The old problems to be looked at on this walk. */
export function listDueOn({ plan, draft, person }: Walk) {
  return listDueOnWalk(plan.problems, draft, person.id);
}

function drawPatrol(app: App, walk: Walk): TemplateResult {
  const items = walk.plan.checklist.items.filter(({ item }) => item !== RECHECK_ITEM);
  return drawPage(app, {
    head: drawPatrolHead(app, walk),
    body: html`${drawNear(app, walk)} ${drawMapWay(walk)}
    <section class="card items">
      ${items.map((item) => drawItem(app, walk, item))} ${drawOldProblems(app, walk)}
    </section>
    <a class="button button--wide" href=${address("voice")}>${say("phone.voice.way")}</a>
    ${drawWayToFilms(walk)}`,
    foot: drawPatrolFoot(app, walk),
  });
}

function drawWayToFilms({ draft: { films = [] } }: Walk): TemplateResult | typeof nothing {
  if (films.length === 0) return nothing;
  return html`<a class="button button--wide" href=${address("films")}>
    ${say("phone.left.videos", { n: films.length })}
  </a>`;
}

/** Nothing where there is neither a line nor a point to look at. */
function drawMapWay(walk: Walk): TemplateResult | typeof nothing {
  const reach = findReach(walk, walk.draft.reach_id);
  const { geometry = null, points = [] } = reach ?? {};
  if (geometry === null && points.length === 0) return nothing;
  return drawWayToMap(walk, countVisited(points, walk.draft.visits ?? []));
}

function drawPatrolHead(app: App, walk: Walk): TemplateResult {
  const seen = countSeen(walk.draft, listDueOn(walk));
  return drawHead({
    title: say("phone.patrol.title"),
    back: address("today"),
    aside: drawPosition(app.phone.position.state()),
    below: html`<dl class="figures">
        <div>
          <dt>${say("phone.patrol.walked")}</dt>
          <dd>${sayLength(walkedMs(walk))}</dd>
        </div>
        ${drawShare(walk)}
        <div>
          <dt>${say("phone.patrol.seen")}</dt>
          <dd>${say("phone.patrol.seen_of", { n: seen })}</dd>
        </div>
      </dl>
      <progress class="gauge" max=${ITEMS} value=${seen} aria-label=${say("phone.patrol.seen")}></progress>`,
  });
}

/** Which share of the reach has been walked; nothing of one whose line nobody knows. */
function drawShare(walk: Walk): TemplateResult | typeof nothing {
  const line = findReach(walk, walk.draft.reach_id)?.geometry ?? [];
  if (line.length === 0) return nothing;
  const permille = coveragePermille(line, walk.draft.fixes);
  return html`<div>
    <dt>${say("phone.patrol.reach")}</dt>
    <dd>
      ${permille === null ? say("phone.patrol.reach_unknown") : say("phone.patrol.reach_share", { n: percentOf(permille) })}
    </dd>
  </div>`;
}

/** Ms walked: what the draft has counted, and the time since it was last written. */
export function walkedMs({ draft, now_ms }: Walk): number {
  const last = draft.stretches.at(-1);
  if (last === undefined) return Math.max(0, now_ms - msOf(draft.started_at));
  return elapsedMs(draft.stretches) + Math.max(0, now_ms - last.wall_to_ms);
}

function drawOldProblems(app: App, walk: Walk): TemplateResult {
  const due = listDueOn(walk);
  const label = walk.plan.checklist.items.find(({ item }) => item === RECHECK_ITEM)?.label ?? "";
  const seen = due.filter(({ id }) => !recheckGap(findRecheck(walk, id))).length;
  const go = () => app.go("recheck", nextToSee(walk) ?? due[0]?.id ?? "");
  return html`<div class="item" id="item-9" tabindex="-1">
    <h2 class="item__label">${say("phone.patrol.item", { item: RECHECK_ITEM, label })}</h2>
    <p class="soft">${sayOld(seen, due.length)}</p>
    ${
      due.length === 0
        ? nothing
        : html`<button type="button" class="button button--wide" @click=${go}>
            ${say("phone.patrol.old_go")}
          </button>`
    }
  </div>`;
}

function sayOld(seen: number, n: number): string {
  if (n === 0) return say("phone.patrol.old_none");
  return seen === 0
    ? say("phone.patrol.old_count", { n })
    : say("phone.patrol.old_seen", { seen, n });
}

/** The first old problem that still lacks something. */
export function nextToSee(walk: Walk): string | undefined {
  return listDueOn(walk).find(({ id }) => recheckGap(findRecheck(walk, id)) !== null)?.id;
}

function findRecheck({ draft }: Walk, problem_id: string) {
  return draft.rechecks.find((held) => held.problem_id === problem_id);
}

function drawPatrolFoot(app: App, walk: Walk): TemplateResult {
  const scenes = walk.draft.scene.length;
  const left = ITEMS - countSeen(walk.draft, listDueOn(walk));
  return html`${
    left > 0
      ? drawMainButton(say("phone.patrol.left", { n: left }), () => goToGap(app, walk))
      : drawMainButton(say("phone.patrol.finish"), () => void finish(app, walk), { ready: true })
  }
    <div class="foot__words">
      <a class="button button--word" href=${address("camera", "scene")}>
        ${scenes === 0 ? say("phone.patrol.scene") : say("phone.patrol.scene_count", { n: scenes })}
      </a>
      <a class="button button--word" href=${address("pocket")}>${say("phone.patrol.pocket")}</a>
      <a class="button button--word" href=${address("early")}>${say("phone.patrol.early")}</a>
    </div>`;
}

/** Leads to the first thing missing: the item's place in the list, or the page of the problem that lacks it. */
function goToGap(app: App, walk: Walk): void {
  const gap = firstGap(walk.draft, listDueOn(walk));
  if (gap === null) return;
  if (gap.problem_id !== null) {
    app.go(gap.item === RECHECK_ITEM ? "recheck" : "problem", gap.problem_id);
    return;
  }
  const place = document.getElementById(`item-${gap.item}`);
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
}

/** Files the walk; the screen that follows finds it by its patrol. */
export async function finish(
  app: App,
  { plan, draft: { patrol_id } }: Walk,
  ended_early: string | null = null,
): Promise<void> {
  const words = { patrol_id, ended_early };
  if (await app.attempt(() => finishPatrol(app.phone.pen(), plan, words)))
    app.moveOn("done", patrol_id);
}
