/** One of the eight items: its two answers, and what was reported or seen again on it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { addProblem, answerItem } from "../draft.ts";
import type { ChecklistItem, DraftProblem, PlanProblem } from "../model.ts";
import { nameOf, problemGap } from "../rules/checklist.ts";
import { isOpen } from "../rules/recheck.ts";
import { say } from "../words.ts";
import { type App, address, type Walk } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { drawThumb } from "./picture.ts";
import { faceOf, sayWhat } from "./problem-line.ts";

export function drawItem(app: App, walk: Walk, item: ChecklistItem): TemplateResult {
  const { draft } = walk;
  const answer = draft.answers[item.item];
  const finding = answer?.finding ?? null;
  return html`<div class="item" id="item-${item.item}" tabindex="-1">
    <h2 class="item__label">${say("phone.patrol.item", { item: item.item, label: item.label })}</h2>
    <p class="soft">${item.hint}</p>
    ${drawChoice({
      label: item.label,
      answers: [
        { value: "none", words: say("phone.patrol.none"), tone: "good" },
        { value: "found", words: say("phone.patrol.found"), tone: "bad" },
      ],
      chosen: finding,
      pick: (value) =>
        void (value === "found" ? addFind(app, walk, item.item) : takeBack(app, walk, item.item)),
    })}
    ${finding === "found" ? drawFinds(app, walk, item, answer?.known_problems ?? []) : nothing}
  </div>`;
}

function drawFinds(
  app: App,
  walk: Walk,
  item: ChecklistItem,
  known: readonly string[],
): TemplateResult {
  const reported = walk.draft.problems.filter((problem) => problem.item === item.item);
  const seenAgain = walk.plan.problems.filter((problem) => known.includes(problem.id));
  return html`${reported.map((problem) => drawReported(app, walk, problem))}
    ${seenAgain.map((problem) => drawKnown(app, walk, problem))}
    <button type="button" class="button button--wide" @click=${() => addFind(app, walk, item.item)}>
      ${say("phone.patrol.more")}
    </button>`;
}

function drawReported(app: App, { plan }: Walk, problem: DraftProblem): TemplateResult {
  const what = nameOf(problem, plan.checklist.items);
  return html`<a class="find" href=${address("problem", problem.id)}>
    ${drawThumb(app, problem.before[0]?.sha256)}
    <span class="thumb-row__words">
      <span class="strong">${what}</span>
      <span class="soft">${sayProgress(problem)}</span>
    </span>
  </a>`;
}

function sayProgress(problem: DraftProblem): string {
  if (problem.filed) return say("phone.patrol.sent_major");
  if (problemGap(problem) !== null) return say("phone.patrol.unfinished");
  return say(problem.cleaned ? "phone.patrol.cleaned" : "phone.patrol.to_report");
}

function drawKnown(app: App, walk: Walk, problem: PlanProblem): TemplateResult {
  return html`<a class="find" href=${address("known", String(problem.item))}>
    ${drawThumb(app, faceOf(problem))}
    <span>${say("phone.patrol.known", { what: sayWhat(walk, problem) })}</span>
  </a>`;
}

/** The open problems of this reach that 发现了 on an item may be about. */
export function listKnown({ plan, draft }: Walk, item: number): PlanProblem[] {
  return plan.problems.filter(
    (held) =>
      held.reach_id === draft.reach_id &&
      held.patrol_id !== draft.patrol_id &&
      held.item === item &&
      isOpen(held.state),
  );
}

/** 发现了: asks 还是老问题 or 新问题 where there are old ones, else opens a new one at once. */
async function addFind(app: App, walk: Walk, item: number): Promise<void> {
  if (listKnown(walk, item).length > 0) app.go("known", String(item));
  else await addNew(app, item);
}

/** Opens a new problem on an item and its page. */
export async function addNew(
  app: App,
  item: number,
  open = (id: string) => app.go("problem", id),
): Promise<void> {
  await app.attempt(async () => {
    const problem = await addProblem(app.phone.pen(), item);
    open(problem.id);
  });
}

/** 没发现, unless something is reported on the item: that is deleted on its own page first. */
async function takeBack(app: App, { draft }: Walk, item: number): Promise<void> {
  if (draft.problems.some((problem) => problem.item === item))
    app.tell(say("phone.patrol.delete_first"), "bad");
  else await app.attempt(() => answerItem(app.phone.pen(), item, "none"));
}
