/** Picks the reach: one's own, or another's as a stand-in. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { type Duty, listDuties, sayReach } from "./duty.ts";
import { drawHead, drawPage } from "./frame.ts";
import { rememberHabits } from "./remembered.ts";

export function openReaches(app: App): Screen<Here> {
  return { title: say("phone.reach.pick"), draw: (here) => drawReaches(app, here) };
}

function drawReaches(app: App, here: Here): TemplateResult {
  const duties = listDuties(here);
  const pick = ({ reach }: Duty) => {
    rememberHabits(here.person.id, { reach_id: reach.id });
    app.moveOn("today");
  };
  const own = duties.filter((duty) => !duty.stand_in);
  const others = duties.filter((duty) => duty.stand_in);
  return drawPage(app, {
    head: drawHead({ title: say("phone.reach.pick"), back: address("today") }),
    body: html`${drawGroup(say("phone.reach.own"), "", own, pick)}
    ${drawGroup(say("phone.reach.others"), say("phone.reach.others_words"), others, pick)}`,
  });
}

function drawGroup(
  title: string,
  words: string,
  duties: readonly Duty[],
  pick: (duty: Duty) => void,
) {
  if (duties.length === 0) return nothing;
  return html`<section class="card">
    <h2 class="card__title">${title}</h2>
    <div class="button-stack">
      ${words === "" ? nothing : html`<p class="soft">${words}</p>`}
      ${duties.map(
        (duty) => html`<button type="button" class="button button--wide" @click=${() => pick(duty)}>
          ${sayReach(duty.reach)}
        </button>`,
      )}
    </div>
  </section>`;
}
