/** 您是…吧？: at each start of a phone that several people use, before anything of the one before is opened. */

import { html } from "lit-html";
import type { CurrentPerson } from "../person.ts";
import type { Snapshot } from "../phone.ts";
import { say } from "../words.ts";
import type { App, Screen } from "./app.ts";
import { drawHead, drawPage } from "./frame.ts";

/** `goOn` opens what was asked for, once it is known who asks. */
export function openWho(app: App, { name }: CurrentPerson, goOn: () => void): Screen<Snapshot> {
  const yes = async () => {
    if (await app.attempt(() => app.phone.confirm())) goOn();
  };
  const change = async () => {
    if (await app.attempt(() => app.phone.leave())) app.moveOn("today");
  };
  const title = say("phone.who.title", { name });
  return {
    title,
    draw: () =>
      drawPage(app, {
        head: drawHead({ title }),
        body: html`<section class="card button-stack">
          <button type="button" class="button button--main button--wide" @click=${yes}>
            ${say("phone.who.yes")}
          </button>
          <button type="button" class="button button--wide" @click=${change}>
            ${say("phone.who.change")}
          </button>
          <p class="soft">${say("phone.who.kept", { name })}</p>
        </section>`,
      }),
  };
}
