/** What may be done about a problem now: the main deed of its state, the way up, and a telephone call. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { PlanProblem } from "../model.ts";
import { isOpen } from "../rules/recheck.ts";
import { say } from "../words.ts";
import { address, type Here } from "./app.ts";
import { type Contact, findContact, findDeciding, findReach } from "./duty.ts";
import type { Standing } from "./problem-line.ts";

/** The part of a deed's kind that stands in an address. */
export type DeedName = "accepted" | "handled" | "escalated";

/** Whom a level passes a problem up to. */
export const ABOVE = { village: "township", township: "county" } as const;

export function drawActions(
  here: Here,
  problem: PlanProblem,
  { state, held_by }: Standing,
): TemplateResult {
  const mayAct = isOpen(state) && findDeciding(here, held_by) !== null;
  return html`<div class="button-stack">
    ${mayAct ? drawDeeds(problem, state, held_by) : nothing}
    ${state === "handled" ? html`<p class="plain">${sayLook(problem)}</p>` : nothing}
    <a class="button button--wide" href=${address("share", "problem", problem.id)}>${say("phone.share.way")}</a>
    ${drawCall(here, problem)}
  </div>`;
}

/** Who looks next: the reader on his next walk, or somebody else, for nobody confirms his own cure. */
function sayLook({ state, due_for_recheck }: PlanProblem): string {
  const isMine = state === "handled" && due_for_recheck;
  return say(isMine ? "phone.review.look_yourself" : "phone.review.wait_look");
}

function drawDeeds(
  { id }: PlanProblem,
  state: PlanProblem["state"],
  held_by: PlanProblem["held_by"],
): TemplateResult {
  const accepted = state === "accepted";
  const above = held_by === "village" || held_by === "township" ? ABOVE[held_by] : null;
  return html`${
    accepted ? nothing : drawDeed(id, "accepted", say("phone.review.accept"), "button--main")
  }
  ${drawDeed(id, "handled", say("phone.review.handled"), accepted ? "button--main" : "")}
  ${
    above === null
      ? nothing
      : drawDeed(
          id,
          "escalated",
          say("phone.review.escalate", { role: say(`domain.held_by.${above}`) }),
          "",
        )
  }`;
}

function drawDeed(id: string, name: DeedName, words: string, kind: string): TemplateResult {
  return html`<a class="button button--wide ${kind}" href=${address("deed", name, id)}>${words}</a>`;
}

function drawCall(here: Here, problem: PlanProblem) {
  const contact = findOther(here, problem);
  if (contact === null) return nothing;
  return html`<a class="button button--word" href="tel:${contact.phone}">
    ${say("phone.review.call_who", { name: contact.name })}
  </a>`;
}

/** Who can say more: for a chief the one who reported it, for everybody else whoever holds it. */
function findOther(here: Here, problem: PlanProblem): Contact | null {
  const reporter = here.plan.contacts.find(({ person_id }) => person_id === problem.reported_by.id);
  if (reporter !== undefined && reporter.person_id !== here.person.id) return reporter;
  const role = problem.held_by === "township" ? "township_chief" : "village_chief";
  return findContact(here, role, findReach(here, problem.reach_id));
}
