/** 定位: how well the phone knows where it is, in words, and what helps; the walk goes on in any case. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { PositionState } from "../position.ts";
import { say } from "../words.ts";
import { type App, address, type Screen, type Walk } from "./app.ts";
import { nameBrowser } from "./browser.ts";
import { drawCard, drawHead, drawMainButton, drawPage } from "./frame.ts";

/** The state in two or three words, and the way to what helps. */
export function drawPosition(state: PositionState): TemplateResult {
  return html`<a class="pill" href=${address("place")}>${say(`phone.position.${state}`)}</a>`;
}

export function openPlace(app: App): Screen<Walk> {
  return { title: say("phone.place.title"), draw: () => drawPlace(app) };
}

function drawPlace(app: App): TemplateResult {
  const state = app.phone.position.state();
  const back = () => app.moveOn("patrol");
  return drawPage(app, {
    head: drawHead({ title: say("phone.place.title"), back: address("patrol") }),
    body: html`${drawCard(say(`phone.position.${state}`), html`<p>${sayHelp(state)}</p>`)}
      ${drawWayOn(app, state)}
      <p class="soft plain">${say("phone.place.anyway")}</p>`,
    foot: drawMainButton(say("phone.place.back"), back),
  });
}

function sayHelp(state: PositionState): string {
  const isInApp = state === "denied" && nameBrowser() === "app";
  return say(isInApp ? "phone.place.denied_app" : `phone.place.${state}`);
}

function drawWayOn(app: App, state: PositionState): TemplateResult | typeof nothing {
  if (state === "good") return nothing;
  if (state === "off")
    return html`<a class="button button--wide" href=${address("consent")}>${say("phone.place.consent")}</a>`;
  const again = () => {
    app.phone.position.again();
    app.redraw();
  };
  return html`<button type="button" class="button button--wide" @click=${again}>
    ${say("phone.place.again")}
  </button>`;
}
