/** 重大: telling the village chief by telephone or message, without data, and keeping whether it got through. */

import { html, nothing, type TemplateResult } from "lit-html";
import { addTold } from "../filing.ts";
import type { DraftProblem, Role, Told } from "../model.ts";
import { whatOf } from "../rules/checklist.ts";
import { filed, say } from "../words.ts";
import { type App, address, type Walk } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { sayClock } from "./dates.ts";
import { type Contact, findContact, findReach, listToTell } from "./duty.ts";
import { sayTold } from "./told.ts";

type Way = "call" | "sms";

/** One problem's telling; the question that is open stands in the address, for the dialler may kill the page. */
export class Telling {
  readonly #app: App;
  readonly #id: string;
  #open: { whom: Role; way: Way } | null;

  constructor(app: App, id: string, whom?: string, way?: string) {
    this.#app = app;
    this.#id = id;
    const isAsked = whom !== undefined && (way === "call" || way === "sms");
    this.#open = isAsked ? { whom: whom as Role, way } : null;
  }

  draw(walk: Walk, problem: DraftProblem): TemplateResult {
    const held = walk.plan.appointments.find(({ id }) => id === walk.draft.appointment_id);
    const whom = nextToTell(listToTell(walk, held?.role ?? "patroller"), problem.told);
    const contact = findContact(walk, whom, findReach(walk, walk.draft.reach_id));
    const role = say(`domain.role.${whom}`);
    return html`<section class="card card--alarm stack">
      <div>
        <h2 class="card__title">${say("phone.problem.tell", { role, name: contact?.name ?? "" })}</h2>
        <p>
          ${contact === null ? say("phone.problem.nobody", { role }) : say("phone.problem.tell_words")}
        </p>
      </div>
      ${contact === null ? nothing : this.#drawWays(walk, problem, whom, contact)}
      ${this.#open === null ? nothing : this.#drawQuestion(this.#open)}
      ${problem.told.map((told) => html`<p>${sayClock(told.at)} ${sayTold(told)}</p>`)}
    </section>`;
  }

  #drawWays(walk: Walk, problem: DraftProblem, whom: Role, contact: Contact): TemplateResult {
    const ask = (way: Way) => () => this.#ask({ whom, way });
    return html`<div class="button-row">
      <a class="button button--danger-main" href="tel:${contact.phone}" @click=${ask("call")}>
        ${say("phone.problem.call")}
      </a>
      <a class="button button--danger" href=${smsLink(walk, problem, contact)} @click=${ask("sms")}>
        ${say("phone.problem.sms")}
      </a>
    </div>`;
  }

  #drawQuestion({ way }: { way: Way }): TemplateResult {
    const isCall = way === "call";
    const label = say(isCall ? "phone.problem.got_through" : "phone.problem.sms_sent");
    return html`<div class="stack">
      <h3>${label}</h3>
      ${drawChoice({
        label,
        answers: [
          { value: true, words: say(isCall ? "phone.problem.yes" : "phone.problem.sms_yes") },
          { value: false, words: say(isCall ? "phone.problem.no" : "phone.problem.sms_no") },
        ],
        chosen: null,
        pick: (got_through) => void this.#answer(got_through),
      })}
    </div>`;
  }

  /** The link's own way to the dialler goes on; the address only remembers what was asked. */
  #ask(open: { whom: Role; way: Way }): void {
    this.#open = open;
    history.replaceState(null, "", address("problem", this.#id, open.whom, open.way));
    this.#app.keepStep();
    this.#app.redraw();
  }

  async #answer(got_through: boolean): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    // Answered with the first tap: the second one of a double tap finds no question.
    this.#open = null;
    const told = { ...open, got_through };
    if (!(await this.#app.attempt(() => addTold(this.#app.phone.pen(), this.#id, told)))) {
      this.#open = open;
      return;
    }
    history.replaceState(null, "", address("problem", this.#id));
    this.#app.keepStep();
    this.#app.redraw();
  }
}

/** The first of the ladder who was not called in vain; the last one again when nobody answered. */
function nextToTell(ladder: readonly Role[], told: readonly Told[]): Role {
  const inVain = (whom: Role) => told.some((held) => held.whom === whom && !held.got_through);
  return ladder.find((whom) => !inVain(whom)) ?? ladder.at(-1) ?? "township_chief";
}

/** In the village's language, whatever the phone speaks; `?&body=` is what both Android and iPhone understand. */
export function smsLink(
  walk: Pick<Walk, "plan" | "draft" | "person">,
  problem: DraftProblem,
  contact: Pick<Contact, "phone">,
): string {
  const { reaches, checklist } = walk.plan;
  const reach = reaches.find(({ id }) => id === walk.draft.reach_id);
  const { items, filed_items = items } = checklist;
  const body = filed(() =>
    say("phone.problem.sms_body", {
      river: reach?.river ?? "",
      reach: reach?.name.replace(reach.river, "") ?? "",
      what: whatOf(problem, filed_items) || say("phone.problem.sms_unknown"),
      name: walk.person.name,
    }),
  );
  return `sms:${contact.phone}?&body=${encodeURIComponent(body)}`;
}
