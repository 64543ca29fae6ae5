/** A reason: one tap on a common one, or a few own words. */

import { html, type TemplateResult } from "lit-html";
import { say, sayList } from "../words.ts";
import type { App } from "./app.ts";
import { drawChips } from "./choice.ts";
import { drawText, KeptText } from "./text.ts";

/** What is picked and what is written; `store` is called after each change where the reason is kept in a draft. */
export class Reason {
  readonly common: readonly string[];
  readonly own: KeptText;
  picked: string[];

  constructor(
    common: readonly string[],
    kept = "",
    store: (words: string) => Promise<unknown> = async () => undefined,
  ) {
    this.common = common;
    const parts = kept.split(say("domain.between.parts")).filter((part) => part !== "");
    this.picked = parts.filter((part) => common.includes(part));
    const written = sayList(parts.filter((part) => !common.includes(part)));
    this.own = new KeptText(written, () => store(this.words));
  }

  get words(): string {
    return sayList([...this.picked, this.own.text.trim()]);
  }
}

export function drawReasons(
  app: App,
  reason: Reason,
  { label, other, change }: { label: string; other: string; change?: () => void },
): TemplateResult {
  return html`<div class="stack">
    ${drawChips({
      label,
      chips: reason.common.map((words) => ({ code: words, label: words })),
      picked: reason.picked,
      change: (picked) => {
        reason.picked = picked;
        change?.();
        app.redraw();
      },
    })}
    ${drawText(other, reason.own, { id: "reason", lines: "one" })}
  </div>`;
}
