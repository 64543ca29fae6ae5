/** A problem found on the walk: before picture, what is seen, how bad, cleaned on the spot or not. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alterProblem, dropProblem } from "../draft.ts";
import { fileMajor } from "../filing.ts";
import type { ChecklistItem, DraftProblem, Severity } from "../model.ts";
import { finishRecording } from "../recordings.ts";
import { nameOf, problemGap } from "../rules/checklist.ts";
import { filed, say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawChips, drawChoice } from "./choice.ts";
import { drawFilms } from "./films.ts";
import { drawCard, drawHead, drawMainButton, drawNotice, drawPage } from "./frame.ts";
import { drawPhotos } from "./photos.ts";
import { Telling } from "./telling.ts";
import { drawText, KeptText } from "./text.ts";
import { VoiceNotes } from "./voice.ts";

type Change = Parameters<typeof alterProblem>[2];

/** What the screen works on. */
interface Report {
  problem: DraftProblem;
  item: ChecklistItem;
  words: KeptText;
  result: KeptText;
  telling: Telling;
  notes: VoiceNotes;
  change(change: Change): Promise<boolean>;
}

export function openProblem(
  app: App,
  walk: Walk,
  id = "",
  whom?: string,
  way?: string,
): Screen<Walk> {
  const find = (now: Walk) => now.draft.problems.find((problem) => problem.id === id);
  const change = (what: Change) => app.attempt(() => alterProblem(app.phone.pen(), id, what));
  const kept = find(walk);
  const words = new KeptText(kept?.words ?? "", (text) => change({ words: text }));
  const result = new KeptText(kept?.result ?? "", (text) => change({ result: text }));
  const telling = new Telling(app, id, whom, way);
  const notes = new VoiceNotes(app, { on: "problem", id });
  const item = walk.plan.checklist.items.find((held) => held.item === kept?.item);
  // What a killed page left behind is there again.
  void app.attempt(() => finishRecording(app.phone.pen(), "film"));
  return {
    title: item?.label ?? say("phone.problems.title"),
    draw: (now) => {
      const problem = find(now);
      if (problem === undefined || item === undefined) return drawGone(app);
      return drawReport(app, now, { problem, item, words, result, telling, notes, change });
    },
    leave: () => {
      void words.flush();
      void result.flush();
      notes.leave();
    },
  };
}

function drawGone(app: App): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.problems.title"), back: address("patrol") }),
    body: drawNotice(say("phone.review.gone"), ""),
  });
}

function drawReport(app: App, walk: Walk, report: Report): TemplateResult {
  const { problem, item } = report;
  const head = drawHead({
    title: say("phone.problem.title", { item: item.item, label: item.label }),
    back: address("patrol"),
  });
  const telling = problem.severity === "major" ? report.telling.draw(walk, problem) : nothing;
  if (problem.filed) {
    return drawPage(app, {
      head,
      body: html`${drawNotice(say("phone.problem.filed"), "")} ${drawFiled(app, report)}
      ${(problem.voice ?? []).length === 0 ? nothing : report.notes.draw(walk, true)} ${telling}`,
      foot: drawMainButton(say("phone.problem.back"), () => app.moveOn("patrol")),
    });
  }
  return drawPage(app, {
    head,
    body: html`${drawBefore(app, problem)} ${drawSight(report)} ${report.notes.draw(walk)}
    ${drawSeverity(report)} ${telling}
    ${drawCleaned(app, report)} ${drawDelete(app, problem)}`,
    foot: drawMainButton(say("phone.problem.save"), () => void saveReport(app, walk, report)),
  });
}

/** What was reported, to be read again and not changed. */
function drawFiled(app: App, { problem, item }: Report): TemplateResult {
  return html`<section class="card stack">
    ${drawPhotos(app, { problem, role: "before" })}
    <dl class="facts">
      <dt>${say("phone.problem.what")}</dt>
      <dd class="strong">${nameOf(problem, [item])}</dd>
      <dt>${say("phone.problem.severity")}</dt>
      <dd>${say(`domain.severity.${problem.severity}`)}</dd>
      <dt>${say("phone.problem.cleaned")}</dt>
      <dd>
        ${say(problem.cleaned ? "phone.problem.cleaned_yes" : "phone.problem.cleaned_no")}
      </dd>
    </dl>
    ${problem.after.length === 0 ? nothing : drawPhotos(app, { problem, role: "after" })}
    ${drawFilms(app, { on: "problem", id: problem.id }, problem.films, true)}
  </section>`;
}

