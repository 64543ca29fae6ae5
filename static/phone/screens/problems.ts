/** 问题: a patroller's reaches and own reports; a chief's inbox, new major ones first. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { PlanProblem } from "../model.ts";
import { isOpen, listDue, listForOthers } from "../rules/recheck.ts";
import { say } from "../words.ts";
import type { App, Here, Screen } from "./app.ts";
import { isDecider, listAppointments } from "./duty.ts";
import { drawCard, drawHead, drawNotice, drawPage } from "./frame.ts";
import { drawThumb } from "./picture.ts";
import { drawProblemLines, standingOf } from "./problem-line.ts";

export function openProblems(app: App): Screen<Here> {
  return { title: say("phone.problems.title"), draw: (here) => drawProblems(app, here) };
}

function drawProblems(app: App, here: Here): TemplateResult {
  const groups = isDecider(here) ? groupInbox(here) : groupOwn(here);
  const filled = groups.filter(({ problems }) => problems.length > 0);
  const unsent = listUnsent(here);
  const isEmpty = filled.length === 0 && unsent.length === 0;
  return drawPage(app, {
    head: drawHead({ title: say("phone.problems.title") }),
    body: html`${isEmpty ? drawNone(here) : nothing}
    ${filled.map(({ title, problems }) => drawCard(title, drawProblemLines(app, here, problems)))}
    ${unsent.length === 0 ? nothing : drawCard(say("phone.problems.waiting"), drawUnsent(app, unsent))}`,
    tab: "problems",
  });
}

interface Group {
  title: string;
  problems: PlanProblem[];
}

/** What waits for a decision stands on top, the major ones before the rest. */
function groupInbox(here: Here): Group[] {
  const isNew = (problem: PlanProblem) =>
    ["reported", "reopened"].includes(standingOf(problem, here.entries).state);
  const fresh = here.plan.problems.filter(isNew);
  return [
    {
      title: say("phone.problems.new_major"),
      problems: fresh.filter(({ severity }) => severity === "major"),
    },
    {
      title: say("phone.problems.new"),
      problems: fresh.filter(({ severity }) => severity === "ordinary"),
    },
    {
      title: say("phone.problems.others"),
      problems: openFirst(here.plan.problems.filter((problem) => !isNew(problem))),
    },
  ];
}

function groupOwn(here: Here): Group[] {
  const { problems } = here.plan;
  const me = here.person.id;
  const reaches = [...new Set(listAppointments(here).flatMap(({ reach_ids }) => reach_ids))];
  const due = reaches.flatMap((reach_id) => listDue(problems, reach_id, me));
  const others = reaches.flatMap((reach_id) => listForOthers(problems, reach_id, me));
  const shown = new Set([...due, ...others]);
  const mine = problems.filter((problem) => problem.reported_by.id === me && !shown.has(problem));
  return [
    { title: say("phone.problems.due"), problems: due },
    { title: say("phone.problems.for_others"), problems: others },
    { title: say("phone.problems.mine"), problems: openFirst(mine) },
  ];
}

function openFirst(problems: readonly PlanProblem[]): PlanProblem[] {
  return [...problems].sort(
    (a, b) =>
      Number(isOpen(b.state)) - Number(isOpen(a.state)) ||
      Date.parse(b.reported_at) - Date.parse(a.reported_at),
  );
}

interface Unsent {
  id: string;
  what: string;
  face: string | undefined;
}

/** Reports of this phone that the plan does not know yet. */
function listUnsent({ entries, plan }: Here): Unsent[] {
  const known = new Set(plan.problems.map(({ id }) => id));
  return entries
    .filter(({ id, entry }) => entry.kind === "problem.reported" && !known.has(id))
    .filter(({ state }) => state !== "accepted")
    .map(({ id, entry }) => ({ id, what: String(entry.body.what), face: entry.media[0]?.sha256 }));
}

function drawUnsent(app: App, unsent: readonly Unsent[]): TemplateResult {
  return html`<ul class="thumb-list">
    ${unsent.map(
      ({ what, face }) => html`<li class="thumb-row">
        ${drawThumb(app, face)}
        <span class="thumb-row__words">
          <span class="strong">${what}</span>
          <span class="soft">${say("phone.state.unsent")}</span>
        </span>
      </li>`,
    )}
  </ul>`;
}

function drawNone(here: Here): TemplateResult {
  const words = isDecider(here) ? "phone.problems.inbox_none" : "phone.problems.none_words";
  return drawNotice(say("phone.problems.none"), say(words));
}
