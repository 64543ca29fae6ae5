/** The before picture over the live view, so that the after one is taken from the same angle. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import type { App } from "./app.ts";

/** How strongly it shows, and whether at all. */
export interface Ghost {
  level: (typeof LEVELS)[number];
  shown: boolean;
}

const LEVELS = ["light", "middle", "strong"] as const;

/** The ghost itself; nothing where there is no before picture. */
export function drawGhostOver(app: App, sha256: string | null, ghost: Ghost) {
  const url = sha256 === null ? null : app.photo(sha256);
  if (typeof url !== "string" || !ghost.shown) return nothing;
  return html`<img class="view__ghost view__ghost--${ghost.level}" src=${url} alt="" />`;
}

/** 淡 中 浓, and the small picture that turns the ghost on and off. */
export function drawGhostBar(app: App, sha256: string | null, ghost: Ghost) {
  const url = sha256 === null ? null : app.photo(sha256);
  if (typeof url !== "string") return nothing;
  const change = (to: Partial<Ghost>) => {
    Object.assign(ghost, to);
    app.redraw();
  };
  return html`<div class="ghost-bar">
      <span>${say("phone.camera.ghost")}</span>
      <div class="ghost-bar__levels" role="group" aria-label=${say("phone.camera.ghost")}>
        ${LEVELS.map((level) => drawLevel(level, ghost, () => change({ level, shown: true })))}
      </div>
    </div>
    <button
      type="button"
      class="ghost-toggle"
      aria-pressed=${ghost.shown}
      @click=${() => change({ shown: !ghost.shown })}
    >
      <img src=${url} alt="" /><span>${say("phone.camera.ghost_on")}</span>
    </button>`;
}

function drawLevel(level: Ghost["level"], ghost: Ghost, press: () => void): TemplateResult {
  const pressed = ghost.shown && ghost.level === level;
  return html`<button type="button" class="ghost-bar__level" aria-pressed=${pressed} @click=${press}>
    ${say(`phone.camera.ghost_level.${level}`)}
  </button>`;
}
