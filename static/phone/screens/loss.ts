/** What the browser threw away before it was sent, and what to do now; stays until it is read. */

import { html, nothing } from "lit-html";
import { say, sayList } from "../words.ts";
import type { App, Here } from "./app.ts";
import { sayDay } from "./dates.ts";
import { drawNotice } from "./frame.ts";

export function drawLoss({ phone }: App, { loss }: Here) {
  if (loss === null || loss.is_seen) return nothing;
  const { entries, media, days, draft_on } = loss;
  const what = [
    entries === 0 ? "" : say("phone.loss.entries", { n: entries }) + sayDays(days),
    media === 0 ? "" : say("phone.loss.media", { n: media }),
    draft_on === null ? "" : say("phone.loss.draft", { day: sayDay(draft_on) }),
  ];
  return drawNotice(
    say("phone.loss.title"),
    say("phone.loss.words", { what: sayList(what, "items") }),
    html`<p>${say("phone.loss.now")}</p>
      <button type="button" class="button" @click=${() => phone.seeLoss()}>${say("phone.loss.seen")}</button>`,
  );
}

function sayDays(days: readonly string[]): string {
  if (days.length === 0) return "";
  return say("phone.loss.days", { days: sayList(days.map(sayDay), "items") });
}
