/** A reason: one tap on a common one, or a few own words. */

import { html, type TemplateResult } from "lit-html";
import { filed, say, sayList, type Word } from "../words.ts";
import type { App } from "./app.ts";
import { drawChips } from "./choice.ts";
import { drawText, KeptText } from "./text.ts";

/** What is picked and what is written; `store` is called after each change where the reason is kept in a draft. */
export class Reason {
  /** What a tap files, and what it is called on screen. */
  readonly common: readonly { code: string; label: string }[];
  readonly own: KeptText;
  picked: string[];

  constructor(
    common: readonly Word[],
    kept = "",
    store: (words: string) => Promise<unknown> = async () => undefined,
  ) {
    this.common = common.map((word) => ({ code: filed(() => say(word)), label: say(word) }));
    const codes = this.common.map(({ code }) => code);
    const between = filed(() => say("domain.between.parts"));
    const parts = kept.split(between).filter((part) => part !== "");
    this.picked = parts.filter((part) => codes.includes(part));
    const written = parts.filter((part) => !codes.includes(part)).join(between);
    this.own = new KeptText(written, () => store(this.words));
  }

  get words(): string {
    return filed(() => sayList([...this.picked, this.own.text.trim()]));
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
      chips: reason.common,
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
