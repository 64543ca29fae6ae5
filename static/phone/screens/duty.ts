/** In which office and on which reach somebody walks, and who can be told. */

import type { Appointment, Plan, PlanProblem, Reach, Role } from "../model.ts";
import { dayOf } from "../rules/period.ts";
import { say } from "../words.ts";
import type { Here } from "./app.ts";
import { recallHabits } from "./remembered.ts";

const WALKERS: readonly Role[] = ["patroller", "village_chief", "assistant", "township_chief"];
const DECIDERS: readonly Role[] = ["village_chief", "assistant", "township_chief"];

export interface Duty {
  appointment: Appointment;
  reach: Reach;
  /** True on another's reach: recorded and flagged, never blocked. */
  stand_in: boolean;
}

/** The offices held today in which one walks; where a wrong clock finds none, those of the day of the plan. */
export function listAppointments({ plan, today }: Here): Appointment[] {
  const held = heldOn(plan, today);
  return held.length > 0 ? held : heldOn(plan, dayOf(plan.server_time));
}

function heldOn({ appointments }: Plan, day: string): Appointment[] {
  return appointments.filter(
    ({ role, from_on, to_on }) =>
      WALKERS.includes(role) && from_on <= day && (to_on === null || day <= to_on),
  );
}

/** Every reach one may walk today, one's own first. */
export function listDuties(here: Here): Duty[] {
  const appointments = listAppointments(here);
  const first = appointments[0];
  if (first === undefined) return [];
  const duties = here.plan.reaches.map((reach) => {
    const own = appointments.find((held) => held.reach_ids.includes(reach.id));
    return { appointment: own ?? first, reach, stand_in: own === undefined };
  });
  return duties.sort((a, b) => Number(a.stand_in) - Number(b.stand_in));
}

/** The duty of the open patrol, else of the reach picked last, else the first own one. */
export function findDuty(here: Here): Duty | null {
  const wanted = here.draft?.reach_id ?? recallHabits(here.person.id).reach_id;
  const duties = listDuties(here);
  return duties.find(({ reach }) => reach.id === wanted) ?? duties[0] ?? null;
}

/** The office in which one may decide on this problem now, if any: a level decides on what it holds. */
export function findDeciding(here: Here, held_by: PlanProblem["held_by"]): Appointment | null {
  const levels: Partial<Record<Role, PlanProblem["held_by"]>> = {
    village_chief: "village",
    assistant: "village",
    township_chief: "township",
  };
  return listAppointments(here).find(({ role }) => levels[role] === held_by) ?? null;
}

/** Whether somebody has an inbox: chiefs and assistants. */
export function isDecider(here: Here): boolean {
  return listAppointments(here).some(({ role }) => DECIDERS.includes(role));
}

export type Contact = Plan["contacts"][number];

/** Who holds an office for this reach: of its own area if known, else anybody the plan names; never oneself. */
export function findContact(here: Here, role: Role, reach: Reach | undefined): Contact | null {
  const those = here.plan.contacts.filter(
    (held) => held.role === role && held.person_id !== here.person.id,
  );
  return those.find((held) => held.area_id === reach?.area_id) ?? those[0] ?? null;
}

/** Who is to be told of a major problem, in this order until one answers. */
export function listToTell(here: Here, role: Role): Role[] {
  const ladder: Role[] = ["village_chief", "assistant", "township_chief"];
  if (role === "village_chief" || role === "assistant") return ["township_chief"];
  return ladder.filter((whom) => whom === "village_chief" || hasContact(here, whom));
}

function hasContact({ plan }: Here, role: Role): boolean {
  return plan.contacts.some((held) => held.role === role);
}

/** "白水河 · 洞头村段": a name that repeats the river says it once. */
export function sayReach(reach: Reach | undefined): string {
  if (reach === undefined) return "";
  const name = reach.name.startsWith(reach.river)
    ? reach.name.slice(reach.river.length)
    : reach.name;
  return name === "" ? reach.river : say("phone.reach.title", { river: reach.river, name });
}

/** The reach of an id; undefined for one the plan no longer lists. */
export function findReach({ plan }: Here, reach_id: string): Reach | undefined {
  return plan.reaches.find((reach) => reach.id === reach_id);
}
