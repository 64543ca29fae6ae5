/** What every screen is handed: the phone, the way to other screens, and a place for words to the walker. */

import type { TemplateResult } from "lit-html";
import type { Draft, Plan } from "../model.ts";
import type { Phone, Snapshot } from "../phone.ts";

/** What a screen draws from once somebody is logged in and has a plan. */
export interface Here extends Snapshot {
  person: { id: string; name: string };
  plan: Plan;
  /** Ms since 1970, and the day it falls on in China. */
  now_ms: number;
  today: string;
}

/** The same during a patrol. */
export interface Walk extends Here {
  draft: Draft;
}

export interface App {
  readonly phone: Phone;
  /** Shows another screen: `go("problem", id)` is `#/problem/<id>`. */
  go(...route: string[]): void;
  /** The same when this screen's work is done: ‹ of the phone does not lead back to it. */
  moveOn(...route: string[]): void;
  redraw(): void;
  /** Fetches the screens the first one did not need; resolves to whether they are there. */
  fetchLater(): Promise<boolean>;
  /** Keeps the present address with the open patrol, to come back to. */
  keepStep(): void;
  /** Does a deed and says its fault; resolves to whether it went well. */
  attempt(deed: () => Promise<unknown>): Promise<boolean>;
  /** Words that stay until another screen opens. */
  tell(words: string, kind?: Message["kind"]): void;
  /** The address of a picture: undefined while it is looked for, null where there is none. */
  photo(sha256: string): string | null | undefined;
  readonly message: Message | null;
  /** The open patrol as it stands now, after a deed that has just changed it. */
  readonly walk: Walk | null;
  /** Takes over a newer version of the app that is ready. */
  readonly update: (() => void) | null;
}

export interface Message {
  words: string;
  kind: "good" | "bad";
}

/** One screen while it is open; what it remembers of itself lives in the closure that made it. */
export interface Screen<Needs> {
  title: string;
  draw(here: Needs): TemplateResult;
  /** Called after each drawing, for what a template cannot say (video, sliders). */
  drawn?(root: HTMLElement): void;
  leave?(): void;
}

/** Opens a screen with the parts of its address. */
export type Open<Needs> = (app: App, here: Needs, ...parts: string[]) => Screen<Needs>;

/** The address of a screen. */
export function address(...route: string[]): string {
  return `#/${route.map(encodeURIComponent).join("/")}`;
}
