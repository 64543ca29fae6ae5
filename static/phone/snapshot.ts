/** What screens draw from: one consistent look at the store, the plan and the delivery. */

import { type Consent, NO_CONSENT, readConsent } from "./consent.ts";
import { DRAFT_KEY } from "./draft.ts";
import type { Draft, Plan } from "./model.ts";
import {
  isPausing,
  isUnsent,
  type KeptEntry,
  type KeptMedium,
  type Outbox,
  type Pending,
  pendingOf,
  readDelivered,
  readOutbox,
  withIncomplete,
} from "./outbox.ts";
import type { CurrentPerson } from "./person.ts";
import type { KeptPlan } from "./plan.ts";
import { type SyncLine, syncLine } from "./rules/syncline.ts";
import { isGuarded, type Loss } from "./sentinel.ts";
import { photosThatFit, type Room, readReserve } from "./space.ts";
import type { Store } from "./store.ts";
import type { SyncState } from "./sync.ts";
import { readWifiOnly, type VideoRule } from "./videos.ts";
import { inWords } from "./words.ts";

export interface Snapshot {
  /** Null when nobody holds the phone: show the way to the login page. */
  person: CurrentPerson | null;
  /** Who held a shared phone last, while it is not known whether he still does; nothing of his is open. */
  asked: CurrentPerson | null;
  plan: Plan | null;
  /** When the plan came (截至), ms since 1970. */
  plan_at: number | null;
  draft: Draft | null;
  consent: Consent;
  /** Newest first: everything unsent, and what was filed within the last days. */
  entries: KeptEntry[];
  /** What is known of each own picture, by its hash. */
  media: ReadonlyMap<string, KeptMedium>;
  waiting_media: ReadonlySet<string>;
  outbox: Pending;
  line: SyncLine;
  /** Whether videos go over Wi-Fi only, and what that means now. */
  wifi_only: boolean;
  videos: VideoRule;
  /** What the browser threw away unsent, until it is read and told. */
  loss: Loss | null;
  /** How many more photos fit on this phone; null where nobody can say. */
  photos_left: number | null;
  /** `last_ok_at` is that of an earlier start until something has gone in this one. */
  sync: SyncState & { online: boolean };
}

/** What is read from a person's store. */
export interface Kept {
  draft: Draft | null;
  consent: Consent;
  outbox: Outbox;
  delivered_at: number | null;
  wifi_only: boolean;
  /** Whether this is the store that was guarded, and not a fresh one in its place. */
  is_guarded: boolean;
  /** How much of the reserve of room is there. */
  slices: Room["slices"];
}

export const NOTHING_KEPT: Kept = {
  draft: null,
  consent: NO_CONSENT,
  outbox: { entries: [], media: [] },
  delivered_at: null,
  wifi_only: true,
  is_guarded: false,
  slices: null,
};

const LATELY_MS = 3 * 86_400_000;

/** Read everything at one moment. */
export async function readKept(store: Store, now_ms: number): Promise<Kept> {
  return store.read(async (tx) => {
    const [draft, consent, outbox, delivered_at, wifi_only, is_guarded, slices] = await Promise.all(
      [
        tx.objectStore("drafts").get(DRAFT_KEY),
        readConsent(tx),
        readOutbox(tx, now_ms - LATELY_MS).then((outbox) => withIncomplete(tx, outbox)),
        readDelivered(tx),
        readWifiOnly(tx),
        isGuarded(tx),
        readReserve(tx),
      ],
    );
    const open = (draft as Draft | undefined) ?? null;
    return { draft: open, consent, outbox, delivered_at, wifi_only, is_guarded, slices };
  });
}

/** Put the parts together. */
export function composeSnapshot(
  {
    person,
    asked,
    loss,
    free_bytes,
  }: Pick<Snapshot, "person" | "asked" | "loss"> & Pick<Room, "free_bytes">,
  plan: KeptPlan | null,
  kept: Kept,
  sync: Snapshot["sync"],
  videos: VideoRule,
): Snapshot {
  const outbox = pendingOf(kept.outbox);
  const unsent = kept.outbox.media.filter(isUnsent);
  return {
    person,
    asked,
    plan: plan === null ? null : inWords(plan.plan),
    plan_at: plan?.fetched_at ?? null,
    draft: kept.draft,
    consent: kept.consent,
    entries: [...kept.outbox.entries].reverse(),
    media: new Map(kept.outbox.media.map((medium) => [medium.sha256, medium])),
    waiting_media: new Set(unsent.map((medium) => medium.sha256)),
    outbox,
    loss,
    photos_left: photosThatFit({ free_bytes, slices: kept.slices }, kept.outbox.media),
    line: syncLine({
      ...sync,
      ...outbox,
      online: sync.online && sync.reachable,
      pausing: sync.last_fault !== null || isPausing(kept.outbox),
      videos_wait: videos !== "go",
    }),
    wifi_only: kept.wifi_only,
    videos,
    sync: { ...sync, last_ok_at: sync.last_ok_at ?? kept.delivered_at },
  };
}
