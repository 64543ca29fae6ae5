/** What each kind of entry of a walk says, out of the draft (contract, the table of kinds). */

import { photosOf } from "./album.ts";
import type { Making } from "./book.ts";
import type { Draft, DraftProblem, MediaFact, NamedMedium, Photo, Plan, Told } from "./model.ts";
import type { Pen } from "./pen.ts";
import { nameOf } from "./rules/checklist.ts";
import { elapsedMs } from "./rules/clock.ts";
import { msOf, rfc3339 } from "./rules/times.ts";
import { trackGaps } from "./rules/track.ts";
import { uuid7 } from "./rules/uuid7.ts";
import { filed, say } from "./words.ts";

/** A problem and those told of it, as far as they are not filed yet. */
export function problemMakings(plan: Plan, draft: Draft, problem: DraftProblem): Making[] {
  const told = toldMakings(draft, problem);
  return problem.filed ? told : [reportMaking(plan, draft, problem), ...told];
}

function reportMaking(plan: Plan, draft: Draft, problem: DraftProblem): Making {
  const photos = photosOf(problem);
  const { items, filed_items = items } = plan.checklist;
  return {
    id: problem.id,
    kind: "problem.reported",
    appointment: draft.appointment_id,
    media: photos.map((photo) => named(photo, problem.id)),
    body: {
      reach_id: draft.reach_id,
      patrol_id: draft.patrol_id,
      origin: "patrol",
      item: problem.item,
      category: problem.chips.join(","),
      severity: problem.severity,
      what: filed(() => nameOf(problem, filed_items)),
      on_the_spot: onTheSpot(problem),
    },
    private: { place: problem.place, note: "", media_facts: photos.map(factOf) },
  };
}

/** Cleaned is what a picture before and one after show; the ledger wants a result also of one who writes nothing. */
function onTheSpot(problem: DraftProblem): { opinion: string; result: string } | null {
  const shown = problem.cleaned && problem.before.length > 0 && problem.after.length > 0;
  if (!shown) return null;
  const result = problem.result.trim() || filed(() => say("phone.problem.cleaned_yes"));
  return { opinion: problem.opinion, result };
}

/** Those told of a problem, as far as they are not filed yet. */
export function toldMakings(draft: Draft, problem: DraftProblem): Making[] {
  const unfiled = problem.told.filter((told) => !told.filed);
  return unfiled.map((told) => toldMaking(draft.appointment_id, problem.id, told));
}

/** Say that somebody was told of a problem, at the time when it was. */
function toldMaking(appointment: string, problem_id: string, told: Told): Making {
  const { id, whom, way, got_through, at } = told;
  return {
    id,
    kind: "problem.told",
    appointment,
    at_ms: msOf(at),
    media: [],
    body: { problem_id, whom, way, got_through },
    private: {},
  };
}

/** The walk itself; `ended_early` is the reason, null for a whole walk. */
export function patrolMaking(pen: Pen, draft: Draft, ended_early: string | null): Making {
  const rechecked = draft.rechecks.flatMap((recheck) =>
    recheck.photos.map((photo) => named(photo, recheck.problem_id)),
  );
  const own = [...draft.scene, ...(draft.voice ?? []), ...(draft.films ?? [])];
  const photos = [...draft.rechecks.flatMap((recheck) => recheck.photos), ...own];
  return {
    id: uuid7(pen.clock.now()),
    kind: "patrol.completed",
    appointment: draft.appointment_id,
    media: [...rechecked, ...own.map((photo) => named(photo, null))],
    body: patrolBody(draft, ended_early),
    private: {
      track: { fixes: draft.fixes, gaps: trackGaps(draft) },
      other_companions: [],
      note: draft.note,
      media_facts: photos.map(factOf),
    },
  };
}

function patrolBody(draft: Draft, ended_early: string | null): Record<string, unknown> {
  const { patrol_id, reach_id, banks, method, weather, water, started_at, stretches } = draft;
  return {
    patrol_id,
    reach_id,
    banks,
    method,
    weather,
    water,
    started_at,
    ended_at: rfc3339(stretches.at(-1)?.wall_to_ms ?? msOf(started_at)),
    elapsed_ms: elapsedMs(stretches),
    ended_early,
    items: [1, 2, 3, 4, 5, 6, 7, 8].map((item) => ({
      item,
      finding: draft.answers[item]?.finding ?? "not_checked",
      known_problems: draft.answers[item]?.known_problems ?? [],
    })),
    rechecks: draft.rechecks.map(({ problem_id, outcome, reason }) => ({
      problem_id,
      outcome,
      reason,
    })),
    visits: draft.visits ?? [],
    companions: [],
  };
}

/** A picture as the envelope names it. */
export function named(photo: Photo, problem_id: string | null): NamedMedium {
  const { sha256, type, bytes, role, pairs_with } = photo;
  return { sha256, type, bytes, role, problem_id, pairs_with };
}

/** What is known of a picture beside its bytes. */
export function factOf({ sha256, taken_at, place, source }: Photo): MediaFact {
  return { sha256, taken_at, place, source };
}
