/** The camera: live view with the before picture as a ghost over it, and a way out when the phone has no live camera. */

import { html, nothing, type TemplateResult } from "lit-html";
import { say } from "../words.ts";
import { drawAim, drawSide, drawSight } from "./aim.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawNotice } from "./frame.ts";
import { drawGhostBar, drawGhostOver } from "./ghost.ts";
import { drawRefused } from "./refused.ts";
import { drawFew, drawFull } from "./space.ts";
import { distanceM, findTarget, type Target } from "./target.ts";
import { type Stage, Visit } from "./visit.ts";

/** As often as somebody who turns about looks whether he has turned enough. */
const GLANCE_MS = 500;

export function openCamera(app: App, here: Here, ...parts: string[]): Screen<Here> {
  const target = findTarget(here, parts);
  if (target === null) return { title: "", draw: () => drawGone() };
  const visit = new Visit(app, target);
  const timer = setInterval(() => {
    visit.glance();
    app.redraw();
  }, GLANCE_MS);
  app.phone.wantPlace(true);
  void app.phone.measure();
  app.phone.senses.compass.start();
  return {
    title: say(`phone.camera.title.${target.role}`),
    draw: (now) => drawCamera(app, now, target, visit),
    drawn(root) {
      visit.show(root.querySelector("video"));
      if ("frame" in visit.stage && visit.stage.frame !== null)
        root.querySelector(".view__shot")?.replaceChildren(visit.stage.frame);
    },
    leave() {
      clearInterval(timer);
      app.phone.senses.camera.stop();
      app.phone.senses.compass.stop();
      app.phone.wantPlace(false);
    },
  };
}

function drawGone(): TemplateResult {
  return html`<main class="body">
    ${drawNotice(
      say("phone.camera.gone"),
      "",
      html`<a class="button" href=${address("today")}>${say("phone.done.back")}</a>`,
    )}
  </main>`;
}

function drawCamera(app: App, here: Here, target: Target, visit: Visit): TemplateResult {
  return html`<div class="camera on-deep">
    <header class="camera__head">
      <a class="head__back" href=${address(...target.back)} aria-label=${say("phone.app.back")}>‹</a>
      <h1 class="head__title" tabindex="-1">${say(`phone.camera.title.${target.role}`)}</h1>
      ${drawDistance(app, target)}
    </header>
    <main class="camera__main">${drawStage(app, here, target, visit)}</main>
  </div>`;
}

function drawDistance(app: App, { stood }: Target) {
  const place = app.phone.position.place();
  if (stood === null || place === null) return nothing;
  return html`<span class="pill pill--night">
    ${say("phone.camera.distance", { n: distanceM(stood, place) })}
  </span>`;
}

function drawStage(app: App, here: Here, target: Target, visit: Visit): TemplateResult {
  const { stage } = visit;
  const isTaken = stage.is === "shot" || stage.is === "saving";
  if (here.photos_left === 0 && !isTaken) return drawFull(target.back);
  if (stage.is === "failed")
    return html`<div class="camera__failed">
      ${drawMessage(app)}
      ${drawRefused(stage.code, { pick: (file) => void visit.pick(file), again: () => visit.again() })}
    </div>`;
  if (stage.is === "shot" || stage.is === "saving") return drawShot(app, visit, stage);
  return drawLive(app, here, target, visit);
}

function drawLive(app: App, here: Here, target: Target, visit: Visit): TemplateResult {
  const live = visit.stage.is === "live";
  return html`<div class="view">
      <video class="view__live" autoplay muted playsinline aria-label=${say("phone.camera.live")}></video>
      ${drawGhostOver(app, target.ghost, visit.ghost)} ${drawGrid()} ${drawAim(app, target, visit)}
      ${drawSight(app, visit)}
      ${live ? nothing : html`<p class="view__words" role="status">${say("phone.camera.opening")}</p>`}
    </div>
    ${drawMessage(app)} ${drawFew(here)}
    ${drawGhostBar(app, target.ghost, visit.ghost)}
    <div class="camera__bar">
      <button
        type="button"
        class="shutter"
        aria-label=${say("phone.camera.shoot")}
        @click=${() => visit.shoot()}
      ></button>
    </div>
    ${drawSide(app, target)}`;
}

function drawGrid(): TemplateResult {
  return html`<svg class="view__grid" viewBox="0 0 3 3" preserveAspectRatio="none" aria-hidden="true">
    <path d="M1 0v3M2 0v3M0 1h3M0 2h3" />
  </svg>`;
}

function drawShot(
  app: App,
  visit: Visit,
  stage: Extract<Stage, { is: "shot" | "saving" }>,
): TemplateResult {
  return html`<div class="view">
      <div class="view__shot" role="img" aria-label=${say("phone.camera.shot")}></div>
    </div>
    ${drawMessage(app)}
    ${
      stage.is === "saving"
        ? html`<p class="camera__words" role="status">${say("phone.camera.saving")}</p>`
        : drawVerdict(visit, stage)
    }`;
}

/** Of a black picture it is said before it is kept; it may be all there is to be had. */
function drawVerdict(visit: Visit, stage: Extract<Stage, { is: "shot" }>): TemplateResult {
  const { isBlack } = stage;
  const kind = (isMain: boolean) => (isMain ? "button--main" : "button--night");
  return html`${isBlack ? html`<p class="camera__words" role="alert">${say("phone.camera.shot_black")}</p>` : nothing}
    <div class="camera__bar button-row">
      <button type="button" class="button ${kind(isBlack)}" @click=${() => visit.again()}>
        ${say("phone.camera.again")}
      </button>
      <button type="button" class="button ${kind(!isBlack)}" @click=${() => visit.use(stage)}>
        ${say("phone.camera.use")}
      </button>
    </div>`;
}

function drawMessage({ message }: App) {
  if (message === null) return nothing;
  return html`<p class="camera__words" role="alert">${message.words}</p>`;
}
