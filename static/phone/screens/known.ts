/** 发现了: 还是老问题, or 新问题. */

import { html, type TemplateResult } from "lit-html";
import { answerItem } from "../draft.ts";
import type { PlanProblem } from "../model.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawHead, drawMainButton, drawPage } from "./frame.ts";
import { addNew, listKnown } from "./item.ts";
import { drawThumb } from "./picture.ts";
import { faceOf, sayStanding, sayWhat } from "./problem-line.ts";

export function openKnown(app: App, _walk: Walk, part = ""): Screen<Walk> {
  const item = Number(part);
  return { title: say("phone.known.title"), draw: (walk) => drawPick(app, walk, item) };
}

function drawPick(app: App, walk: Walk, item: number): TemplateResult {
  const picked = walk.draft.answers[item]?.known_problems ?? [];
  const toggle = (id: string) => {
    const known = picked.includes(id) ? picked.filter((held) => held !== id) : [...picked, id];
    return app.attempt(() => answerItem(app.phone.pen(), item, "found", known));
  };
  return drawPage(app, {
    head: drawHead({ title: say("phone.known.title"), back: address("patrol") }),
    body: html`<section class="card stack">
      <p class="soft">${say("phone.known.words")}</p>
      ${listKnown(walk, item).map((problem) =>
        drawOne(app, walk, problem, picked.includes(problem.id), () => void toggle(problem.id)),
      )}
      <button type="button" class="button button--wide" @click=${() => addNew(app, item, (id) => app.moveOn("problem", id))}>
        ${say("phone.known.new")}
      </button>
    </section>`,
    foot: drawMainButton(say("phone.known.done"), () => app.moveOn("patrol")),
  });
}

function drawOne(
  app: App,
  walk: Walk,
  problem: PlanProblem,
  picked: boolean,
  toggle: () => void,
): TemplateResult {
  return html`<button type="button" class="chip chip--row" aria-pressed=${picked} @click=${toggle}>
    ${drawThumb(app, faceOf(problem))}
    <span class="thumb-row__words">
      <span class="strong">${sayWhat(walk, problem)}</span>
      <span class="soft">${sayStanding(problem, problem)}</span>
    </span>
  </button>`;
}
