/** The living phone: whose records are open, what screens draw from, and when things are sent. */

import { Api, ApiFault } from "./api.ts";
import { payLogout, tellLanguage, tellLoss } from "./aside.ts";
import { mayLocate } from "./consent.ts";
import { touchDraft } from "./draft.ts";
import { allowErrand, forbidErrand } from "./errand.ts";
import { PhoneFault } from "./faults.ts";
import { findChoice, keepChoice, learnChoice } from "./language.ts";
import { inTurn, syncLock } from "./locks.ts";
import { type Pending, unpark, unparkAll } from "./outbox.ts";
import { readServerTime } from "./parcel.ts";
import type { Pen } from "./pen.ts";
import {
  type CurrentPerson,
  confirmed,
  findPerson,
  installationId,
  logoutDone,
  mustAsk,
  pointTo,
  seal,
} from "./person.ts";
import { fetchPlan, type KeptPlan, keepPlan, readPlan } from "./plan.ts";
import { Position } from "./position.ts";
import { closeRecords, openRecords, type Records } from "./records.ts";
import { uuid7 } from "./rules/uuid7.ts";
import { Senses } from "./senses.ts";
import { findLoss, keepTally, settleLoss, standGuard } from "./sentinel.ts";
import { composeSnapshot, type Kept, NOTHING_KEPT, readKept, type Snapshot } from "./snapshot.ts";
import { layReserve } from "./space.ts";
import { Store } from "./store.ts";
import { AT_REST, type Trigger } from "./sync.ts";
import { isOngoing, Trail } from "./trail.ts";
import { videoRule } from "./videos.ts";
import { Wake } from "./wake.ts";
import { type Language, speak, spoken } from "./words.ts";
import { browserWorld, type World } from "./world.ts";

export type { Snapshot } from "./snapshot.ts";

export class Phone {
  readonly position: Position;
  readonly senses: Senses;
  readonly wake: Wake;
  readonly #world: World;
  readonly #api: Api;
  readonly #trail: Trail;
  readonly #listeners = new Set<() => void>();
  #open: Records | null = null;
  #asked: CurrentPerson | null = null;
  #plan: KeptPlan | null = null;
  #kept: Kept = NOTHING_KEPT;
  /** Somebody said so, for as long as this page is open. */
  #sendsVideos = false;
  #free_bytes: number | null = null;
  #snapshot: Snapshot;

