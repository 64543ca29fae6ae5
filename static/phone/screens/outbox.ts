/** 待发送: everything on this phone that the server does not have, how it stands, and what to do about it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { isUnsent } from "../outbox.ts";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { Carry } from "./carry.ts";
import { sayClock, sayMoment } from "./dates.ts";
import { drawHead, drawPage } from "./frame.ts";
import { sayLeft } from "./left.ts";
import { drawUnsentGroup, sayBytes } from "./outbox-item.ts";
import { sendByHand } from "./send.ts";
import { groupUnsent, type UnsentGroup } from "./unsent.ts";
import { sayWhy } from "./why.ts";

/** So many entries are drawn at once: who comes back after weeks sees the newest at once. */
const SHOWN = 30;

export function openOutbox(app: App): Screen<Here> {
  const carry = new Carry(app);
  let shown = SHOWN;
  const more = () => {
    shown += SHOWN;
    app.redraw();
  };
  return {
    title: say("unsent.title"),
    draw: (here) => {
      const groups = groupUnsent(here);
      return drawPage(app, {
        head: drawHead({ title: say("unsent.title"), back: address("me") }),
        body:
          groups.length === 0
            ? drawNothing(here)
            : html`${drawSum(app, here, groups)} ${drawGroups(app, here, groups, shown, more)}
              ${carry.draw(here)}`,
      });
    },
    leave: () => carry.leave(),
  };
}

function drawNothing({ sync }: Here): TemplateResult {
  return html`<section class="card stack" role="status">
    <h2>${say("unsent.nothing")}</h2>
    <p>${say("unsent.nothing_words")}</p>
    ${sync.last_ok_at === null ? nothing : drawLast(sync.last_ok_at)}
  </section>`;
}

const drawLast = (at_ms: number): TemplateResult =>
  html`<p class="soft">${say("phone.me.last_ok", { at: sayMoment(at_ms) })}</p>`;

function drawSum(app: App, here: Here, groups: readonly UnsentGroup[]): TemplateResult {
  const { sync } = here;
  const login = html`<a class="button button--main button--wide" href="/login?next=/%23/in">
    ${say("phone.in.login")}
  </a>`;
  return html`<section class="card stack">
    <div role="status">
      <h2 class="card__title">${say("unsent.left", { what: sayLeft(here.line.left) })}</h2>
      <p>${say(`unsent.now.${nowOf(here, groups)}`)}</p>
      ${sayLast(here)}
    </div>
    ${sync.session === "out" ? login : drawAgain(app, here)}
  </section>`;
}

type Now = "signal" | "login" | "parked" | "sending" | "queued";

/** What happens next, to what does not need a hand. */
function nowOf({ sync }: Here, groups: readonly UnsentGroup[]): Now {
  const things = groups.flatMap(({ entries }) => entries.flatMap((one) => [one, ...one.media]));
  const isStuck = things.every(({ standing }) =>
    ["parked", "record", "arrived"].includes(standing),
  );
  if (isStuck) return "parked";
  if (sync.session === "out") return "login";
  if (!sync.online || !sync.reachable) return "signal";
  return sync.running ? "sending" : "queued";
}

/** That there is no signal, or a login is needed, is said already. */
const SAID: readonly (string | null)[] = ["unreachable", "login_required"];

/** Why the last delivery did not come to its end, when the next one is due, and when one last did. */
function sayLast({ sync, media, outbox, now_ms }: Here): TemplateResult {
  const unsent = [...media.values()].filter(isUnsent);
  const bytes = unsent.reduce((sum, kept) => sum + kept.bytes, 0);
  const why = sync.running || SAID.includes(sync.last_fault) ? null : sync.last_fault;
  const next_at = sync.running || sync.session === "out" ? null : sync.next_at;
  return html`${
    outbox.media === 0
      ? nothing
      : html`<p class="soft">${say("unsent.size", { size: sayBytes(bytes) })}</p>`
  }
  ${
    why === null
      ? nothing
      : html`<p class="soft">${say("unsent.last_why", { why: sayWhy({ code: why, detail: "" }) })}</p>`
  }
  ${
    next_at === null || next_at <= now_ms
      ? nothing
      : html`<p class="soft">${say("unsent.next", { at: sayClock(next_at) })}</p>`
  }
  ${sync.last_ok_at === null ? nothing : drawLast(sync.last_ok_at)}`;
}

function drawAgain(app: App, { sync }: Here): TemplateResult {
  const again = () => sync.running || void sendByHand(app, () => app.phone.retryAll());
  return html`<button
    type="button"
    class="button button--main button--wide"
    aria-disabled=${sync.running}
    @click=${again}
  >
    ${say(sync.running ? "phone.me.syncing" : "unsent.again_all")}
  </button>`;
}

function drawGroups(
  app: App,
  here: Here,
  groups: readonly UnsentGroup[],
  shown: number,
  more: () => void,
): TemplateResult {
  const total = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  let room = shown;
  const drawn = groups.flatMap((group) => {
    const entries = group.entries.slice(0, room);
    room -= entries.length;
    return entries.length === 0 ? [] : [drawUnsentGroup(app, here, { ...group, entries })];
  });
  const n = Math.min(SHOWN, total - shown);
  return html`${drawn}
    ${
      n <= 0
        ? nothing
        : html`<button type="button" class="button button--wide" @click=${more}>
            ${say("unsent.more", { n })}
          </button>`
    }`;
}
