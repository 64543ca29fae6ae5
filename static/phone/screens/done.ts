/** 完成: kept on the phone, or in the ledger with its number; the same page shows an older patrol again. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import { percentOf } from "../rules/coverage.ts";
import { say, sayCode, sayList } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { sayClock, sayDay, sayLength } from "./dates.ts";
import { findReach, sayReach } from "./duty.ts";
import { drawHead, drawNotice, drawPage } from "./frame.ts";
import { sayLeft } from "./left.ts";
import { foresee } from "./progress.ts";
import { findRecord, type WalkRecord } from "./record.ts";
import { sayWhy } from "./why.ts";

export function openDone(app: App, _here: Here, patrol_id = ""): Screen<Here> {
  return {
    title: say("phone.done.filed"),
    draw: (here) => {
      const record = findRecord(here, patrol_id);
      return record === undefined ? drawMissing(app) : drawDone(app, here, record);
    },
  };
}

function drawMissing(app: App): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.records.title"), back: address("records") }),
    body: drawNotice(say("phone.done.missing"), ""),
  });
}

const TITLES = {
  waiting: "phone.done.saved",
  accepted: "phone.done.filed",
  parked: "phone.done.parked",
} as const;

function drawDone(app: App, here: Here, record: WalkRecord): TemplateResult {
  const state = record.unsent > 0 && record.state === "accepted" ? "waiting" : record.state;
  return drawPage(app, {
    head: nothing,
    body: html`<div class="seal" role="status">
        ${drawSign(state)}
        <h1 class="seal__title" tabindex="-1">${say(TITLES[record.state])}</h1>
        <p class="soft">${sayPlace(here, record)}</p>
      </div>
      ${state === "accepted" ? nothing : drawWaiting(here, record)}
      <section class="card">${drawFacts(here, record)}</section>
      <a class="button button--main button--wide" href=${address("today")}>${say("phone.done.back")}</a>
      <a class="button button--wide" href=${address("share", "walk", record.patrol_id)}>${say("phone.share.way")}</a>`,
  });
}

function drawSign(state: WalkRecord["state"]): TemplateResult {
  return html`<svg class="seal__sign seal__sign--${state}" viewBox="0 0 92 92" aria-hidden="true">
    <circle cx="46" cy="46" r="46" />
    ${
      state === "accepted"
        ? svg`<path d="M26 48 40 61 68 33" />`
        : state === "waiting"
          ? svg`<path d="M46 24v24l15 9" />`
          : svg`<path d="M46 24v28M46 66v1" />`
    }
  </svg>`;
}

/** Which day of the month this is, for those who count days; that the week or month is done for the rest. */
function sayPlace(here: Here, record: WalkRecord): string {
  const own = here.plan.appointments.find(({ reach_ids }) => reach_ids.includes(record.reach_id));
  const progress = foresee(here, record.appointment_id ?? own?.id ?? "");
  if (progress === null || record.day_on < progress.period_from) return "";
  if (progress.days[record.day_on] === undefined) return "";
  if (progress.due <= 1) return say(`phone.done.${progress.period}_done`);
  const { made, missing } = progress;
  return missing > 0
    ? say("phone.done.day_of", { made, missing })
    : say("phone.done.day_enough", { made });
}

function drawWaiting(here: Here, record: WalkRecord): TemplateResult {
  const see = html`<a class="button" href=${address("outbox")}>${say("phone.outbox.see")}</a>`;
  if (record.fault !== null) {
    return drawNotice(say("phone.me.parked"), sayWhy(record.fault), see);
  }
  if (here.line.key === "login_needed") {
    const login = html`<a class="button" href="/login?next=/%23/in">${say("phone.in.login")}</a>`;
    return drawNotice(say("phone.today.login_title"), say("phone.today.login_words"), login);
  }
  const words = say("phone.done.wait_words", { what: sayLeft(here.line.left) });
  return drawNotice(say("phone.done.wait_title"), words, see);
}

function drawFacts(here: Here, record: WalkRecord): TemplateResult {
  const ledger = here.plan.ledgers.find(({ code }) => code === record.ledger)?.name ?? "";
  const day = record.day_on === here.today ? "" : `${sayDay(record.day_on)} `;
  const from = day + sayClock(record.started_at);
  const to = sayClock(record.ended_at);
  return html`<dl class="facts">
    <dt>${say("phone.done.number")}</dt>
    <dd class="strong">
      ${record.seq === null ? say("phone.done.number_later") : say("phone.done.number_value", { ledger, n: record.seq })}
    </dd>
    <dt>${say("phone.done.reach")}</dt>
    <dd>${sayReach(findReach(here, record.reach_id))}</dd>
    <dt>${say("phone.done.time")}</dt>
    <dd>${say("phone.date.from_to", { from, to, long: sayLength(record.elapsed_ms) })}</dd>
    ${drawBody(record)}
    <dt>${say("phone.done.photos")}</dt>
    <dd>${sayPhotos(record)}</dd>
    ${
      record.doubts.length === 0
        ? nothing
        : html`<dt>${say("phone.done.doubts")}</dt>
            <dd>${record.doubts.map((code) => sayCode("domain.doubt", code)).join(say("domain.between.lines"))}</dd>`
    }
  </dl>`;
}

function drawBody({ body, found, rechecked, coverage_permille }: WalkRecord): TemplateResult {
  const n = coverage_permille === null ? null : percentOf(coverage_permille);
  if (body === null) {
    return html`${
      n === null
        ? nothing
        : html`<dt>${say("phone.done.way")}</dt>
            <dd>${say("phone.done.share", { n })}</dd>`
    }
      <dt>${say("phone.done.items")}</dt>
      <dd>${say("phone.done.items_found", { n: found })}${say("domain.between.lines")}${say("phone.done.rechecks", { n: rechecked })}</dd>`;
  }
  const way = {
    method: say(`domain.method.${body.method}`),
    banks: say(`domain.banks.${body.banks}`),
  };
  return html`<dt>${say("phone.done.way")}</dt>
    <dd>${n === null ? say("phone.done.way_value", way) : say("phone.done.way_share", { ...way, n })}</dd>
    <dt>${say("phone.done.items")}</dt>
    <dd>${sayItems(body.items, rechecked)}</dd>
    ${
      body.ended_early === null
        ? nothing
        : html`<dt>${say("phone.done.early")}</dt>
            <dd>${body.ended_early}</dd>`
    }`;
}

function sayItems(items: readonly { finding: string }[], rechecked: number): string {
  const parts = (["none", "found", "not_checked"] as const).flatMap((finding) => {
    const n = items.filter((held) => held.finding === finding).length;
    return n === 0 ? [] : [say(`phone.done.items_${finding}`, { n })];
  });
  if (rechecked === 0) return sayList(parts);
  return (
    sayList(parts) + say("domain.between.lines") + say("phone.done.rechecks", { n: rechecked })
  );
}

function sayPhotos({ media_named: n, media_stored: sent }: WalkRecord): string {
  if (n === 0) return say("phone.done.photos_none");
  return sent >= n
    ? say("phone.done.photos_all", { n })
    : say("phone.done.photos_some", { n, sent });
}
