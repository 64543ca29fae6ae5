/** The start of a walk: weather and water, one tap each; the rest as last time. */

import { html, type TemplateResult } from "lit-html";
import { startPatrol } from "../draft.ts";
import type { Banks, Method, Water, Weather } from "../model.ts";
import { say } from "../words.ts";
import { type App, address, type Here, type Screen } from "./app.ts";
import { drawChoice } from "./choice.ts";
import { type Duty, findDuty, sayReach } from "./duty.ts";
import { drawCard, drawHead, drawMainButton, drawPage } from "./frame.ts";
import { recallHabits, rememberHabits } from "./remembered.ts";

const WEATHERS = ["dry", "rain", "snow"] as const;
const WATERS = ["flowing", "dry_bed", "frozen", "high"] as const;
const METHODS = ["on_foot", "bike", "car", "boat", "drone"] as const;
const BANKS = ["both", "left", "right"] as const;

interface Conditions {
  weather: Weather | null;
  water: Water | null;
  method: Method;
  banks: Banks;
}

export function openStart(app: App, here: Here): Screen<Here> {
  const habits = recallHabits(here.person.id);
  const chosen: Conditions = {
    weather: null,
    water: null,
    method: habits.method ?? "on_foot",
    banks: habits.banks ?? findDuty(here)?.reach.banks ?? "both",
  };
  return { title: say("phone.start.title"), draw: (now) => drawStart(app, now, chosen) };
}

function drawStart(app: App, here: Here, chosen: Conditions): TemplateResult {
  const duty = findDuty(here);
  const choose = (change: Partial<Conditions>) => {
    Object.assign(chosen, change);
    app.redraw();
  };
  return drawPage(app, {
    head: drawHead({
      title: say("phone.start.title"),
      back: address("today"),
      below: html`<p class="head__sub">${sayReach(duty?.reach)}</p>`,
    }),
    body: html`${drawQuestion("weather", WEATHERS, chosen, choose)}
    ${drawQuestion("water", WATERS, chosen, choose)} ${drawQuestion("method", METHODS, chosen, choose)}
    ${drawQuestion("banks", BANKS, chosen, choose)}`,
    foot: drawMainButton(say("phone.start.begin"), () => void begin(app, here, duty, chosen), {
      start: true,
    }),
  });
}

function drawQuestion<Asked extends keyof Conditions, Value extends NonNullable<Conditions[Asked]>>(
  asked: Asked,
  values: readonly Value[],
  chosen: Conditions,
  choose: (change: Partial<Conditions>) => void,
): TemplateResult {
  const label = say(`phone.start.${asked}`);
  const answers = values.map((value) => ({ value, words: sayAnswer(asked, value) }));
  return drawCard(
    label,
    drawChoice({
      label,
      answers,
      chosen: chosen[asked] as Value | null,
      pick: (value) => choose({ [asked]: value }),
      layout: values.length > 4 ? "thirds" : "row",
    }),
  );
}

function sayAnswer(asked: keyof Conditions, value: string): string {
  return say(`domain.${asked}.${value}` as Parameters<typeof say>[0]);
}

async function begin(app: App, here: Here, duty: Duty | null, chosen: Conditions): Promise<void> {
  const { weather, water, method, banks } = chosen;
  if (duty === null) return;
  if (weather === null) return app.tell(say("phone.start.tap_weather"), "bad");
  if (water === null) return app.tell(say("phone.start.tap_water"), "bad");
  const { appointment, reach } = duty;
  const start = { appointment, reach, weather, water, method, banks };
  if (!(await app.attempt(() => startPatrol(app.phone.pen(), start)))) return;
  rememberHabits(here.person.id, { reach_id: reach.id, method, banks });
  app.moveOn("patrol");
}
