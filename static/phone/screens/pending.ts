/** Stands where a screen is still being fetched, and says so when it cannot be. */

import { html } from "lit-html";
import { say } from "../words.ts";
import type { App, Here, Screen } from "./app.ts";
import { drawHead, drawNotice, drawPage } from "./frame.ts";

export function openPending(app: App, _here: Here, ...route: string[]): Screen<Here> {
  let failed = false;
  const fetch = async () => {
    failed = false;
    app.redraw();
    failed = !(await app.fetchLater());
    if (failed) app.redraw();
    else app.moveOn(...route);
  };
  void fetch();
  const again = html`<button type="button" class="button" @click=${fetch}>
    ${say("phone.app.again")}
  </button>`;
  return {
    title: say("phone.app.name"),
    draw: () =>
      drawPage(app, {
        head: drawHead({ title: say("phone.app.name") }),
        body: failed
          ? drawNotice(say("phone.app.not_fetched"), "", again)
          : html`<p class="plain" role="status">${say("phone.app.loading")}</p>`,
      }),
  };
}
