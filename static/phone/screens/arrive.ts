/** 正在准备: after the login, until the plan is there; and the way to the login for a phone that knows nobody. */

import { html, type TemplateResult } from "lit-html";
import { ApiFault } from "../api.ts";
import type { Snapshot } from "../phone.ts";
import { say } from "../words.ts";
import type { App, Screen } from "./app.ts";
import { drawHead, drawNotice, drawPage } from "./frame.ts";

type Stage = "waiting" | "wrong" | "nobody";

/** Fetches the plan at once where the address says that somebody has just logged in (`fetch`). */
export function openArrive(app: App, fetch: boolean): Screen<Snapshot> {
  let stage: Stage = fetch ? "waiting" : "nobody";
  const arrive = async () => {
    stage = "waiting";
    app.redraw();
    try {
      await app.phone.arrive();
      app.moveOn("today");
    } catch (fault) {
      stage = fault instanceof ApiFault && fault.status === 401 ? "nobody" : "wrong";
      app.redraw();
    }
  };
  if (fetch) void arrive();
  return { title: say("phone.in.title"), draw: () => drawArrive(app, stage, arrive) };
}

function drawArrive(app: App, stage: Stage, arrive: () => Promise<void>): TemplateResult {
  if (stage === "nobody") return drawNobody(app);
  const again = html`<button type="button" class="button button--main button--wide" @click=${arrive}>
    ${say("phone.app.again")}
  </button>`;
  return drawPage(app, {
    head: drawHead({ title: say("phone.in.title") }),
    body:
      stage === "wrong"
        ? drawNotice(say("phone.in.wrong"), "", again)
        : html`<p class="plain" role="status">${say("phone.in.words")}</p>`,
  });
}

function drawNobody(app: App): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.in.login_title") }),
    body: html`<section class="card stack">
      <p>${say("phone.in.login_words")}</p>
      <a class="button button--main button--wide" href="/login?next=/%23/in">${say("phone.in.login")}</a>
    </section>`,
  });
}
