/** Which address opens which screen, and what must be there for it. */

import { isYesterdays } from "../draft.ts";
import type { CurrentPerson } from "../person.ts";
import type { Snapshot } from "../phone.ts";
import { dayOf } from "../rules/period.ts";
import type { App, Here, Open, Screen, Walk } from "./app.ts";
import { openArrive } from "./arrive.ts";
import { openConsent } from "./consent.ts";
import { openPatrol } from "./patrol.ts";
import { openPending } from "./pending.ts";
import { openReaches } from "./reaches.ts";
import { openStart } from "./start.ts";
import { openToday } from "./today.ts";
import { openWho } from "./who.ts";

/** A screen, and whether it needs an open patrol or only somebody logged in. */
export type Route = { on: "walk"; open: Open<Walk> } | { on: "page"; open: Open<Here> };

const anytime = (open: Open<Here>): Route => ({ on: "page", open });
const walking = (open: Open<Walk>): Route => ({ on: "walk", open });

/** The screens on the way into a walk; the others are fetched once the first one stands, so that they are there without signal. */
const ROUTES: Record<string, Route> = {
  today: anytime(openToday),
  reaches: anytime(openReaches),
  consent: anytime(openConsent),
  start: anytime(openStart),
  patrol: walking(openPatrol),
};
let hasAll = false;

/** Fetches what the first screen did not need. */
export async function fetchLater(): Promise<void> {
  const { LATER_PAGES, LATER_WALKS } = await import("./later.ts");
  for (const [name, open] of Object.entries(LATER_PAGES)) ROUTES[name] = anytime(open);
  for (const [name, open] of Object.entries(LATER_WALKS)) ROUTES[name] = walking(open);
  hasAll = true;
}

/** An open screen, with what it draws from already seen to. */
export interface Opened {
  screen: Pick<Screen<never>, "title" | "drawn" | "leave">;
  /** Null while what the screen needs is not there: it stays as it was. */
  draw(snapshot: Snapshot): ReturnType<Screen<never>["draw"]> | null;
  /** Whether the walk it belongs to has become yesterday's while the page stayed open. */
  isOver(snapshot: Snapshot): boolean;
}

/** The logged-in person's view of the phone; null before that. */
export function hereOf(snapshot: Snapshot): Here | null {
  const { person, plan } = snapshot;
  if (person === null || plan === null) return null;
  const now_ms = Date.now();
  return { ...snapshot, person, plan, now_ms, today: dayOf(now_ms) };
}

/** The same with an open patrol; null without one. */
export function walkOf(snapshot: Snapshot): Walk | null {
  const here = hereOf(snapshot);
  return here === null || here.draft === null ? null : { ...here, draft: here.draft };
}

/** Where to begin when no screen is asked for: the step of an open walk, else 今日. */
export function findBeginning(snapshot: Snapshot): string[] {
  const walk = walkOf(snapshot);
  if (walk === null || isYesterdays(walk.draft, walk.now_ms) || walk.draft.step === "")
    return ["today"];
  return readAddress(`#/${walk.draft.step}`);
}

/** The parts of an address; none for a broken one. */
export function readAddress(hash: string): string[] {
  try {
    return hash
      .replace(/^#\/?/, "")
      .split("/")
      .map(decodeURIComponent)
      .filter((part) => part !== "");
  } catch {
    return [];
  }
}

const STEPS = [
  "patrol",
  "known",
  "problem",
  "recheck",
  "early",
  "camera",
  "map",
  "voice",
  "film",
  "films",
];

/** Whether coming back to this address after a kill is coming back to the walk. */
export function isStep([name = ""]: readonly string[]): boolean {
  return STEPS.includes(name);
}

/** Opens what the address names, or what has to come first. */
export function openRoute(app: App, [name = "today", ...parts]: string[]): Opened {
  const snapshot = app.phone.snapshot();
  const here = hereOf(snapshot);
  if (snapshot.asked !== null && name !== "in") return openAsked(app, snapshot.asked);
  if (name === "in" || here === null)
    return openNobody(app, name === "in" || snapshot.person !== null);
  const route = ROUTES[name];
  if (route === undefined) {
    return hasAll
      ? openHere(app, here, openToday, [])
      : openHere(app, here, openPending, [name, ...parts]);
  }
  if (route.on === "page") return openHere(app, here, route.open, parts);
  const isOver = (now: Snapshot) => name !== "discard" && isLate(walkOf(now));
  const walk = walkOf(snapshot);
  if (walk === null || isOver(snapshot)) return openHere(app, here, openToday, []);
  const screen = route.open(app, walk, ...parts);
  return { screen, draw: (now) => drawWith(walkOf(now), screen), isOver };
}

/** A walk of an earlier day is asked about on 今日, and never walked on. */
function isLate(walk: Walk | null): boolean {
  return walk !== null && isYesterdays(walk.draft, walk.now_ms);
}

const never = (): boolean => false;

function openNobody(app: App, fetch: boolean): Opened {
  const screen = openArrive(app, fetch);
  return { screen, draw: (now) => screen.draw(now), isOver: never };
}

function openAsked(app: App, asked: CurrentPerson): Opened {
  const screen = openWho(app, asked, () => app.moveOn(...findBeginning(app.phone.snapshot())));
  return { screen, draw: (now) => screen.draw(now), isOver: never };
}

function openHere(app: App, here: Here, open: Open<Here>, parts: string[]): Opened {
  const screen = open(app, here, ...parts);
  return { screen, draw: (now) => drawWith(hereOf(now), screen), isOver: never };
}

function drawWith<Needs>(needs: Needs | null, screen: Screen<Needs>) {
  return needs === null ? null : screen.draw(needs);
}
