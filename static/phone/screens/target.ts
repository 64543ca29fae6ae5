/** What a picture is taken for: which slot keeps it, what the ghost over it shows, where to go back to. */

import type { Shot } from "../album.ts";
import { addDeedPhoto } from "../deeds.ts";
import type { Draft, Photo, Place, PlanProblem } from "../model.ts";
import type { Pen } from "../pen.ts";
import type { RecordingSlot } from "../recordings.ts";
import { addPhoto } from "../slots.ts";
import type { Here } from "./app.ts";

export interface Target {
  role: "before" | "after" | "recheck" | "scene";
  /** The screen that asked for the picture. */
  back: string[];
  /** The before picture to line up with, and where one stood for it. */
  ghost: string | null;
  stood: Place | null;
  /** What a film taken here is of; null where only photos are asked for. */
  film: RecordingSlot | null;
  /** Puts the picture into its slot, with its bytes. */
  keep(pen: Pen, shot: Shot): Promise<unknown>;
}

/** The target an address names (`camera/problem/<id>/after` and the like); null where it is gone. */
export function findTarget(here: Here, parts: readonly string[]): Target | null {
  const [on, id = "", more = ""] = parts;
  if (on === "deed") return deedTarget(here, id, more);
  if (here.draft === null) return null;
  if (on === "scene") return sceneTarget();
  if (on === "recheck") return recheckTarget(here, id);
  return on === "problem"
    ? problemTarget(here.draft, id, more === "after" ? "after" : "before")
    : null;
}

function sceneTarget(): Target {
  return {
    role: "scene",
    back: ["patrol"],
    ghost: null,
    stood: null,
    film: { on: "walk" },
    keep: (pen, { photo, bytes }) => addPhoto(pen, { on: "scene" }, photo, bytes),
  };
}

function problemTarget(draft: Draft, id: string, role: "before" | "after"): Target | null {
  const problem = draft.problems.find((held) => held.id === id && !held.filed);
  if (problem === undefined) return null;
  const before = role === "after" ? problem.before[0] : undefined;
  return {
    role,
    back: ["problem", id],
    ghost: before?.sha256 ?? null,
    stood: before?.place ?? null,
    film: { on: "problem", id },
    keep: (pen, { photo, bytes }) => addPhoto(pen, { on: "problem", id, role }, photo, bytes),
  };
}

function recheckTarget({ plan }: Here, id: string): Target | null {
  const problem = plan.problems.find((held) => held.id === id);
  if (problem === undefined) return null;
  return {
    role: "recheck",
    back: ["recheck", id],
    ...lookBack(problem),
    keep: (pen, { photo, bytes }) =>
      addPhoto(pen, { on: "recheck", id }, paired(photo, problem), bytes),
  };
}

function deedTarget({ plan }: Here, kind: string, id: string): Target | null {
  const problem = plan.problems.find((held) => held.id === id);
  if (problem === undefined) return null;
  return {
    role: "after",
    back: ["deed", kind, id],
    ...lookBack(problem),
    keep: (pen, { photo, bytes }) =>
      addDeedPhoto(pen, `problem.${kind}:${id}`, paired(photo, problem), bytes),
  };
}

function lookBack(problem: PlanProblem): Pick<Target, "ghost" | "stood" | "film"> {
  return { ghost: beforeOf(problem), stood: problem.place, film: null };
}

function paired(photo: Photo, problem: PlanProblem): Photo {
  return { ...photo, pairs_with: beforeOf(problem) };
}

function beforeOf(problem: PlanProblem): string | null {
  return problem.media.find((medium) => medium.role === "before")?.sha256 ?? null;
}

/** Metres between two places as the crow flies, on a sphere: good to a few per mille over such distances. */
export function distanceM(from: Place, to: Place): number {
  const [lon1, lat1] = from.at.map(radians) as [number, number];
  const [lon2, lat2] = to.at.map(radians) as [number, number];
  const x = (lon2 - lon1) * Math.cos((lat1 + lat2) / 2);
  return Math.round(Math.hypot(x, lat2 - lat1) * 6_371_008);
}

const radians = (degrees_e6: number): number => (degrees_e6 / 1e6) * (Math.PI / 180);
