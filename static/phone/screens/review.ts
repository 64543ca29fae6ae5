/** One problem: before and after, the facts of the ledger, what happened, and what may be done about it now. */

import { html, nothing, type TemplateResult } from "lit-html";
import { unsentDeeds, withUnsent } from "../deeds.ts";
import type { PlanProblem } from "../model.ts";
import { say } from "../words.ts";
import { drawActions } from "./actions.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawComparison, drawOtherPictures, pairOf, setCut } from "./comparison.ts";
import { daysBetween, sayDay } from "./dates.ts";
import { findReach, sayReach } from "./duty.ts";
import { drawPlayer } from "./films.ts";
import { drawHead, drawNotice, drawPage } from "./frame.ts";
import { sayStanding, sayWhat, standingOf } from "./problem-line.ts";
import { drawTimeline } from "./timeline.ts";
import { drawSound } from "./voice.ts";
import { sayMegabytes } from "./weight.ts";

export function openReview(app: App, _here: Here, id = ""): Screen<Here> {
  return {
    title: say("phone.problems.title"),
    draw: (here) => {
      const problem = here.plan.problems.find((held) => held.id === id);
      return problem === undefined ? drawGone(app) : drawReview(app, here, problem);
    },
    drawn: setCut,
  };
}

function drawGone(app: App): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.problems.title"), back: address("problems") }),
    body: drawNotice(say("phone.review.gone"), ""),
  });
}

function drawReview(app: App, here: Here, problem: PlanProblem): TemplateResult {
  const number = String(problem.number).padStart(4, "0");
  const deeds = unsentDeeds(here.entries, problem.id);
  const standing = standingOf(problem, here.entries);
  const now = withUnsent(problem, deeds);
  const pair = pairOf(now);
  return drawPage(app, {
    head: drawHead({
      title: say("phone.review.title", { number }),
      back: address("problems"),
      aside:
        problem.severity === "major"
          ? html`<span class="badge badge--bad">${say("domain.severity.major")}</span>`
          : nothing,
    }),
    body: html`<section class="card card--bare">
        ${drawComparison(app, now, pair)}
        <div class="card__inside">
          <h2 class="card__title">${sayWhat(here, problem)}</h2>
          <p class="soft">${sayMeta(here, problem)}</p>
          <p class="strong">${sayStanding(problem, standing)}</p>
        </div>
      </section>
      ${drawOtherPictures(app, now, pair)} ${drawFilmed(app, here, now)} ${drawSaid(app, now)}
      <section class="card">${drawFacts(here, now)}</section>
      ${drawTimeline(here, problem, standing)} ${drawActions(here, problem, standing)}`,
  });
}

/** What was said of it, for those who want to hear it. */
function drawSaid(app: App, { media }: PlanProblem): TemplateResult | typeof nothing {
  const said = media.filter(({ type }) => type.startsWith("audio/"));
  if (said.length === 0) return nothing;
  return html`<section class="card stack">
    <h2>${say("phone.voice.said")}</h2>
    ${said.map(({ sha256 }, index) => drawSound(app.photo(sha256), say("phone.voice.note", { n: index + 1 })))}
  </section>`;
}

/** What was filmed of it: from this phone where it lies here, else from the server, and only when it is pressed. */
function drawFilmed(
  app: App,
  { sync }: Here,
  { media }: PlanProblem,
): TemplateResult | typeof nothing {
  const films = media.filter(({ type }) => type.startsWith("video/"));
  if (films.length === 0) return nothing;
  return html`<section class="card stack">
    <h2>${say("phone.film.filmed")}</h2>
    ${films.map(({ sha256, bytes, stored }, index) => {
      const url =
        app.photo(sha256) ?? (stored && sync.online ? `/api/v1/media/${sha256}?size=view` : null);
      const label = say("phone.film.one", { n: index + 1, mb: sayMegabytes(bytes) });
      return html`${drawPlayer(url, label)}<p class="soft">${label}</p>`;
    })}
  </section>`;
}

function sayMeta(here: Here, problem: PlanProblem): string {
  const first = problem.timeline.find((line) => line.kind === "problem.reported");
  return say("phone.review.meta", {
    reach: sayReach(findReach(here, problem.reach_id)),
    item: problem.item,
    role: first?.role ? say(`domain.role.${first.role}`) : "",
    name: problem.reported_by.name,
  });
}

function drawFacts(here: Here, problem: PlanProblem): TemplateResult {
  const empty = say("phone.review.empty");
  const { responsible_unit: unit, responsible_person: person } = problem;
  const both = unit && person ? say("phone.review.unit_value", { unit, person }) : (unit ?? person);
  return html`<dl class="facts">
    <dt>${say("phone.review.what")}</dt>
    <dd>${sayWhat(here, problem)}</dd>
    <dt>${say("phone.review.opinion")}</dt>
    <dd>${problem.opinion ?? empty}</dd>
    <dt>${say("phone.review.result")}</dt>
    <dd>${problem.result ?? empty}</dd>
    <dt>${say("phone.review.unit")}</dt>
    <dd>${both ?? empty}</dd>
    <dt>${say("phone.review.due")}</dt>
    <dd>${problem.due_on === null ? empty : drawDue(here, problem, problem.due_on)}</dd>
  </dl>`;
}

function drawDue({ today }: Here, { state }: PlanProblem, due_on: string): TemplateResult {
  const over = state === "confirmed" || state === "closed" || state === "handled";
  return html`<span class="strong">${sayDay(due_on)}</span>
    ${over ? nothing : drawDaysLeft(daysBetween(today, due_on))}`;
}

function drawDaysLeft(n: number): TemplateResult {
  if (n < 0)
    return html`<span class="badge badge--bad">${say("phone.review.overdue", { n: -n })}</span>`;
  const words = n === 0 ? say("phone.review.due_today") : say("phone.review.days_left", { n });
  return html`<span class="badge badge--warn">${words}</span>`;
}
