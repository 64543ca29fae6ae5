/** One walk's or one day's unsent things in rows: what each is, how it stands, why it did not go. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Told } from "../model.ts";
import { say, sayCode, sayList, type Word } from "../words.ts";
import type { App, Here } from "./app.ts";
import { sayClock, sayDayAndWeekday } from "./dates.ts";
import { findReach, sayReach } from "./duty.ts";
import { sayWhat } from "./problem-line.ts";
import { sendByHand } from "./send.ts";
import { sayTold } from "./told.ts";
import type { Standing, UnsentEntry, UnsentGroup, UnsentMedium } from "./unsent.ts";
import { sayWhy } from "./why.ts";

/** So many media of one entry stand open, those that need a look first. */
const OPEN_MEDIA = 6;

export function drawUnsentGroup(app: App, here: Here, group: UnsentGroup): TemplateResult {
  const reach = group.reach_id === null ? "" : sayReach(findReach(here, group.reach_id));
  return html`<section class="card">
    <h2 class="card__title">${sayDayAndWeekday(group.day_on)}</h2>
    ${reach === "" ? nothing : html`<p class="card__note">${reach}</p>`}
    <ul class="thumb-list unsent-list">
      ${group.entries.map((entry) => html`<li class="unsent">${drawEntry(app, here, entry)}</li>`)}
    </ul>
  </section>`;
}

function drawEntry(app: App, here: Here, entry: UnsentEntry): TemplateResult {
  const { kept, media } = entry;
  const words = sayEntry(here, entry);
  const urgent = [...media].sort((a, b) => URGENCY[a.standing] - URGENCY[b.standing]);
  const folded = urgent.slice(OPEN_MEDIA);
  const draw = (medium: UnsentMedium) => html`<li>${drawMedium(app, medium)}</li>`;
  return html`<div class="unsent__line">
      <span class="strong">${words}</span>
      <span class="badge badge--${TONES[entry.standing]}">${sayStanding(entry)}</span>
    </div>
    <p class="soft">${sayClock(kept.entry.at)}</p>
    ${drawFault(app, kept.id, words, entry)}
    ${
      media.length === 0
        ? nothing
        : html`<ul class="unsent__media">
            ${urgent.slice(0, OPEN_MEDIA).map(draw)}
          </ul>`
    }
    ${
      folded.length === 0
        ? nothing
        : html`<details>
            <summary class="unsent__fold">${say("unsent.fold", { n: folded.length })}</summary>
            <ul class="unsent__media">${folded.map(draw)}</ul>
          </details>`
    }`;
}

function drawMedium(app: App, medium: UnsentMedium): TemplateResult {
  const words = sayMedium(medium);
  return html`<div class="unsent__line">
      <span>${sayList([words, sayBytes(medium.bytes)])}</span>
      <span class=${medium.standing === "parked" ? "unsent__bad" : "soft"}>${sayStanding(medium)}</span>
    </div>
    ${drawFault(app, medium.sha256, words, medium)}`;
}

/** Only what does not go by itself at once has a button of its own. */
function drawFault(
  app: App,
  id: string,
  what: string,
  { standing, fault }: Pick<UnsentEntry, "standing" | "fault">,
): TemplateResult | typeof nothing {
  if (fault === null || standing === "arrived") return nothing;
  const again = () => void sendByHand(app, () => app.phone.retry(id));
  const waits = standing === "parked" || standing === "paused";
  return html`<p>${sayWhy(fault)}</p>
    ${
      waits
        ? html`<button
            type="button"
            class="button button--word"
            aria-label=${say("unsent.again_what", { what })}
            @click=${again}
          >
            ${say("unsent.again")}
          </button>`
        : nothing
    }`;
}

const URGENCY: Record<Standing, number> = {
  parked: 0,
  sending: 1,
  paused: 2,
  login: 3,
  record: 3,
  wifi: 3,
  signal: 3,
  queued: 3,
  arrived: 4,
};

const TONES: Record<Standing, string> = {
  parked: "bad",
  sending: "good",
  paused: "warn",
  login: "warn",
  record: "warn",
  wifi: "warn",
  signal: "warn",
  queued: "warn",
  arrived: "good",
};

function sayStanding(thing: UnsentEntry | UnsentMedium): string {
  const { standing, next_at } = thing;
  if (standing === "sending" && "percent" in thing && thing.percent !== null)
    return say("unsent.sending_percent", { n: thing.percent });
  return say(`unsent.standing.${standing}`, {
    at: next_at === null ? "" : sayClock(next_at),
  });
}

/** What an entry is, in the words of its walker. */
export function sayEntry(here: Here, { kept }: Pick<UnsentEntry, "kept">): string {
  const { kind, body } = kept.entry;
  switch (kind) {
    case "patrol.completed":
      return say("unsent.walk");
    case "problem.reported":
      return say("unsent.problem", { what: String(body.what) });
    case "problem.told":
      return sayTold(body as unknown as Told);
    case "problem.accepted":
    case "problem.handled":
    case "problem.escalated":
      return say(DEEDS[kind], { what: sayProblem(here, String(body.problem_id)) });
    default:
      return sayCode("domain.kind", kind);
  }
}

const DEEDS = {
  "problem.accepted": "unsent.accepted",
  "problem.handled": "unsent.handled",
  "problem.escalated": "unsent.escalated",
} as const satisfies Record<string, Word>;

function sayProblem(here: Here, id: string): string {
  const problem = here.plan.problems.find((held) => held.id === id);
  return problem === undefined ? "" : sayWhat(here, problem);
}

function sayMedium({ kind, role }: UnsentMedium): string {
  return say(`unsent.${kind}`, { role: say(`domain.media_role.${role}`) });
}

/** "252 kB", "1.4 MB". */
export function sayBytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
