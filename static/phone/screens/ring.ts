/** How far the period has come, as a ring with the figure in it. */

import { html, svg, type TemplateResult } from "lit-html";

const RADIUS = 64;
const ROUND = 2 * Math.PI * RADIUS;

/** `label` is the same in words; `of` is the small line in the middle. */
export function drawRing(given: {
  made: number;
  due: number;
  of: string;
  label: string;
}): TemplateResult {
  const share = given.due === 0 ? 1 : Math.min(1, given.made / given.due);
  return html`<div class="ring" role="img" aria-label=${given.label}>
    <svg viewBox="0 0 144 144" aria-hidden="true">
      <circle class="ring__way" cx="72" cy="72" r=${RADIUS} />
      ${share === 0 ? "" : drawArc(share)}
    </svg>
    <span class="ring__words" aria-hidden="true">
      <span class="ring__made">${given.made}</span>
      <span>${given.of}</span>
    </span>
  </div>`;
}

function drawArc(share: number) {
  return svg`<circle class="ring__made-way" cx="72" cy="72" r=${RADIUS}
    stroke-dasharray="${share * ROUND} ${ROUND}" transform="rotate(-90 72 72)" />`;
}
