/** Everything that has not reached the server, walk by walk and day by day: a function of the store and the delivery. */

import type { NamedMedium } from "../model.ts";
import { isUnsent, type KeptEntry, type KeptMedium, kindOf, type MediumKind } from "../outbox.ts";
import type { Snapshot } from "../phone.ts";
import { dayOf } from "../rules/period.ts";

/**
 * How a thing stands: `signal` it waits for a network, `wifi` for one that costs nothing, `login` for its author,
 * `record` for its parked entry, `queued` for its turn, `sending` it goes just now, `paused` it goes by itself later,
 * `parked` only when somebody lets it, `arrived` it is on the server.
 */
export type Standing =
  | "signal"
  | "wifi"
  | "login"
  | "record"
  | "queued"
  | "sending"
  | "paused"
  | "parked"
  | "arrived";

/** What is common to entries and media; `next_at` only where it pauses, in ms since 1970. */
interface Thing {
  standing: Standing;
  fault: { code: string; detail: string } | null;
  next_at: number | null;
}

export interface UnsentMedium extends Thing {
  sha256: string;
  kind: MediumKind;
  role: NamedMedium["role"];
  bytes: number;
  /** How much of it has arrived; null while it does not go. */
  percent: number | null;
}

export interface UnsentEntry extends Thing {
  kept: KeptEntry;
  media: UnsentMedium[];
}

/** What belongs to one walk, else to one day (YYYY-MM-DD). */
export interface UnsentGroup {
  key: string;
  day_on: string;
  reach_id: string | null;
  entries: UnsentEntry[];
  /** Of what has not arrived yet. */
  left: { entries: number; media: number; bytes: number; parked: number };
}

/** What of the phone's state the outbox is made of. */
export type Facts = Pick<Snapshot, "entries" | "media" | "sync" | "videos"> & { now_ms: number };

/** All groups with something unsent in them: those that need a hand first, then the newest. */
export function groupUnsent(facts: Facts): UnsentGroup[] {
  const walks = walksOf(facts.entries);
  const groups = new Map<string, UnsentEntry[]>();
  for (const kept of [...facts.entries].reverse()) {
    const entry = unsentEntry(facts, kept);
    if (entry === null) continue;
    const key = walks.get(kept.id) ?? dayOf(kept.entry.at);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const made = [...groups].map(([key, entries]) => makeGroup(key, entries)).reverse();
  const byDay = made.sort((a, b) => (a.day_on < b.day_on ? 1 : a.day_on > b.day_on ? -1 : 0));
  return byDay.sort((a, b) => Number(b.left.parked > 0) - Number(a.left.parked > 0));
}

/** The walk that each entry belongs to, by the entry's id: what was told of a problem goes with it. */
function walksOf(entries: readonly KeptEntry[]): Map<string, string> {
  const walks = new Map<string, string>();
  for (const { id, entry } of entries) {
    if (typeof entry.body.patrol_id === "string") walks.set(id, entry.body.patrol_id);
  }
  for (const { id, entry } of entries) {
    const walk = walks.get(String(entry.body.problem_id));
    if (walk !== undefined) walks.set(id, walk);
  }
  return walks;
}

function makeGroup(key: string, entries: UnsentEntry[]): UnsentGroup {
  const walk = entries.find(({ kept }) => kept.entry.kind === "patrol.completed");
  const first = (walk ?? entries[0])?.kept.entry;
  const reach = entries.find(({ kept }) => typeof kept.entry.body.reach_id === "string");
  const media = entries.flatMap((entry) => entry.media).filter(isLeft);
  return {
    key,
    day_on: first === undefined ? key : dayOf(String(first.body.started_at ?? first.at)),
    reach_id: (reach?.kept.entry.body.reach_id as string | undefined) ?? null,
    entries: [...entries].sort((a, b) => Number(b === walk) - Number(a === walk)),
    left: {
      entries: entries.filter(isLeft).length,
      media: media.length,
      bytes: media.reduce((sum, { bytes }) => sum + bytes, 0),
      parked: [...entries, ...media].filter(({ standing }) => standing === "parked").length,
    },
  };
}

const isLeft = ({ standing }: Thing): boolean => standing !== "arrived";

/** Null where it and all its media have arrived. */
function unsentEntry(facts: Facts, kept: KeptEntry): UnsentEntry | null {
  const named = new Map(kept.entry.media.map((medium) => [medium.sha256, medium]));
  const media = [...named.values()].flatMap((medium) => unsentMedium(facts, medium, kept));
  const isArrived = kept.state === "accepted";
  if (isArrived && !media.some(isLeft)) return null;
  const thing = isArrived ? ARRIVED : thingOf(facts, kept, facts.sync.progress === null);
  return { kept, media, ...thing };
}

/** None where this phone no longer knows of it: it arrived long ago. */
function unsentMedium(
  facts: Facts,
  { sha256, role }: NamedMedium,
  entry: KeptEntry,
): UnsentMedium[] {
  const kept = facts.media.get(sha256);
  if (kept === undefined) return [];
  const { progress } = facts.sync;
  const goes = progress?.sha256 === sha256;
  const percent = goes ? Math.floor((progress.sent_bytes / progress.bytes) * 100) : null;
  const kind = kindOf(kept);
  const thing = isUnsent(kept) ? thingOf(facts, kept, goes) : { ...ARRIVED };
  const isHeld = entry.state === "parked" && kept.state === "waiting";
  if (isHeld) thing.standing = "record";
  else if (kind === "video" && facts.videos !== "go" && thing.standing === "queued")
    thing.standing = "wifi";
  return [{ sha256, role, kind, bytes: kept.bytes, percent, ...thing }];
}

const ARRIVED: Thing = { standing: "arrived", fault: null, next_at: null };

/** `goes`: it is its turn whenever something is sent. */
function thingOf(
  { sync, now_ms }: Facts,
  kept: Pick<KeptEntry | KeptMedium, "state" | "fault" | "next_at">,
  goes: boolean,
): Thing {
  const { fault } = kept;
  const next_at = (kept.next_at ?? 0) > now_ms ? (kept.next_at ?? null) : null;
  const told = (standing: Standing): Thing => ({ standing, fault, next_at: null });
  if (kept.state === "parked") return told("parked");
  if (sync.session === "out") return told("login");
  if (!sync.online || !sync.reachable) return told("signal");
  if (sync.running && goes) return told("sending");
  if (next_at !== null) return { standing: "paused", fault, next_at };
  return told("queued");
}
