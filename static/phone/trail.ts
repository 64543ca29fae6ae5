/** The track of the walk: positions are read from 开始 to 完成, after consent, and at no other time. */

import { mayLocate } from "./consent.ts";
import { changeDraft, isYesterdays } from "./draft.ts";
import { PhoneFault } from "./faults.ts";
import type { Draft, Place } from "./model.ts";
import { type Pen, readClocks } from "./pen.ts";
import type { Position } from "./position.ts";
import { walkedMs } from "./rules/clock.ts";
import { isDue } from "./rules/track.ts";
import type { Snapshot } from "./snapshot.ts";

/** Turns the position on and off as the walk and the consent say, and writes its fixes into the walk. */
export class Trail {
  readonly #position: Position;
  #pen: Pen | null = null;

  constructor(position: Position) {
    this.#position = position;
    position.subscribe((place) => void this.#note(place));
  }

  /** Look whether positions are wanted now; `pen` null when nobody holds the phone. */
  steer(pen: Pen | null, { draft, plan, consent }: Snapshot): void {
    const isWanted =
      pen !== null && isOngoing(pen, draft) && plan !== null && mayLocate(plan, consent);
    this.#pen = isWanted ? pen : null;
    if (isWanted && this.#position.start("walk")) void markPosition(pen, "on");
    if (isWanted) return;
    this.#position.stop("walk");
    if (pen !== null && isOngoing(pen, draft) && draft?.position === "on")
      void markPosition(pen, "off");
  }

  /** The page went out of sight, or came back: then the phone is asked anew where it is. */
  async see(isHidden: boolean): Promise<void> {
    if (!isHidden) this.#position.again();
    if (this.#pen !== null) await addSign(this.#pen, isHidden ? "hidden" : "shown");
  }

  async #note(place: Place | null): Promise<void> {
    if (this.#pen === null) return;
    if (place !== null) {
      await addFix(this.#pen, place);
      return;
    }
    if (this.#position.state() === "denied") await markPosition(this.#pen, "denied");
  }
}

/** Whether a walk is open and of today. */
export function isOngoing(pen: Pen, draft: Draft | null): boolean {
  return draft !== null && !isYesterdays(draft, pen.clock.now());
}

/** Keep a fix with the walk, about one in ten seconds. */
export async function addFix(pen: Pen, place: Place): Promise<void> {
  const reading = readClocks(pen.clock);
  await changeIfOpen(pen, (draft) => {
    const at_ms = walkedMs(draft.stretches, reading);
    if (!isDue(draft.fixes.at(-1), at_ms)) return;
    draft.fixes.push([...place.at, place.accuracy_m, at_ms]);
    // A phone that had refused and gives its place again refuses no longer.
    if (draft.position !== "on") turn(draft, [at_ms, "on"]);
  });
}

/** Note that positions are read on this walk, that the phone refuses them, or that they are wanted no more. */
export async function markPosition(pen: Pen, position: Draft["position"]): Promise<void> {
  const reading = readClocks(pen.clock);
  await changeIfOpen(pen, (draft) => {
    if (draft.position !== position) turn(draft, [walkedMs(draft.stretches, reading), position]);
  });
}

function turn(draft: Draft, [at_ms, position]: [number, Draft["position"]]): void {
  draft.position = position;
  draft.signs = [...(draft.signs ?? []), [at_ms, position]];
}

async function addSign(pen: Pen, what: "hidden" | "shown"): Promise<void> {
  const reading = readClocks(pen.clock);
  await changeIfOpen(pen, (draft) => {
    draft.signs = [...(draft.signs ?? []), [walkedMs(draft.stretches, reading), what]];
  });
}

/** A fix that comes just after 完成 belongs to no walk. */
async function changeIfOpen(pen: Pen, change: (draft: Draft) => void): Promise<void> {
  await changeDraft(pen, change).catch((fault) => {
    if (!(fault instanceof PhoneFault)) throw fault;
  });
}
