/** 提前结束, with its reason; 这次不算, after a second look. */

import { html, nothing, type TemplateResult } from "lit-html";
import { discardPatrol, isYesterdays } from "../draft.ts";
import { countSeen } from "../rules/checklist.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { drawCard, drawHead, drawMainButton, drawPage } from "./frame.ts";
import { finish, listDueOn } from "./patrol.ts";
import { drawReasons, Reason } from "./reason.ts";

const REASONS = ["rain", "high_water", "unwell", "blocked", "dark", "battery"] as const;

export function openEarly(app: App): Screen<Walk> {
  const reason = new Reason(REASONS.map((code) => `phone.early.reasons.${code}` as const));
  return { title: say("phone.early.title"), draw: (walk) => drawEarly(app, walk, reason) };
}

function drawEarly(app: App, walk: Walk, reason: Reason): TemplateResult {
  const left = 9 - countSeen(walk.draft, listDueOn(walk));
  const end = () => {
    if (reason.words === "") app.tell(say("phone.early.tap_reason"), "bad");
    else void finish(app, walk, reason.words);
  };
  return drawPage(app, {
    head: drawHead({ title: say("phone.early.title"), back: address("patrol") }),
    body: html`${left > 0 ? html`<p class="plain">${say("phone.early.left", { n: left })}</p>` : nothing}
    ${drawCard(
      say("phone.early.why"),
      drawReasons(app, reason, { label: say("phone.early.why"), other: say("phone.early.other") }),
    )}
    <a class="button button--word" href=${address("discard")}>${say("phone.patrol.discard")}</a>`,
    foot: drawMainButton(say("phone.early.finish"), end),
  });
}

export function openDiscard(app: App): Screen<Walk> {
  return { title: say("phone.discard.title"), draw: (walk) => drawDiscard(app, walk) };
}

function drawDiscard(app: App, { draft, now_ms }: Walk): TemplateResult {
  // A walk of an earlier day is not walked on: its way back is the page that asks about it.
  const isLate = isYesterdays(draft, now_ms);
  const back = address(isLate ? "today" : "patrol");
  const drop = async () => {
    if (await app.attempt(() => discardPatrol(app.phone.pen()))) app.moveOn("today");
  };
  return drawPage(app, {
    head: drawHead({ title: say("phone.discard.title"), back }),
    body: html`<section class="card stack">
      <p>${say("phone.discard.words")}</p>
      ${draft.problems.some(({ filed }) => filed) ? html`<p>${say("phone.discard.filed")}</p>` : nothing}
      <button type="button" class="button button--danger-main button--wide" @click=${drop}>
        ${say("phone.discard.sure")}
      </button>
      <a class="button button--wide" href=${back}>${say(isLate ? "phone.discard.back_late" : "phone.discard.back")}</a>
    </section>`,
  });
}