function drawBefore(app: App, problem: DraftProblem): TemplateResult {
  return html`<section class="card" id="gap-before" tabindex="-1">
    <h2 class="card__title">${say("phone.problem.before")}</h2>
    ${drawPhotos(app, { problem, role: "before" })}
    ${drawFilms(app, { on: "problem", id: problem.id }, problem.films)}
    <p class="card__note">${say("phone.problem.safety")}</p>
  </section>`;
}

function drawSight({ problem, item, words, change }: Report): TemplateResult {
  const label = say("phone.problem.what");
  return html`<section class="card" id="gap-what" tabindex="-1">
    <h2 class="card__title">${label}</h2>
    <div class="stack">
      ${drawChips({
        label,
        chips: item.chips,
        picked: problem.chips,
        change: (chips) => void change({ chips }),
      })}
      ${drawText(say("phone.problem.words"), words, { id: "words" })}
    </div>
  </section>`;
}

function drawSeverity({ problem, change }: Report): TemplateResult {
  const label = say("phone.problem.severity");
  return drawCard(
    label,
    html`${drawChoice<Severity>({
      label,
      answers: [
        { value: "ordinary", words: say("domain.severity.ordinary") },
        { value: "major", words: say("domain.severity.major"), tone: "bad" },
      ],
      chosen: problem.severity,
      pick: (severity) => void change({ severity }),
    })}
      <p class="card__note">${say("phone.problem.examples")}</p>`,
  );
}

function drawCleaned(app: App, { problem, result, change }: Report): TemplateResult {
  const label = say("phone.problem.cleaned");
  const opinion = filed(() => say("phone.problem.opinion_on_the_spot"));
  return html`<section class="card" id="gap-cleaned" tabindex="-1">
    <h2 class="card__title">${label}</h2>
    ${drawChoice({
      label,
      answers: [
        { value: false, words: say("phone.problem.cleaned_no") },
        { value: true, words: say("phone.problem.cleaned_yes") },
      ],
      chosen: problem.cleaned,
      pick: (cleaned) => void change({ cleaned, opinion: cleaned ? opinion : "" }),
    })}
    ${
      problem.cleaned
        ? html`<div class="stack card__more" id="gap-after" tabindex="-1">
            <h3>${say("phone.problem.after")}</h3>
            ${drawPhotos(app, { problem, role: "after" })}
            ${drawText(say("phone.problem.result"), result, { id: "result" })}
          </div>`
        : nothing
    }
  </section>`;
}

function drawDelete(app: App, problem: DraftProblem): TemplateResult {
  const drop = async () => {
    if (await app.attempt(() => dropProblem(app.phone.pen(), problem.id))) app.moveOn("patrol");
  };
  return html`<button type="button" class="button button--word button--danger" @click=${drop}>
    ${say("phone.problem.delete")}
  </button>`;
}

/** Says and shows what is missing; else files a major one at once and goes back to the walk. */
async function saveReport(app: App, { plan }: Walk, report: Report): Promise<void> {
  await report.words.flush();
  await report.result.flush();
  const { id } = report.problem;
  const problem = app.walk?.draft.problems.find((held) => held.id === id);
  const gap = problem === undefined ? null : problemGap(problem);
  if (gap === "before" || gap === "what" || gap === "cleaned" || gap === "after") {
    app.tell(say(`phone.problem.gap.${gap}`), "bad");
    document.getElementById(`gap-${gap}`)?.scrollIntoView({ block: "center" });
    return;
  }
  const major = problem?.severity === "major" && !problem.filed;
  if (major && !(await app.attempt(() => fileMajor(app.phone.pen(), plan, id)))) return;
  app.moveOn("patrol");
}
