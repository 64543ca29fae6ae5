/** 记录: one's own patrols, those still waiting first to the eye, each with its number or its reason. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say, sayCode } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { sayClock, sayDayAndWeekday, sayLength } from "./dates.ts";
import { findReach, sayReach } from "./duty.ts";
import { drawHead, drawNotice, drawPage } from "./frame.ts";
import { listRecords, type WalkRecord } from "./record.ts";
import { sayWhy } from "./why.ts";

export function openRecords(app: App): Screen<Here> {
  return { title: say("phone.records.title"), draw: (here) => drawRecords(app, here) };
}

function drawRecords(app: App, here: Here): TemplateResult {
  const records = listRecords(here);
  return drawPage(app, {
    head: drawHead({ title: say("phone.records.title") }),
    body:
      records.length === 0
        ? drawNotice(say("phone.records.none"), say("phone.records.none_words"))
        : html`<ul class="cards">
            ${records.map((record) => html`<li>${drawRecord(here, record)}</li>`)}
          </ul>`,
    tab: "records",
  });
}

function drawRecord(here: Here, record: WalkRecord): TemplateResult {
  const from = sayClock(record.started_at);
  const to = sayClock(record.ended_at);
  return html`<a class="card record" href=${address("done", record.patrol_id)}>
    <span class="record__head">
      <span class="strong">${sayDayAndWeekday(record.day_on)}</span>
      ${drawNumber(here, record)}
    </span>
    <span>${sayReach(findReach(here, record.reach_id))}</span>
    <span class="soft">${say("phone.records.line", { from, to, long: sayLength(record.elapsed_ms) })}</span>
    <span class="soft">${sayFound(record)}</span>
    <span class="record__badges">${drawBadges(record)}</span>
  </a>`;
}

function drawNumber(here: Here, { seq, ledger: code, state }: WalkRecord): TemplateResult {
  if (seq === null) {
    const kind = state === "parked" ? "bad" : "warn";
    const words = state === "parked" ? "phone.me.parked" : "phone.records.waiting";
    return html`<span class="badge badge--${kind}">${say(words)}</span>`;
  }
  const ledger = here.plan.ledgers.find((held) => held.code === code)?.name ?? "";
  return html`<span class="soft">${say("phone.records.number", { ledger, n: seq })}</span>`;
}

function sayFound({ found }: WalkRecord): string {
  return found === 0
    ? say("phone.records.nothing_found")
    : say("phone.records.found", { n: found });
}

function drawBadges({ seq, media_named: named, media_stored: stored, doubts, fault }: WalkRecord) {
  const missing = seq !== null && stored < named;
  return html`${
    missing
      ? html`<span class="badge badge--warn">${say("phone.records.media_missing", { stored, named })}</span>`
      : nothing
  }
  ${doubts.map((code) => html`<span class="badge badge--warn">${sayCode("domain.doubt", code)}</span>`)}
  ${fault === null ? nothing : html`<span>${say("phone.records.parked", { why: sayWhy(fault) })}</span>`}`;
}
