/** Two ways to a picture without a live camera: the phone's own camera app, and the album. */

import { html, type TemplateResult } from "lit-html";
import { say } from "../words.ts";

/** `take` gets the file; the box is emptied, so that the same picture may be picked twice. */
export function drawPickers(
  take: (file: File) => void,
  { isMain }: { isMain: boolean },
): TemplateResult {
  const change = (event: Event) => {
    const box = event.target as HTMLInputElement;
    const file = box.files?.[0];
    if (file === undefined) return;
    take(file);
    box.value = "";
  };
  return html`<label class="button ${isMain ? "button--main" : "button--night"} button--wide picker">
      <input
        class="unseen"
        type="file"
        accept="image/jpeg,image/png"
        capture="environment"
        @change=${change}
      />
      ${say("phone.camera.system")}
    </label>
    <label class="button button--night button--wide picker">
      <input class="unseen" type="file" accept="image/jpeg,image/png" @change=${change} />
      ${say("phone.camera.gallery")}
    </label>`;
}
