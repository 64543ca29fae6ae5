/** Item 9: old problems one by one, how each looks today, with a picture from the same spot where one is needed. */

import { html, nothing, type TemplateResult } from "lit-html";
import { recheckProblem } from "../draft.ts";
import type { DraftRecheck, PlanProblem, RecheckOutcome } from "../model.ts";
import { recheckGap } from "../rules/checklist.ts";
import { needsPhoto, needsReason, outcomesOf } from "../rules/recheck.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { drawCard, drawHead, drawMainButton, drawNotice, drawPage } from "./frame.ts";
import { listDueOn, nextToSee } from "./patrol.ts";
import { drawPicture, drawShown } from "./picture.ts";
import { faceOf, sayStanding, sayWhat } from "./problem-line.ts";
import { drawReasons, Reason } from "./reason.ts";

const REASONS = ["water", "road", "away"] as const;

/** What the screen works on: the problem, what was said of it so far, and the reason being written. */
interface Look {
  problem: PlanProblem;
  recheck: DraftRecheck | undefined;
  reason: Reason;
  say(outcome: RecheckOutcome, reason: string | null): Promise<unknown>;
}

export function openRecheck(app: App, walk: Walk, problem_id = ""): Screen<Walk> {
  const said = (now: Walk) => now.draft.rechecks.find((held) => held.problem_id === problem_id);
  const keep = (outcome: RecheckOutcome, words: string | null) =>
    app.attempt(() => recheckProblem(app.phone.pen(), problem_id, outcome, words));
  const reason = new Reason(
    REASONS.map((code) => `phone.recheck.reasons.${code}` as const),
    said(walk)?.reason ?? "",
    (words) => keep("could_not_check", words),
  );
  return {
    title: say("phone.patrol.old_go"),
    draw: (now) => {
      const problem = listDueOn(now).find((held) => held.id === problem_id);
      if (problem === undefined) return drawGone(app);
      return drawLook(app, now, { problem, recheck: said(now), reason, say: keep });
    },
    leave: () => void reason.own.flush(),
  };
}

function drawGone(app: App): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.patrol.old_go"), back: address("patrol") }),
    body: drawNotice(say("phone.recheck.gone"), ""),
  });
}

function drawLook(app: App, walk: Walk, look: Look): TemplateResult {
  const due = listDueOn(walk);
  const n = due.indexOf(look.problem) + 1;
  const isLast = due.every(({ id }) => id === look.problem.id || isSeen(walk, id));
  return drawPage(app, {
    head: drawHead({
      title: say("phone.recheck.title", { n, of: due.length }),
      back: address("patrol"),
    }),
    body: html`${drawProblem(app, walk, look.problem)} ${drawOutcomes(look)} ${drawProof(app, look)}`,
    foot: drawMainButton(
      say(isLast ? "phone.recheck.last" : "phone.recheck.next"),
      () => void goOn(app, look),
    ),
  });
}

function isSeen({ draft }: Walk, problem_id: string): boolean {
  return recheckGap(draft.rechecks.find((held) => held.problem_id === problem_id)) === null;
}

function drawProblem(app: App, walk: Walk, problem: PlanProblem): TemplateResult {
  const face = faceOf(problem);
  const alt = say("phone.review.picture", { role: say("domain.media_role.before"), on: "" });
  return html`<section class="card card--bare">
    ${face === undefined ? nothing : drawPicture(app, face, { alt, kind: "photo" })}
    <div class="card__inside">
      <h2 class="card__title">${sayWhat(walk, problem)}</h2>
      <p class="soft">${sayStanding(problem, problem)}</p>
    </div>
  </section>`;
}

function drawOutcomes({ problem, recheck, reason, say: keep }: Look): TemplateResult {
  const label = say("phone.recheck.how");
  return drawCard(
    label,
    drawChoice({
      label,
      answers: outcomesOf(problem.state).map((value) => ({
        value,
        words: say(`domain.outcome.${value}`),
      })),
      chosen: recheck?.outcome ?? null,
      pick: (value) => void keep(value, needsReason(value) ? reason.words : null),
      layout: "rows",
    }),
  );
}

function drawProof(app: App, { problem, recheck, reason, say: keep }: Look) {
  if (recheck === undefined) return nothing;
  if (needsReason(recheck.outcome)) {
    const label = say("phone.recheck.why");
    const change = () => void keep(recheck.outcome, reason.words);
    return drawCard(
      label,
      drawReasons(app, reason, { label, other: say("phone.early.other"), change }),
    );
  }
  const hint = needsPhoto(recheck.outcome)
    ? "phone.recheck.photo_needed"
    : "phone.recheck.photo_free";
  return html`<section class="card stack">
    <div class="photos">
      ${recheck.photos.map(
        (photo) =>
          html`<div class="photos__one">${drawShown(app, photo, say("phone.recheck.photo_done"))}</div>`,
      )}
      <a class="photos__add" href=${address("camera", "recheck", problem.id)}>
        ${say("phone.recheck.photo")}
      </a>
    </div>
    <p class="soft">${say(hint)}</p>
  </section>`;
}

const GAPS = {
  outcome: "phone.recheck.tap_outcome",
  recheck_photo: "phone.recheck.photo_first",
  reason: "phone.recheck.reason_first",
} as const;

/** To the next old problem that lacks something, else back to the items; says first what this one lacks. */
async function goOn(app: App, { problem, reason }: Look): Promise<void> {
  await reason.own.flush();
  const { draft } = app.phone.snapshot();
  const gap = recheckGap(draft?.rechecks.find((held) => held.problem_id === problem.id));
  if (gap !== null) {
    app.tell(say(GAPS[gap as keyof typeof GAPS]), "bad");
    return;
  }
  const next = app.walk === null ? undefined : nextToSee(app.walk);
  if (next === undefined) app.moveOn("patrol");
  else app.moveOn("recheck", next);
}
