/** Asks before the first position is read: separate, unticked, and refusing costs nothing but the track. */

import { html, type TemplateResult } from "lit-html";
import { consentNeeded, giveConsent, refuseConsent } from "../consent.ts";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawHead, drawMainButton, drawPage } from "./frame.ts";

export function openConsent(app: App): Screen<Here> {
  let ticked = false;
  return {
    title: say("phone.consent.title"),
    draw: (here) =>
      drawConsent(app, here, {
        ticked,
        tick: (now) => {
          ticked = now;
        },
      }),
  };
}

interface Tick {
  ticked: boolean;
  tick(now: boolean): void;
}

function drawConsent(app: App, here: Here, { ticked, tick }: Tick): TemplateResult {
  // Asked on the way into a walk, or looked up again from 我的.
  const isOnTheWay = consentNeeded(here.plan, here.consent);
  const answer = async (deed: typeof giveConsent) => {
    if (await app.attempt(() => deed(app.phone.pen(), here.plan)))
      app.moveOn(isOnTheWay ? "start" : "me");
  };
  const agree = () => {
    if (ticked) void answer(giveConsent);
    else app.tell(say("phone.consent.tick_first"), "bad");
  };
  const changeTick = (event: Event) => {
    tick((event.target as HTMLInputElement).checked);
    app.redraw();
  };
  return drawPage(app, {
    head: drawHead({
      title: say("phone.consent.title"),
      back: address(isOnTheWay ? "today" : "me"),
    }),
    body: html`<section class="card stack">
        <p>${say("phone.consent.why")}</p>
        <p>${say("phone.consent.when")}</p>
        <p>${say("phone.consent.who")}</p>
        <p>${say("phone.consent.how")}</p>
        <label class="tick">
          <input type="checkbox" .checked=${ticked} @change=${changeTick} />
          <span>${say("phone.consent.agree")}</span>
        </label>
      </section>
      <section class="card stack">
        <p class="soft">${say("phone.consent.no_words")}</p>
        <button type="button" class="button button--wide" @click=${() => answer(refuseConsent)}>
          ${say("phone.consent.no")}
        </button>
      </section>`,
    foot: drawMainButton(say("phone.consent.yes"), agree),
  });
}
