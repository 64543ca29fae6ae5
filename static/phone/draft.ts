/** The walk in progress: each tap is in the store before anything else happens, so that a killed page loses nothing. */

import { forgetPhotos, photosIn, photosOf } from "./album.ts";
import { PhoneFault } from "./faults.ts";
import type {
  Appointment,
  Banks,
  Draft,
  DraftProblem,
  DraftRecheck,
  Finding,
  Method,
  Photo,
  Reach,
  RecheckOutcome,
  Told,
  Water,
  Weather,
} from "./model.ts";
import { type Pen, readClocks } from "./pen.ts";
import { isBlank } from "./rules/checklist.ts";
import { extendStretches } from "./rules/clock.ts";
import { dayOf } from "./rules/period.ts";
import { msOf, rfc3339 } from "./rules/times.ts";
import { uuid7 } from "./rules/uuid7.ts";
import type { Writing } from "./store.ts";

/** The one open patrol lies under this key. */
export const DRAFT_KEY = "patrol";

export interface Start {
  appointment: Appointment;
  reach: Reach;
  banks: Banks;
  method: Method;
  weather: Weather;
  water: Water;
}

/** The open patrol, or null. */
export async function findDraft(pen: Pen): Promise<Draft | null> {
  const draft = await pen.store.read((tx) => tx.objectStore("drafts").get(DRAFT_KEY));
  return (draft as Draft | undefined) ?? null;
}

/** Begin a walk; pressed twice it is begun once. `draft_open` while another one is open. */
export async function startPatrol(pen: Pen, start: Start): Promise<Draft> {
  const draft = freshDraft(pen, start);
  return pen.store.write(async (tx) => {
    const drafts = tx.objectStore("drafts");
    const open = (await drafts.get(DRAFT_KEY)) as Draft | undefined;
    if (open !== undefined && isJustBegun(open, draft)) return open;
    if (open !== undefined) throw new PhoneFault("draft_open");
    await drafts.put(draft, DRAFT_KEY);
    return draft;
  });
}

const TWICE_MS = 10_000;

/** Whether the open walk is the same start, pressed a moment ago. */
function isJustBegun(open: Draft, again: Draft): boolean {
  const isSame = open.reach_id === again.reach_id && open.appointment_id === again.appointment_id;
  return isSame && Math.abs(msOf(again.started_at) - msOf(open.started_at)) < TWICE_MS;
}

function freshDraft(pen: Pen, { appointment, reach, ...conditions }: Start): Draft {
  const reading = readClocks(pen.clock);
  return {
    ...conditions,
    patrol_id: uuid7(reading.wall_ms),
    appointment_id: appointment.id,
    reach_id: reach.id,
    ledger: reach.ledger,
    started_at: rfc3339(reading.wall_ms),
    stretches: extendStretches([], reading),
    answers: {},
    problems: [],
    rechecks: [],
    scene: [],
    fixes: [],
    position: "off",
    signs: [],
    visits: [],
    note: "",
    step: "",
  };
}

/**
 * Change the open patrol in one transaction and carry its clock on; `no_draft` when none is open.
 * The clock of an earlier day's walk stands where it was last touched: whatever happens to it today is no walking.
 * What is done `also` is stored with it or not at all, and waits for the disk itself.
 */
export async function changeDraft(
  pen: Pen,
  change: (draft: Draft) => void,
  also?: (tx: Writing) => Promise<unknown>,
): Promise<Draft> {
  return pen.store.write(async (tx) => {
    const draft = (await tx.objectStore("drafts").get(DRAFT_KEY)) as Draft | undefined;
    if (draft === undefined) throw new PhoneFault("no_draft");
    change(draft);
    const reading = readClocks(pen.clock);
    if (!isYesterdays(draft, reading.wall_ms))
      draft.stretches = extendStretches(draft.stretches, reading);
    await tx.objectStore("drafts").put(draft, DRAFT_KEY);
    await also?.(tx);
    return draft;
  }, also !== undefined);
}

type Conditions = Pick<Draft, "weather" | "water" | "method" | "banks" | "note" | "step">;

/** Keep the weather, the water, how it is walked, the note or the step on screen. */
export async function setConditions(pen: Pen, change: Partial<Conditions>): Promise<Draft> {
  return changeDraft(pen, (draft) => Object.assign(draft, change));
}

/** Answer one of the items 1 to 8; `known_problems` are old ones seen again. */
export async function answerItem(
  pen: Pen,
  item: number,
  finding: Finding,
  known_problems: string[] = [],
): Promise<Draft> {
  return changeDraft(pen, (draft) => {
    draft.answers[item] = { finding, known_problems };
  });
}

