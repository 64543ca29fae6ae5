/** A chief's decision being written: 受理, 处理好了 with its after picture, 处理不了 with its reason. All of it offline. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alterDeed, fileDeed, openDeed } from "../deeds.ts";
import type { PlanProblem } from "../model.ts";
import type { DeedDraft } from "../outbox.ts";
import { say } from "../words.ts";
import { ABOVE, type DeedName } from "./actions.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { findDeciding } from "./duty.ts";
import { drawCard, drawHead, drawMainButton, drawNotice, drawPage } from "./frame.ts";
import { drawShown } from "./picture.ts";
import { sayWhat, standingOf } from "./problem-line.ts";
import { drawDay, drawText, KeptText } from "./text.ts";

/** The boxes of each deed, and which of them may not stay empty. */
const BOXES: Record<DeedName, readonly Box[]> = {
  accepted: ["opinion", "responsible_unit", "responsible_person", "due_on"],
  handled: ["result"],
  escalated: ["reason"],
};
const NEEDED = { accepted: "opinion", handled: "result", escalated: "reason" } as const;

type Box = "opinion" | "responsible_unit" | "responsible_person" | "due_on" | "result" | "reason";

/** The deed on this screen, once the store has given it. */
interface Writing {
  name: DeedName;
  deed: DeedDraft;
  texts: Map<Box, KeptText>;
}

export function openDeedScreen(app: App, here: Here, part = "", id = ""): Screen<Here> {
  const name = part as DeedName;
  const problem = here.plan.problems.find((held) => held.id === id);
  let writing: Writing | null = null;
  let failed = false;
  if (problem !== undefined && part in BOXES) {
    beginDeed(app, here, name, problem).then(
      (begun) => {
        writing = begun;
        failed = begun === null;
        app.redraw();
      },
      () => {
        failed = true;
        app.redraw();
      },
    );
  }
  return {
    title: say("phone.problems.title"),
    draw: (now) => {
      if (problem === undefined || failed) return drawGone(app, id);
      return drawDeed(app, now, problem, name, writing);
    },
    leave: () => {
      for (const text of writing?.texts.values() ?? []) void text.flush();
    },
  };
}

/** Takes up the deed in the office that may decide; null where none may any more. */
async function beginDeed(
  app: App,
  here: Here,
  name: DeedName,
  problem: PlanProblem,
): Promise<Writing | null> {
  const { held_by } = standingOf(problem, here.entries);
  const appointment = findDeciding(here, held_by);
  if (appointment === null) return null;
  const pen = app.phone.pen();
  let deed = await openDeed(pen, `problem.${name}`, problem, appointment);
  if (name === "escalated" && (held_by === "village" || held_by === "township"))
    deed = await alterDeed(pen, deed.key, { to: ABOVE[held_by] });
  const texts = BOXES[name].map((box): [Box, KeptText] => {
    const keep = (text: string) =>
      app.attempt(() => alterDeed(app.phone.pen(), deed.key, { [box]: text }));
    return [box, new KeptText(deed.fields[box] ?? "", keep)];
  });
  return { name, deed, texts: new Map(texts) };
}

function drawGone(app: App, id: string): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: say("phone.problems.title"), back: address("review", id) }),
    body: drawNotice(say("phone.review.gone"), ""),
  });
}

function drawDeed(
  app: App,
  here: Here,
  problem: PlanProblem,
  name: DeedName,
  writing: Writing | null,
): TemplateResult {
  return drawPage(app, {
    head: drawHead({ title: sayTitle(here, problem, name), back: address("review", problem.id) }),
    body:
      writing === null
        ? html`<p class="plain" role="status">${say("phone.app.loading")}</p>`
        : html`<p class="plain strong">${sayWhat(here, problem)}</p>
            ${name === "handled" ? drawAfter(app, problem, writing) : nothing}
            <section class="card stack">
              ${[...writing.texts].map(([box, text]) => drawBox(box, text, here.today))}
            </section>`,
    foot:
      writing === null
        ? nothing
        : drawMainButton(say("phone.deed.save"), () => void saveDeed(app, problem, writing)),
  });
}

function sayTitle(here: Here, problem: PlanProblem, name: DeedName): string {
  const { held_by } = standingOf(problem, here.entries);
  const above = held_by === "township" ? ABOVE.township : ABOVE.village;
  return say(`phone.deed.${name}`, { role: say(`domain.held_by.${above}`) });
}

const LABELS = {
  opinion: "phone.deed.opinion",
  responsible_unit: "phone.deed.unit",
  responsible_person: "phone.deed.person",
  due_on: "phone.deed.due",
  result: "phone.deed.result",
  reason: "phone.deed.reason",
} as const;

function drawBox(box: Box, text: KeptText, today: string): TemplateResult {
  const label = say(LABELS[box]);
  if (box === "due_on") return drawDay(label, text, { id: box, from: today });
  const lines = box === "responsible_unit" || box === "responsible_person" ? "one" : "few";
  return drawText(label, text, { id: box, lines });
}

function drawAfter(app: App, problem: PlanProblem, { deed }: Writing): TemplateResult {
  const alt = say("domain.media_role.after");
  return drawCard(
    say("phone.deed.after"),
    html`<div class="photos">
      ${deed.photos.map((photo) => html`<div class="photos__one">${drawShown(app, photo, alt)}</div>`)}
      <a class="photos__add" href=${address("camera", "deed", "handled", problem.id)}>
        + ${say("phone.deed.shoot")}
      </a>
    </div>`,
  );
}

async function saveDeed(
  app: App,
  problem: PlanProblem,
  { name, deed, texts }: Writing,
): Promise<void> {
  for (const text of texts.values()) await text.flush();
  const needed = NEEDED[name];
  const gap = texts.get(needed)?.text.trim() === "" ? needed : null;
  const isBare = name === "handled" && deed.photos.length === 0;
  if (gap !== null || isBare) {
    app.tell(say(`phone.deed.gap.${isBare ? "photo" : (gap ?? "photo")}`), "bad");
    return;
  }
  if (!(await app.attempt(() => fileDeed(app.phone.pen(), deed)))) return;
  app.moveOn("review", problem.id);
  app.tell(say("phone.deed.saved"));
}
