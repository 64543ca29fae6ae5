/** The frame around every screen: head, message, body, foot and the four pages at the bottom. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import { type App, address } from "./app.ts";

type Part = TemplateResult | typeof nothing;

interface Head {
  title: string;
  /** Where ‹ leads; none on the four main pages. */
  back?: string;
  /** Stands right of the title. */
  aside?: Part;
  /** Stands under the title. */
  below?: Part;
  /** Reaches down behind the first card. */
  tall?: boolean;
}

/** A dark head with the screen's only h1, which takes the focus when the screen opens. */
export function drawHead(head: Head): TemplateResult {
  const { title, back, aside = nothing, below = nothing, tall = false } = head;
  return html`<header class="head on-deep ${tall ? "head--tall" : ""}">
    <div class="head__line">
      ${back === undefined ? nothing : drawBack(back)}
      <h1 class="head__title" tabindex="-1">${title}</h1>
      ${aside}
    </div>
    ${below}
  </header>`;
}

function drawBack(to: string): TemplateResult {
  return html`<a class="head__back" href=${to} aria-label=${say("phone.app.back")}>‹</a>`;
}

/** Head, body and what stays at the bottom edge. */
export function drawPage(
  app: Pick<App, "message">,
  { head, body, foot = nothing, tab }: { head: Part; body: Part; foot?: Part; tab?: Tab },
): TemplateResult {
  const bottom = tab === undefined ? foot : html`${foot}${drawTabs(tab)}`;
  return html`<div class="scroll">
      ${head}
      <main class="body">${drawMessage(app)}${body}</main>
    </div>
    ${bottom === nothing ? nothing : html`<footer class="foot ${tab === undefined ? "" : "foot--tabs"}">${bottom}</footer>`}`;
}

/** The one main button of a screen, at the bottom edge. */
export function drawMainButton(
  words: string,
  press: () => void,
  { ready = false, start = false }: { ready?: boolean; start?: boolean } = {},
): TemplateResult {
  const kinds = `${ready ? "button--ready " : ""}${start ? "button--start " : ""}`;
  return html`<button type="button" class="button button--main button--wide ${kinds}" @click=${press}>
    ${words}
  </button>`;
}

const TABS = ["today", "problems", "records", "me"] as const;
type Tab = (typeof TABS)[number];

function drawTabs(current: Tab): TemplateResult {
  return html`<nav class="tabs" aria-label=${say("phone.tab.label")}>
    ${TABS.map(
      (tab) => html`<a
        class="tabs__one"
        href=${address(tab)}
        aria-current=${tab === current ? "page" : "false"}
        >${say(`phone.tab.${tab}`)}</a
      >`,
    )}
  </nav>`;
}

/** A coloured card with a title and words, and perhaps what to do. */
export function drawNotice(title: string, words: string, action: Part = nothing): TemplateResult {
  return html`<section class="card card--note stack">
    <h2>${title}</h2>
    ${words === "" ? nothing : html`<p>${words}</p>`} ${action}
  </section>`;
}

/** A white card with its title. */
export function drawCard(title: string, body: Part): TemplateResult {
  return html`<section class="card"><h2 class="card__title">${title}</h2>${body}</section>`;
}

function drawMessage({ message }: Pick<App, "message">): Part {
  if (message === null) return nothing;
  return html`<p class="message message--${message.kind}" role=${message.kind === "bad" ? "alert" : "status"}>
    ${message.words}
  </p>`;
}
