/** One of a few answers, and any number of words: big buttons that say which is pressed. */

import { html, type TemplateResult } from "lit-html";

export interface Answer<Value> {
  value: Value;
  words: string;
  tone?: "good" | "bad";
}

interface Choice<Value> {
  /** What is asked, for those who do not see the card's title. */
  label: string;
  answers: readonly Answer<Value>[];
  chosen: Value | null;
  pick(value: Value): void;
  layout?: "row" | "rows" | "thirds";
}

/** One answer out of a few. */
export function drawChoice<Value>(choice: Choice<Value>): TemplateResult {
  const { label, answers, chosen, pick, layout = "row" } = choice;
  return html`<div class="choice choice--${layout}" role="group" aria-label=${label}>
    ${answers.map(
      ({ value, words, tone }) => html`<button
        type="button"
        class="choice__one choice__one--${tone ?? "main"}"
        aria-pressed=${value === chosen}
        @click=${() => pick(value)}
      >
        ${words}
      </button>`,
    )}
  </div>`;
}

interface Chips {
  label: string;
  chips: readonly { code: string; label: string }[];
  picked: readonly string[];
  change(picked: string[]): void;
}

/** Any number of words. */
export function drawChips({ label, chips, picked, change }: Chips): TemplateResult {
  const toggle = (code: string) =>
    change(picked.includes(code) ? picked.filter((held) => held !== code) : [...picked, code]);
  return html`<div class="chips" role="group" aria-label=${label}>
    ${chips.map(
      ({ code, label: words }) => html`<button
        type="button"
        class="chip"
        aria-pressed=${picked.includes(code)}
        @click=${() => toggle(code)}
      >
        ${words}
      </button>`,
    )}
  </div>`;
}