/**
 * Open a new problem on an item, which thereby is answered with 发现了; the id stays the problem's id for ever.
 * One of this item of which nothing is said yet is taken up again, so that pressed twice it is one problem.
 */
export async function addProblem(pen: Pen, item: number): Promise<DraftProblem> {
  let problem = freshProblem(pen, item);
  await changeDraft(pen, (draft) => {
    const known_problems = draft.answers[item]?.known_problems ?? [];
    draft.answers[item] = { finding: "found", known_problems };
    const blank = draft.problems.find((held) => held.item === item && isBlank(held));
    if (blank === undefined) draft.problems.push(problem);
    else problem = blank;
  });
  return problem;
}

function freshProblem(pen: Pen, item: number): DraftProblem {
  const now_ms = pen.clock.now();
  return {
    id: uuid7(now_ms),
    item,
    chips: [],
    words: "",
    severity: "ordinary",
    before: [],
    after: [],
    cleaned: null,
    opinion: "",
    result: "",
    told: [],
    place: null,
    noted_at: rfc3339(now_ms),
    filed: false,
  };
}

type ProblemWords = Pick<
  DraftProblem,
  "chips" | "words" | "severity" | "cleaned" | "opinion" | "result" | "place"
>;

/** Change what is said of a problem; a filed one stays as it was filed. */
export async function alterProblem(
  pen: Pen,
  id: string,
  change: Partial<ProblemWords>,
): Promise<Draft> {
  return changeDraft(pen, (draft) => {
    const problem = unfiled(draft, id);
    if (problem !== undefined) Object.assign(problem, change);
  });
}

/** Take a problem back, with its photos; a filed one stays. */
export async function dropProblem(pen: Pen, id: string): Promise<Draft> {
  let gone: Photo[] = [];
  const draft = await changeDraft(pen, (open) => {
    const problem = unfiled(open, id);
    if (problem === undefined) return;
    gone = photosOf(problem);
    open.problems = open.problems.filter((held) => held.id !== id);
  });
  await forgetPhotos(pen.store, gone);
  return draft;
}

/** Note who was told and whether it got through; filed with the problem. */
export async function noteTold(pen: Pen, id: string, told: ToldWords): Promise<Draft> {
  const noted = freshTold(pen, told);
  return changeDraft(pen, (draft) => {
    draft.problems.find((held) => held.id === id)?.told.push(noted);
  });
}

export type ToldWords = Pick<Told, "whom" | "way" | "got_through">;

/** Who was told, at this moment. */
function freshTold(pen: Pen, told: ToldWords): Told {
  const now_ms = pen.clock.now();
  return { ...told, id: uuid7(now_ms), at: rfc3339(now_ms), filed: false };
}

/** Say how an old problem looks today; photos taken for it stay with it. */
export async function recheckProblem(
  pen: Pen,
  problem_id: string,
  outcome: RecheckOutcome,
  reason: string | null = null,
): Promise<Draft> {
  return changeDraft(pen, (draft) => {
    const photos = findRecheck(draft, problem_id)?.photos ?? [];
    const others = draft.rechecks.filter((held) => held.problem_id !== problem_id);
    draft.rechecks = [...others, { problem_id, outcome, reason, photos }];
  });
}

/** Keep the walk's clock going while nothing is tapped. */
export async function touchDraft(pen: Pen): Promise<void> {
  await changeDraft(pen, () => undefined);
}

/** 这次不算: nothing of the walk is kept but the problems already filed. */
export async function discardPatrol(pen: Pen): Promise<void> {
  const draft = await findDraft(pen);
  await pen.store.write((tx) => tx.objectStore("drafts").delete(DRAFT_KEY), true);
  if (draft !== null) await forgetPhotos(pen.store, photosIn(draft));
}

/** Whether the open patrol began on an earlier day: it is finished late (补交) or given up, never walked on. */
export function isYesterdays(draft: Draft, now_ms: number): boolean {
  return dayOf(draft.started_at) < dayOf(now_ms);
}

function unfiled(draft: Draft, id: string): DraftProblem | undefined {
  return draft.problems.find((held) => held.id === id && !held.filed);
}

/** What was said of an old problem on this walk so far. */
export function findRecheck(draft: Draft, problem_id: string): DraftRecheck | undefined {
  return draft.rechecks.find((held) => held.problem_id === problem_id);
}
