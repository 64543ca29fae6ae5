/** 我的, on videos: over which network they go, and a way to let those that wait go now. */

import { html, nothing, type TemplateResult } from "lit-html";
import { chooseWifiOnly } from "../videos.ts";
import { say } from "../words.ts";
import type { App, Here } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { drawCard } from "./frame.ts";

export function drawVideos(app: App, here: Here): TemplateResult {
  const pick = (wifi_only: boolean) => {
    void app.attempt(() => chooseWifiOnly(app.phone.pen().store, wifi_only));
  };
  return drawCard(
    say("phone.videos.title"),
    html`<div class="stack">
      ${drawChoice({
        label: say("phone.videos.title"),
        answers: [
          { value: true, words: say("phone.videos.wifi") },
          { value: false, words: say("phone.videos.any") },
        ],
        chosen: here.wifi_only,
        pick,
        layout: "rows",
      })}
      ${here.videos === "ask" ? html`<p class="soft">${say("phone.videos.unknown")}</p>` : nothing}
      ${here.videos === "go" || here.outbox.videos === 0 ? nothing : drawNow(app, here)}
    </div>`,
  );
}

function drawNow(app: App, { outbox }: Here): TemplateResult {
  return html`<button
    type="button"
    class="button button--wide"
    @click=${() => void app.attempt(() => app.phone.sendVideos())}
  >
    ${say("phone.videos.now", { n: outbox.videos })}
  </button>`;
}
