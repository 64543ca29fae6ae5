/** 我的: who one is here, what has not been sent and why, the consent, and handing the phone on. */

import { html, nothing, type TemplateResult } from "lit-html";
import { consentNeeded, withdrawConsent } from "../consent.ts";
import { chooseTextSize, findTextSize, TEXT_SIZES } from "../text-size.ts";
import { LANGUAGES, say, spoken } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { sayMoment } from "./dates.ts";
import { listAppointments, listDuties, sayReach } from "./duty.ts";
import { drawCard, drawHead, drawNotice, drawPage } from "./frame.ts";
import { sendByHand } from "./send.ts";
import { sayRoom } from "./space.ts";
import { saySync } from "./today.ts";
import { drawVideos } from "./videos.ts";

export function openMe(app: App): Screen<Here> {
  void app.phone.measure();
  return { title: say("phone.me.title"), draw: (here) => drawMe(app, here) };
}

function drawMe(app: App, here: Here): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: here.person.name }),
    body: html`${drawOffices(here)} ${drawSync(app, here)} ${drawConsent(app, here)}
      ${drawVideos(app, here)} ${drawLanguage(app)} ${drawTextSize(app)}
      <section class="card stack">
        <a class="button button--wide" href="/password">${say("phone.me.password")}</a>
        <a class="button button--wide" href=${address("leave")}>${say("phone.me.switch")}</a>
        <p class="soft">${say("phone.me.version", { version: VERSION })}</p>
      </section>`,
    tab: "me",
  });
}

/** The build names its files by what is in them. */
const VERSION = /-(\w+)\.js/.exec(import.meta.url)?.[1] ?? "";

function drawOffices(here: Here): TemplateResult {
  const own = listDuties(here).filter((duty) => !duty.stand_in);
  if (listAppointments(here).length === 0) return drawNotice(say("phone.in.nothing"), "");
  return html`<section class="card">
    <dl class="facts">
      <dt>${say("phone.me.roles")}</dt>
      <dd>
        ${listAppointments(here).map(
          ({ role, area_name: area }) =>
            html`<p>${say("phone.me.role_line", { role: say(`domain.role.${role}`), area })}</p>`,
        )}
      </dd>
      <dt>${say("phone.me.reaches")}</dt>
      <dd>${own.map(({ reach }) => html`<p>${sayReach(reach)}</p>`)}</dd>
    </dl>
  </section>`;
}

function drawSync(app: App, here: Here): TemplateResult {
  const { sync } = here;
  const last = sync.last_ok_at === null ? null : sayMoment(sync.last_ok_at);
  const login = html`<a class="button button--main button--wide" href="/login?next=/%23/in">
    ${say("phone.in.login")}
  </a>`;
  return drawCard(
    say("phone.me.sync"),
    html`<div class="stack">
      <p class="strong">${saySync(here)}</p>
      ${last === null ? nothing : html`<p class="soft">${say("phone.me.last_ok", { at: last })}</p>`}
      ${sync.reachable ? nothing : html`<p class="soft">${say("phone.me.no_net")}</p>`}
      ${sync.session === "out" ? login : drawSend(app, sync.running)}
      <a class="button button--wide" href=${address("outbox")}>${say("phone.outbox.see")}</a>
      <p class="soft">${sayRoom(here)}</p>
    </div>`,
  );
}

function drawSend(app: App, running: boolean): TemplateResult {
  return html`<button
    type="button"
    class="button button--main button--wide"
    aria-disabled=${running}
    @click=${() => void sendByHand(app, () => app.phone.sync())}
  >
    ${say(running ? "phone.me.syncing" : "phone.me.sync_now")}
  </button>`;
}

function drawConsent(app: App, { plan, consent }: Here): TemplateResult {
  const unasked = consentNeeded(plan, consent);
  const now = consent.given ? "phone.me.consent_given" : "phone.me.consent_refused";
  const withdraw = () => void app.attempt(() => withdrawConsent(app.phone.pen(), plan));
  return drawCard(
    say("phone.me.consent"),
    html`<div class="stack">
      <p>${say(unasked ? "phone.me.consent_unasked" : now)}</p>
      ${
        consent.given && !unasked
          ? html`<button type="button" class="button button--wide" @click=${withdraw}>
              ${say("phone.me.withdraw")}
            </button>`
          : nothing
      }
      ${
        consent.given || unasked
          ? nothing
          : html`<a class="button button--wide" href=${address("consent")}>
              ${say("phone.me.give")}
            </a>`
      }
    </div>`,
  );
}

function drawLanguage(app: App): TemplateResult {
  return drawCard(
    say("phone.me.language"),
    drawChoice({
      label: say("phone.me.language"),
      answers: LANGUAGES.map((value) => ({ value, words: say(`domain.language.${value}`) })),
      chosen: spoken(),
      pick: async (language) => {
        if (await app.attempt(() => app.phone.chooseLanguage(language))) app.moveOn("me");
      },
    }),
  );
}

function drawTextSize(app: App): TemplateResult {
  return drawCard(
    say("phone.me.text"),
    drawChoice({
      label: say("phone.me.text"),
      answers: TEXT_SIZES.map((value) => ({ value, words: say(`phone.me.text_${value}`) })),
      chosen: findTextSize(),
      pick: (size) => {
        chooseTextSize(size);
        app.redraw();
      },
    }),
  );
}