  constructor(world: World) {
    this.#world = world;
    this.#api = new Api(world.fetch);
    this.position = new Position(world.geolocation, world.clock.now);
    this.position.subscribe(() => this.#tell());
    this.senses = new Senses(world);
    this.#trail = new Trail(this.position);
    this.wake = new Wake(world.wake_lock, () => this.#tell());
    this.#snapshot = this.#compose();
  }

  /** How things stand now; a new object after each change. */
  snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Be told whenever the snapshot is a new one; gives back how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What deeds write with; `nobody` when no one holds the phone. */
  pen(): Pen {
    if (this.#open === null) throw new PhoneFault("nobody");
    return this.#open.pen;
  }

  /**
   * Open the records of the person who held the phone last, and begin to work. Straight from a login the session is
   * the newcomer's: the end that the one before still owes has come with it, and paid now would throw out the wrong one.
   */
  async start(isFromLogin: boolean): Promise<void> {
    if (isFromLogin) logoutDone(this.#world.pointers);
    const person = findPerson(this.#world.pointers);
    if (person !== null && !isFromLogin && mustAsk(this.#world.pointers, this.#world.visit, person))
      this.#asked = person;
    else if (person !== null) await this.#enter(person);
    this.#world.watch((trigger) => void this.#work(trigger));
    this.#world.watchSight((isHidden) => this.#see(isHidden));
    void this.#work("hope");
  }

  /** 是我: open the records of who was asked for. */
  async confirm(): Promise<void> {
    if (this.#asked !== null) await this.#enter(this.#asked);
    await this.#work("hope");
  }

  /** After the login page: fetch the plan and open the records of whoever has logged in. */
  async arrive(): Promise<{ person: CurrentPerson; switched: boolean }> {
    const before = findPerson(this.#world.pointers);
    const fetched = await fetchPlan(this.#api, null);
    if (fetched === null) throw new ApiFault({ code: "not_ours" });
    await this.#arrived({ ...fetched, fetched_at: this.#world.clock.now() });
    this.#open?.sync.compareClocks(readServerTime(fetched.plan.server_time));
    void this.#open?.sync.run("hope");
    const { person } = fetched.plan;
    await this.#speakTheirs(person.id);
    return { person, switched: before !== null && before.id !== person.id };
  }

  /** What 换人 has to say first: this much stays on the phone, for its author only. */
  unsent(): Pending {
    return this.#snapshot.outbox;
  }

  /** 换人: seal the records; the session ends now or as soon as there is signal. */
  async leave(): Promise<void> {
    seal(this.#world.pointers);
    this.#asked = null;
    const store = this.#open?.store;
    this.#close();
    if (store !== undefined) await recall(store);
    await payLogout(this.#api, this.#world.pointers);
  }

  /** Deliver now. */
  async sync(): Promise<void> {
    await this.#open?.sync.run("now");
  }

  /** Let the videos go now, whatever network this is. */
  async sendVideos(): Promise<void> {
    this.#sendsVideos = true;
    this.#tell();
    await this.sync();
  }

  /** Let a parked entry or picture go once more. */
  async retry(id: string): Promise<void> {
    await unpark(this.pen().store, id);
    await this.sync();
  }

  /** The same for everything that waits or is parked. */
  async retryAll(): Promise<void> {
    await unparkAll(this.pen().store);
    await this.sync();
  }

  /** Everything unsent as one file, to be carried to the server by hand; `tell` hears how many of its parts are packed. */
  async packUnsent(tell: (packed: number, of: number) => void): Promise<File> {
    const { packUnsent } = await import("./carry.ts");
    const { store } = this.pen();
    const { person } = this.#snapshot;
    if (person === null) throw new PhoneFault("nobody");
    const installation_id = installationId(this.#world.pointers, () =>
      uuid7(this.#world.clock.now()),
    );
    return packUnsent(store, { person, installation_id, now_ms: this.#world.clock.now() }, tell);
  }

  /** Read in another language from now on; the server hears of it when there is signal. Fails where its words are not there. */
  async chooseLanguage(language: Language): Promise<void> {
    await speak(language);
    if (this.#open === null) return this.#tell();
    keepChoice(this.#world.pointers, this.#open.person.id, { language, is_told: false });
    this.#tell();
    void tellLanguage(this.#open, this.#world.pointers);
  }

  /** An address for `<img>`; null when this phone does not hold the picture. */
  async photoUrl(sha256: string): Promise<string | null> {
    return (await this.#open?.album.url(sha256)) ?? null;
  }

  /** While a picture is taken outside a walk its place is wanted as well, as far as consent goes. */
  wantPlace(isWanted: boolean): void {
    const { plan, consent } = this.#snapshot;
    if (isWanted && plan !== null && mayLocate(plan, consent)) this.position.start("photo");
    else this.position.stop("photo");
  }

  /** Do something while nothing is being delivered, in no tab; one under way is waited for. */
  async betweenDeliveries(work: () => Promise<void>): Promise<void> {
    if (this.#open === null) return work();
    await inTurn(this.#world.locks, syncLock(this.#open.person.id), work);
  }

  /** What was lost has been read. */
  seeLoss(): void {
    if (this.#open !== null)
      settleLoss(this.#world.pointers, this.#open.person.id, { is_seen: true });
    this.#tell();
  }

  /** Look anew how much room is left. */
  async measure(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    // A gauge that cannot be read says nothing; whoever then stores something hears why that fails.
    if (this.#kept.slices !== null) await layReserve(open.store).catch(() => undefined);
    this.#free_bytes = await this.#world.freeBytes().catch(() => null);
    this.#tell();
  }

  async #enter(person: CurrentPerson): Promise<void> {
    this.#close();
    this.#asked = null;
    const before = findPerson(this.#world.pointers);
    pointTo(this.#world.pointers, person);
    confirmed(this.#world.visit, person);
    const open: Records = openRecords(this.#world, person, {
      plan: () => this.#plan,
      onPlan: async (kept) => {
        // A delivery may still be under way after 换人; it must not bring the old person back.
        if (this.#open !== open) return;
        await this.#arrived(kept);
        if (this.#open !== open) void this.#open?.sync.run("hope");
      },
      onState: () => this.#tell(),
      onOthers: () => void this.#heard(),
      mayVideos: () => this.#snapshot.videos === "go",
    });
    this.#open = open;
    await this.#guard(open);
    this.#plan = await readPlan(open.store);
    await this.#send(open, before);
    open.store.subscribe(() => this.#changed(open));
    await this.#changed(open);
  }

  /** The worker delivers for him from now on, and for nobody else. */
  async #send({ store, person, installation_id }: Records, before: CurrentPerson | null) {
    await allowErrand(store, { installation_id }).catch(() => undefined);
    if (before !== null && before.id !== person.id) await recall(new Store(before.id));
  }

  /** A plan says whose session it is; another person's opens his own records. */
  async #arrived(kept: KeptPlan): Promise<void> {
    if (this.#open?.person.id !== kept.plan.person.id) await this.#enter(kept.plan.person);
    const open = this.#open;
    if (open === null) return;
    this.#plan = kept;
    const { id, language } = kept.plan.person;
    learnChoice(this.#world.pointers, id, language);
    await keepPlan(open.store, kept);
  }

  #close(): void {
    this.senses.stop();
    if (this.#open !== null) closeRecords(this.#open);
    this.#open = null;
    this.#plan = null;
    this.#kept = NOTHING_KEPT;
    this.#sendsVideos = false;
    this.#tell();
    this.#trail.steer(null, this.#snapshot);
  }

  async #guard({ store }: Records): Promise<void> {
    const { clock, pointers } = this.#world;
    await standGuard(store, pointers, uuid7(clock.now()));
  }

  async #changed(open: Records): Promise<void> {
    const kept = await readKept(open.store, this.#world.clock.now());
    if (this.#open !== open) return;
    const before = this.#snapshot.outbox.entries;
    this.#kept = kept;
    this.#tell();
    // Thrown away under our eyes: it is opened anew, and empty.
    if (kept.is_guarded)
      keepTally(this.#world.pointers, open.person.id, kept, this.#snapshot.outbox);
    else await this.#guard(open);
    open.others.tell();
    this.#trail.steer(open.pen, this.#snapshot);
    if (this.#snapshot.outbox.entries > before) this.#filed(open);
  }

  #filed(open: Records): void {
    this.#world.persist();
    void layReserve(open.store).catch(() => undefined);
    this.#world.wantErrand(open.person.id);
    void open.sync.run("hope");
  }

  async #heard(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    const [kept, plan] = await Promise.all([
      readKept(open.store, this.#world.clock.now()),
      readPlan(open.store),
    ]);
    if (this.#open !== open) return;
    this.#kept = kept;
    this.#plan = plan;
    this.#tell();
    this.#trail.steer(open.pen, this.#snapshot);
  }

  async #work(trigger: Trigger): Promise<void> {
    this.#tell();
    if (this.#open === null) return payLogout(this.#api, this.#world.pointers);
    const open = this.#open;
    const { pen, sync } = open;
    if (isOngoing(pen, this.#kept.draft)) await touchDraft(pen).catch(() => undefined);
    await sync.run(trigger);
    if (this.#open !== open) return;
    await tellLanguage(open, this.#world.pointers);
    if (await tellLoss(open, this.#world)) this.#tell();
  }

  /** Who logs in reads in his own language at once; words that cannot be fetched can wait. */
  async #speakTheirs(person_id: string): Promise<void> {
    const { language = spoken() } = findChoice(this.#world.pointers, person_id) ?? {};
    await speak(language).catch(() => undefined);
    this.#tell();
  }

  #see(isHidden: boolean): void {
    void this.#trail.see(isHidden);
    if (!isHidden) void this.wake.again();
    const { person, outbox } = this.#snapshot;
    if (isHidden && person !== null && outbox.entries + outbox.media > 0)
      this.#world.wantErrand(person.id);
  }

  #compose(): Snapshot {
    const person = this.#open?.person ?? null;
    const state = this.#open?.sync.state() ?? AT_REST;
    const sync = { ...state, online: this.#world.isOnline() };
    const wifi_only = this.#kept.wifi_only && !this.#sendsVideos;
    const videos = videoRule(wifi_only, this.#world.net());
    const loss = person && findLoss(this.#world.pointers, person.id);
    const persons = { person, asked: this.#asked, loss, free_bytes: this.#free_bytes };
    return composeSnapshot(persons, this.#plan, this.#kept, sync, videos);
  }

  #tell(): void {
    this.#snapshot = this.#compose();
    for (const listener of this.#listeners) listener();
  }
}

/** The worker delivers these records no longer; where that cannot be stored it learns it from the server. */
async function recall(store: Store): Promise<void> {
  await forbidErrand(store).catch(() => undefined);
  store.close();
}

/** Wake the phone up. */
export async function startPhone(
  isFromLogin: boolean,
  world: World = browserWorld(),
): Promise<Phone> {
  const phone = new Phone(world);
  await phone.start(isFromLogin);
  return phone;
}
