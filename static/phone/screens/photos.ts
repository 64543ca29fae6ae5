/** The pictures of one slot of a found problem, and the way to the camera for one more. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { DraftProblem, Photo } from "../model.ts";
import { dropPhoto } from "../slots.ts";
import { say, sayList } from "../words.ts";
import { type App, address } from "./app.ts";
import { drawShown } from "./picture.ts";

interface Slot {
  problem: DraftProblem;
  role: "before" | "after";
}

export function drawPhotos(app: App, { problem, role }: Slot): TemplateResult {
  const photos = problem[role];
  return html`<div class="photos">
    ${photos.map((photo, index) => drawPhoto(app, { problem, role }, photo, index + 1))}
    ${
      problem.filed
        ? nothing
        : html`<a class="photos__add" href=${address("camera", "problem", problem.id, role)}>
            + ${sayShoot(role, photos.length)}
          </a>`
    }
  </div>`;
}

function sayShoot(role: "before" | "after", count: number): string {
  if (count > 0) return say("phone.problem.shoot_more");
  return say(role === "before" ? "phone.problem.shoot" : "phone.problem.shoot_after");
}

function drawPhoto(app: App, { problem, role }: Slot, photo: Photo, n: number): TemplateResult {
  const alt = say("phone.problem.photo_of", { role: say(`domain.media_role.${role}`), n });
  const drop = () =>
    app.attempt(() =>
      dropPhoto(app.phone.pen(), { on: "problem", id: problem.id, role }, photo.sha256),
    );
  return html`<div class="photos__one">
    ${drawShown(app, photo, alt)}
    ${
      problem.filed
        ? nothing
        : html`<button
            type="button"
            class="photos__drop"
            aria-label=${sayList([say("phone.problem.delete_photo"), alt])}
            @click=${drop}
          >
            ✕
          </button>`
    }
  </div>`;
}
