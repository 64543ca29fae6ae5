/** 发到群里: one picture of a walk or a problem, drawn on the phone, to be shared where the browser can, else saved. */

import { html, nothing, type TemplateResult } from "lit-html";
import { paint } from "../paint.ts";
import { filed, say, sayList } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawHead, drawMainButton, drawNotice, drawPage } from "./frame.ts";
import { type Card, problemCard, walkCard } from "./share-card.ts";

/** The picture once it is painted, and an address to show it by. */
interface Picture {
  file: File;
  url: string;
}

export function openShare(app: App, here: Here, about = "", id = ""): Screen<Here> {
  const card = about === "walk" ? walkCard(here, id) : problemCard(here, id);
  const back = about === "walk" ? address("done", id) : address("review", id);
  let picture: Picture | null = null;
  let isLeft = false;
  if (card !== null)
    void app.attempt(async () => {
      const painted = await paintCard(app, card);
      if (isLeft) return;
      picture = { file: painted, url: URL.createObjectURL(painted) };
      app.redraw();
    });
  return {
    title: say("phone.share.title"),
    draw: () => drawShare(app, back, card, picture),
    leave: () => {
      isLeft = true;
      if (picture !== null) URL.revokeObjectURL(picture.url);
    },
  };
}

async function paintCard(app: App, card: Card): Promise<File> {
  const found = await Promise.all(card.pictures.map((one) => readImage(app, one)));
  const pictures = found.flatMap((one) => (one === null ? [] : [one]));
  const blob = await paint({ ...card, pictures });
  return new File([blob], `${filed(() => say("phone.app.name"))}.jpg`, { type: blob.type });
}

/** Null where the picture is not on this phone: the card goes without it. */
async function readImage(app: App, { sha256, words }: Card["pictures"][number]) {
  const url = await app.phone.photoUrl(sha256);
  if (url === null) return null;
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => ({ image, words }),
    () => null,
  );
}

function drawShare(
  app: App,
  back: string,
  card: Card | null,
  picture: Picture | null,
): TemplateResult {
  const head = drawHead({ title: say("phone.share.title"), back });
  if (card === null) return drawPage(app, { head, body: drawNotice(say("phone.share.gone"), "") });
  return drawPage(app, {
    head,
    body:
      picture === null
        ? html`<p class="loading" role="status">${say("phone.share.drawing")}</p>`
        : html`<img class="shared" src=${picture.url} alt=${sayList([card.title, ...card.lines, card.foot])} />
            <p class="soft plain">${say("phone.share.hint")}</p>`,
    foot: picture === null ? nothing : drawFoot(app, picture),
  });
}

function drawFoot(app: App, picture: Picture): TemplateResult {
  const mayShare = navigator.canShare?.({ files: [picture.file] }) ?? false;
  return mayShare
    ? html`${drawMainButton(say("phone.share.send"), () => void send(app, picture))}
        <div class="foot__words">${drawSave(app, picture, "button--word")}</div>`
    : drawSave(app, picture, "button--main button--wide");
}

function drawSave(app: App, { file, url }: Picture, kind: string): TemplateResult {
  return html`<a class="button ${kind}" href=${url} download=${file.name} @click=${() => app.tell(say("phone.share.saved"))}>
    ${say("phone.share.save")}
  </a>`;
}

/** A share that was called off by hand is no fault. */
async function send(app: App, { file }: Picture): Promise<void> {
  await navigator.share({ files: [file] }).catch((fault: unknown) => {
    const isCalledOff = fault instanceof DOMException && fault.name === "AbortError";
    if (!isCalledOff) app.tell(say("phone.share.failed"), "bad");
  });
}
