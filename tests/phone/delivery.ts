/** A phone without screens and a server to deliver to, for the tests of what goes over the wire. */

import { Api } from "../../static/phone/api.ts";
import { fileEntries, type Making } from "../../static/phone/book.ts";
import type { Courier } from "../../static/phone/courier.ts";
import { addDeedPhoto, fileDeed, openDeed } from "../../static/phone/deeds.ts";
import type { KeptEntry } from "../../static/phone/outbox.ts";
import type { Pen } from "../../static/phone/pen.ts";
import type { KeptPlan } from "../../static/phone/plan.ts";
import { uuid7 } from "../../static/phone/rules/uuid7.ts";
import { Sync, type SyncState } from "../../static/phone/sync.ts";
import {
  APPOINTMENT,
  type HandClock,
  keepPicture,
  listFiled,
  listMedia,
  makePen,
  makePlan,
  makePlanProblem,
} from "./builders.ts";
import { FakeServer } from "./server.ts";

export interface Phone {
  pen: ReturnType<typeof makePen>;
  clock: HandClock;
  server: FakeServer;
  courier: Courier;
  sync: Sync;
  plan: KeptPlan | null;
  mayVideos: boolean;
  /** Is told of each change of the delivery's state. */
  hear(state: SyncState): void;
  /** What a request waits for instead of the server; null for those that may go. */
  hang(path: string, init: RequestInit): Promise<Response> | null;
}

export function makePhone(changes: Partial<Pen> = {}): Phone {
  const pen = makePen(changes);
  const server = new FakeServer(makePlan({ person: { ...makePlan().person, id: pen.person_id } }));
  const courier: Courier = {
    store: pen.store,
    api: new Api((path, init = {}) => phone.hang(String(path), init) ?? server.fetch(path, init)),
    now: pen.clock.now,
    random: () => 1,
    server_ms: null,
    installation_id: "0193a000-0000-7000-8000-0000000000e1",
  };
  const hear = () => undefined;
  const looks = { hear, hang: () => null, mayVideos: true };
  const parts = { pen, clock: pen.clock, server, courier, plan: null, ...looks };
  const phone: Phone = parts as unknown as Phone;
  phone.sync = anew(phone);
  return phone;
}

/** The delivery of a page that was loaded anew, or of a second one. */
export function anew(phone: Phone): Sync {
  const sync = new Sync({
    courier: phone.courier,
    locks: undefined,
    plan: () => phone.plan,
    onPlan: async (kept) => {
      phone.plan = kept;
    },
    mayVideos: () => phone.mayVideos,
    onState: () => phone.hear(sync.state()),
  });
  return sync;
}

/** File so many entries of these words. */
export async function file(
  phone: Phone,
  count = 1,
  changes: Partial<Making> = {},
): Promise<KeptEntry[]> {
  const makings = Array.from({ length: count }, () => ({
    id: uuid7(phone.clock.now()),
    kind: "problem.told",
    appointment: APPOINTMENT.id,
    media: [],
    body: {},
    private: {},
    ...changes,
  }));
  return fileEntries(phone.pen, "140502", () => makings);
}

/** File a chief's cure with pictures of these sizes. */
export async function fileCure(phone: Phone, ...sizes_bytes: number[]): Promise<void> {
  const deed = await openDeed(phone.pen, "problem.handled", makePlanProblem(), APPOINTMENT);
  for (const size of sizes_bytes) {
    await addDeedPhoto(phone.pen, deed.key, await keepPicture(phone.pen, "after", size));
  }
  await fileDeed(phone.pen, deed);
}

export const states = async (phone: Phone) =>
  (await listFiled(phone.pen)).map((kept) => kept.state);
export const mediaStates = async (phone: Phone) =>
  (await listMedia(phone.pen)).map((kept) => kept.state);
/** How many bytes of a picture a request carries. */
export const carried = ({ body }: RequestInit): number =>
  body instanceof ArrayBuffer ? body.byteLength : 0;
export const countCalls = (phone: Phone, call: string) =>
  phone.server.calls.filter((made) => made === call).length;
