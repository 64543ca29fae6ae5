/** 换人: says first what has not been sent, then seals this person's store. */

import { html, type TemplateResult } from "lit-html";
import type { Pending } from "../outbox.ts";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawHead, drawPage } from "./frame.ts";
import { sayLeft } from "./left.ts";

export function openLeave(app: App): Screen<Here> {
  let unsent: Pending | null = null;
  void app.attempt(async () => {
    unsent = await app.phone.unsent();
    app.redraw();
  });
  return { title: say("phone.me.switch_title"), draw: (here) => drawLeave(app, here, unsent) };
}

function drawLeave(app: App, here: Here, unsent: Pending | null): TemplateResult {
  const leave = async () => {
    if (await app.attempt(() => app.phone.leave())) app.moveOn("today");
  };
  return drawPage(app, {
    head: drawHead({ title: say("phone.me.switch_title"), back: address("me") }),
    body: html`<section class="card stack">
      <p role="status">${sayUnsent(here, unsent)}</p>
      <button
        type="button"
        class="button button--danger button--wide"
        ?disabled=${unsent === null}
        @click=${leave}
      >
        ${say("phone.me.switch_sure")}
      </button>
      <a class="button button--wide" href=${address("me")}>${say("phone.me.switch_back")}</a>
    </section>`,
  });
}

function sayUnsent({ person }: Here, unsent: Pending | null): string {
  if (unsent === null) return say("phone.me.switch_counting");
  const what = sayLeft(unsent);
  if (what === "") return say("phone.me.switch_clear");
  return say("phone.me.switch_unsent", { what, name: person.name });
}
