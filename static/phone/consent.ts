/** Whether positions may be read: asked once a version before the first one, each answer but a first no an entry. */

import { fileEntries } from "./book.ts";
import { PhoneFault } from "./faults.ts";
import type { Plan } from "./model.ts";
import type { Pen } from "./pen.ts";
import { uuid7 } from "./rules/uuid7.ts";
import type { Reading, Writing } from "./store.ts";

/** The version last answered, null before the first; what the answer was. */
export interface Consent {
  asked: number | null;
  given: boolean;
}

const KEY = "consent";
export const NO_CONSENT: Consent = { asked: null, given: false };

/** The last answer. */
export async function readConsent(tx: Reading): Promise<Consent> {
  return ((await tx.objectStore("meta").get(KEY)) as Consent | undefined) ?? NO_CONSENT;
}

/** Whether this version of the words was never answered. */
export function consentNeeded(plan: Plan, consent: Consent): boolean {
  return consent.asked !== plan.policy.consent_version;
}

/** Whether positions may be read now: a yes holds for the version it was given to. */
export function mayLocate(plan: Plan, consent: Consent): boolean {
  return consent.given && !consentNeeded(plan, consent);
}

/** 同意: an entry; pressed twice it is one. */
export async function giveConsent(pen: Pen, plan: Plan): Promise<void> {
  await fileConsent(pen, plan, true);
}

/** 收回同意: an entry; positions are read no more. */
export async function withdrawConsent(pen: Pen, plan: Plan): Promise<void> {
  await fileConsent(pen, plan, false);
}

/** A first no: nothing was given, so nothing is filed; the walk goes without a track. */
export async function refuseConsent(pen: Pen, plan: Plan): Promise<void> {
  await pen.store.write((tx) => keepAnswer(tx, plan, false), true);
}

async function fileConsent(pen: Pen, plan: Plan, given: boolean): Promise<void> {
  const appointment = plan.appointments[0];
  if (appointment === undefined) throw new PhoneFault("no_appointment");
  const making = {
    id: uuid7(pen.clock.now()),
    kind: given ? "consent.given" : "consent.withdrawn",
    appointment: appointment.id,
    media: [],
    body: { version: plan.policy.consent_version },
    private: {},
  };
  await fileEntries(
    pen,
    appointment.ledger,
    async () => {
      const { asked, given: before } = await pen.store.read(readConsent);
      const isSaid = asked === plan.policy.consent_version && before === given;
      return isSaid ? [] : [making];
    },
    (tx) => keepAnswer(tx, plan, given),
  );
}

async function keepAnswer(tx: Writing, plan: Plan, given: boolean): Promise<void> {
  const answer: Consent = { asked: plan.policy.consent_version, given };
  await tx.objectStore("meta").put(answer, KEY);
}
