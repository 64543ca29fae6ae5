/** 今日: where one stands this month or week, what old problems wait, and the one button that starts. */

import { html, nothing, type TemplateResult } from "lit-html";
import { consentNeeded } from "../consent.ts";
import { isYesterdays } from "../draft.ts";
import type { Draft } from "../model.ts";
import { isLongUnsent } from "../outbox.ts";
import { countSeen } from "../rules/checklist.ts";
import { listDue, listDueOnWalk } from "../rules/recheck.ts";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { dayAt, sayDay, sayDayAndWeekday } from "./dates.ts";
import { type Duty, findDuty, listDuties, sayReach } from "./duty.ts";
import { drawCard, drawHead, drawMainButton, drawNotice, drawPage } from "./frame.ts";
import { giveUp, handIn } from "./late.ts";
import { sayLeft } from "./left.ts";
import { drawLoss } from "./loss.ts";
import { drawProblemLines } from "./problem-line.ts";
import { drawProgress } from "./progress.ts";

export function openToday(app: App): Screen<Here> {
  return { title: say("phone.today.title"), draw: (here) => drawToday(app, here) };
}

function drawToday(app: App, here: Here): TemplateResult {
  const duty = findDuty(here);
  const late = here.draft !== null && isYesterdays(here.draft, here.now_ms) ? here.draft : null;
  return drawPage(app, {
    head: drawTodayHead(here, duty),
    body: html`${drawNotices(app, here)}
    ${late === null ? nothing : drawLate(app, here, late)}
    ${duty === null ? drawNotice(say("phone.in.nothing"), "") : drawDuty(app, here, duty)}`,
    foot: duty === null || late !== null ? nothing : drawStart(app, here),
    tab: "today",
  });
}

function drawTodayHead(here: Here, duty: Duty | null): TemplateResult {
  const role = duty === null ? "" : say(`domain.role.${duty.appointment.role}`);
  const date = sayDayAndWeekday(here.today);
  return drawHead({
    title: duty === null ? say("phone.today.title") : sayReach(duty.reach),
    aside: here.draft === null && listDuties(here).length > 1 ? drawChange() : nothing,
    tall: true,
    below: html`<p class="head__sub">${say("phone.today.line", { role, name: here.person.name, date })}</p>
      <a class="pill" href=${address("outbox")}>${saySync(here)}</a>`,
  });
}

function drawChange(): TemplateResult {
  return html`<a class="pill" href=${address("reaches")}>${say("phone.reach.change")}</a>`;
}

/** The sync line in words. */
export function saySync({ line }: Pick<Here, "line">): string {
  return say(`phone.sync.${line.key}`, { what: sayLeft(line.left), parked: line.parked });
}

const DAY_MS = 86_400_000;
/** From then on it is said how old the plan is; the months of a wrong clock are not counted out. */
const STALE_DAYS = 3;
const COUNTED_DAYS = 99;

/** Beyond it the server says so, too, with each record (domain/clock.py). */
const SKEW_MS = 600_000;

/** Nothing is held back by it: the server finds the day. */
function drawWrongClock({ sync }: Here) {
  if (Math.abs(sync.skew_ms ?? 0) <= SKEW_MS) return nothing;
  return drawNotice(say("phone.today.clock_title"), say("phone.today.clock_words"));
}

/** What to do may have changed meanwhile. */
function drawStale({ plan_at, now_ms }: Here) {
  const days = plan_at === null ? 0 : Math.floor((now_ms - plan_at) / DAY_MS);
  if (days < STALE_DAYS) return nothing;
  const words = days > COUNTED_DAYS ? "phone.today.stale_long" : "phone.today.stale";
  return drawNotice(say(words, { n: days }), "");
}

/** A day without any signal: better said than found out when the phone is lost. */
function drawOld({ entries, waiting_media, now_ms, line }: Here) {
  if (!isLongUnsent(entries, waiting_media, now_ms)) return nothing;
  const see = html`<a class="button" href=${address("outbox")}>${say("phone.outbox.see")}</a>`;
  // What is parked does not go by itself, wherever one walks to.
  const words = line.key === "parked" ? "phone.outbox.old_parked" : "phone.outbox.old_words";
  return drawNotice(say("phone.outbox.old_title"), say(words), see);
}

function drawNotices(app: App, here: Here): TemplateResult {
  const { line, draft } = here;
  const login = html`<a class="button" href="/login?next=/%23/in">${say("phone.in.login")}</a>`;
  const update = html`<button type="button" class="button" @click=${() => app.update?.()}>
    ${say("phone.app.update")}
  </button>`;
  return html`${drawLoss(app, here)}
  ${
    line.key === "login_needed"
      ? drawNotice(say("phone.today.login_title"), say("phone.today.login_words"), login)
      : drawOld(here)
  }
  ${
    app.update !== null && draft === null
      ? drawNotice(say("phone.app.new_version"), say("phone.app.new_version_words"), update)
      : nothing
  }
  ${drawWrongClock(here)} ${drawStale(here)}`;
}

function drawLate(app: App, here: Here, draft: Draft): TemplateResult {
  const due = listDueOnWalk(here.plan.problems, draft, here.person.id);
  const words = say("phone.today.open_words", { n: countSeen(draft, due) });
  return html`<section class="card card--note stack">
    <h2>${say("phone.today.open_title", { date: sayDay(dayAt(draft.started_at)) })}</h2>
    <p>${words}</p>
    <div class="button-row">
      <button type="button" class="button button--main" @click=${() => handIn(app, here, draft)}>
        ${say("phone.today.hand_in")}
      </button>
      <button type="button" class="button button--danger" @click=${() => giveUp(app)}>
        ${say("phone.today.give_up")}
      </button>
    </div>
  </section>`;
}

function drawDuty(app: App, here: Here, duty: Duty): TemplateResult {
  const due = listDue(here.plan.problems, duty.reach.id, here.person.id);
  const title =
    due.length === 0
      ? say("phone.today.no_old_problems")
      : say("phone.today.old_problems", { n: due.length });
  return html`${drawProgress(here, duty)}
  ${drawCard(title, due.length === 0 ? nothing : drawProblemLines(app, here, due))}`;
}

function drawStart(app: App, here: Here): TemplateResult {
  const open = here.draft !== null;
  const next = consentNeeded(here.plan, here.consent) ? "consent" : "start";
  return drawMainButton(
    say(open ? "phone.today.go_on" : "phone.today.start"),
    () => app.go(open ? "patrol" : next),
    { start: true },
  );
}
