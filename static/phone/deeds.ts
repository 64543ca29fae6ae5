/** What a chief decides about a problem, kept while it is being written, filed as one entry. */

import { putPhoto } from "./album.ts";
import { fileEntries, type Making } from "./book.ts";
import { PhoneFault } from "./faults.ts";
import { factOf, named } from "./makings.ts";
import type { Appointment, Entry, MediaFact, Photo, PlanMedium, PlanProblem } from "./model.ts";
import type { DeedDraft, DeedKind, KeptEntry } from "./outbox.ts";
import type { Pen } from "./pen.ts";
import { uuid7 } from "./rules/uuid7.ts";
import type { Writing } from "./store.ts";

/** The words each deed has; a blank one is filed as null. */
const FIELDS: Record<DeedKind, readonly string[]> = {
  "problem.accepted": ["opinion", "responsible_unit", "responsible_person", "due_on"],
  "problem.handled": ["result"],
  "problem.escalated": ["reason", "to", "name"],
};

/** Begin a deed, or take up the one left open. */
export async function openDeed(
  pen: Pen,
  kind: DeedKind,
  problem: Pick<PlanProblem, "id" | "ledger">,
  appointment: Pick<Appointment, "id">,
): Promise<DeedDraft> {
  const fresh: DeedDraft = {
    key: `${kind}:${problem.id}`,
    kind,
    problem_id: problem.id,
    entry_id: uuid7(pen.clock.now()),
    ledger: problem.ledger,
    appointment_id: appointment.id,
    // What a village cannot handle goes to its township, unless something else is said.
    fields: kind === "problem.escalated" ? { to: "township" } : {},
    photos: [],
  };
  return pen.store.write(async (tx) => {
    const drafts = tx.objectStore("drafts");
    const open = (await drafts.get(fresh.key)) as DeedDraft | undefined;
    if (open === undefined) await drafts.put(fresh, fresh.key);
    return open ?? fresh;
  });
}

async function changeDeed(
  pen: Pen,
  key: string,
  change: (deed: DeedDraft) => void,
  also?: (tx: Writing) => Promise<unknown>,
): Promise<DeedDraft> {
  return pen.store.write(async (tx) => {
    const deed = (await tx.objectStore("drafts").get(key)) as DeedDraft | undefined;
    if (deed === undefined) throw new PhoneFault("no_draft");
    change(deed);
    await tx.objectStore("drafts").put(deed, key);
    await also?.(tx);
    return deed;
  }, also !== undefined);
}

/** Keep what is typed. */
export async function alterDeed(
  pen: Pen,
  key: string,
  fields: Record<string, string>,
): Promise<DeedDraft> {
  return changeDeed(pen, key, (deed) => Object.assign(deed.fields, fields));
}

/** Keep a picture with the deed, its bytes with it unless they lie in the store. */
export async function addDeedPhoto(
  pen: Pen,
  key: string,
  photo: Photo,
  bytes: ArrayBuffer | null = null,
): Promise<DeedDraft> {
  return changeDeed(
    pen,
    key,
    (deed) => {
      if (deed.photos.every((held) => held.sha256 !== photo.sha256)) deed.photos.push(photo);
    },
    bytes === null ? undefined : (tx) => putPhoto(tx, { photo, bytes }, pen.clock.now()),
  );
}

/** File the deed; pressed twice it is still one entry, given back as it is kept. `photo_missing` for a cure that no picture shows. */
export async function fileDeed(
  pen: Pen,
  { key, entry_id }: Pick<DeedDraft, "key" | "entry_id">,
): Promise<KeptEntry[]> {
  const filed = await pen.store.read((tx) => tx.objectStore("entries").get(entry_id));
  if (filed !== undefined) return [filed];
  const deed = await findDeed(pen, key);
  if (deed === undefined) throw new PhoneFault("no_draft");
  if (deed.kind === "problem.handled" && deed.photos.length === 0) {
    throw new PhoneFault("photo_missing");
  }
  return fileEntries(
    pen,
    deed.ledger,
    () => [deedMaking(deed)],
    (tx) => tx.objectStore("drafts").delete(key),
  );
}

/** What was done about a problem on this phone and is not in the ledger yet. */
export function unsentDeeds(entries: readonly KeptEntry[], problem_id: string): KeptEntry[] {
  return entries.filter(
    (kept) => kept.state !== "accepted" && kept.entry.body.problem_id === problem_id,
  );
}

/** A problem's page with what this phone has decided and not sent yet: its words, and its pictures as they lie here. */
export function withUnsent(problem: PlanProblem, newestFirst: readonly KeptEntry[]): PlanProblem {
  const facts = { ...problem, media: [...problem.media] };
  for (const { entry } of [...newestFirst].reverse()) {
    const { problem_id: _, ...words } = entry.body;
    const written = Object.entries(words).filter(
      ([name, value]) => name in facts && value !== null,
    );
    Object.assign(facts, Object.fromEntries(written));
    facts.media.push(...picturesOf(entry));
  }
  return facts;
}

function picturesOf({ media, private: held }: Entry): PlanMedium[] {
  const facts = (held.media_facts ?? []) as MediaFact[];
  return media.map(({ sha256, type, bytes, role, pairs_with }, index) => ({
    ...{ sha256, type, bytes, role, pairs_with },
    taken_at: facts[index]?.taken_at ?? null,
    source: facts[index]?.source ?? null,
    stored: false,
  }));
}

async function findDeed(pen: Pen, key: string): Promise<DeedDraft | undefined> {
  const deed = await pen.store.read((tx) => tx.objectStore("drafts").get(key));
  return deed as DeedDraft | undefined;
}

function deedMaking(deed: DeedDraft): Making {
  const words = FIELDS[deed.kind].map((field) => [field, deed.fields[field]?.trim() || null]);
  const body = { problem_id: deed.problem_id, ...Object.fromEntries(words) };
  return {
    id: deed.entry_id,
    kind: deed.kind,
    appointment: deed.appointment_id,
    media: deed.photos.map((photo) => named(photo, deed.problem_id)),
    body,
    private: { media_facts: deed.photos.map(factOf) },
  };
}
