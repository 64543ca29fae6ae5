/** 我的: who one is here, what has not been sent and why, the consent, and handing the phone on. */

import { html, nothing, type TemplateResult } from "lit-html";
import { consentNeeded, withdrawConsent } from "../consent.ts";
import { type KeptEntry, mediaLeft } from "../outbox.ts";
import { chooseTextSize, findTextSize, TEXT_SIZES } from "../text-size.ts";
import { LANGUAGES, say, sayCode, spoken } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { sayMoment } from "./dates.ts";
import { listAppointments, listDuties, sayReach } from "./duty.ts";
import { drawCard, drawHead, drawNotice, drawPage } from "./frame.ts";
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
      ${sync.session === "out" ? login : drawSend(app, sync.running)} ${drawWaiting(app, here)}
      <p class="soft">${sayRoom(here)}</p>
    </div>`,
  );
}

function drawSend(app: App, running: boolean): TemplateResult {
  return html`<button
    type="button"
    class="button button--main button--wide"
    aria-disabled=${running}
    @click=${() => void app.attempt(() => app.phone.sync())}
  >
    ${say(running ? "phone.me.syncing" : "phone.me.sync_now")}
  </button>`;
}

function drawWaiting(app: App, here: Here) {
  const waiting = here.entries.filter(
    (kept) => kept.state !== "accepted" || mediaLeft(kept, here.waiting_media) > 0,
  );
  if (waiting.length === 0) return nothing;
  return html`<h3>${say("phone.me.waiting")}</h3>
    <ul class="thumb-list">
      ${waiting.map((kept) => html`<li>${drawKept(app, here, kept)}</li>`)}
    </ul>`;
}

function drawKept(app: App, here: Here, kept: KeptEntry): TemplateResult {
  const kind = sayCode("domain.kind", kept.entry.kind);
  const left = mediaLeft(kept, here.waiting_media);
  return html`<p>${say("phone.me.entry_line", { kind, at: sayMoment(kept.filed_at) })}</p>
    ${left === 0 ? nothing : html`<p class="soft">${say("phone.me.media_left", { n: left })}</p>`}
    ${kept.state === "parked" ? drawParked(app, kept) : nothing}`;
}

function drawParked(app: App, kept: KeptEntry): TemplateResult {
  const retry = () => void app.attempt(() => app.phone.retry(kept.id));
  return html`<p>
      <span class="badge badge--bad">${say("phone.me.parked")}</span>
      ${kept.fault?.detail || kept.fault?.code || say("phone.fault.other")}
    </p>
    <button type="button" class="button button--word" @click=${retry}>${say("phone.me.retry")}</button>`;
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
