/** Everything the phone must not lose: one IndexedDB database a person, reopened when the browser drops it. */

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { type FaultCode, PhoneFault } from "./faults.ts";
import type { Draft, Plan } from "./model.ts";
import type { DeedDraft, KeptEntry, KeptMedium } from "./outbox.ts";
import { inTime } from "./patience.ts";
import { giveWay } from "./space.ts";

/** Bytes as ArrayBuffer and type: Safari loses Blobs. */
export interface Bytes {
  type: string;
  bytes: ArrayBuffer;
}

export interface PatrolDb extends DBSchema {
  /** Small facts by name: books, consent, sentinel. */
  meta: { key: string; value: unknown };
  plan: { key: string; value: { plan: Plan; etag: string | null; fetched_at: number } };
  /** The open patrol under "patrol", each open deed under its own key. */
  drafts: { key: string; value: Draft | DeedDraft };
  entries: { key: string; value: KeptEntry; indexes: { by_state: [string, number] } };
  /** What is known of each own picture; the bytes lie apart so that counting never loads them. */
  media: { key: string; value: KeptMedium };
  blobs: { key: string; value: Bytes };
  /** Copies of others' pictures for looking at, by the original's SHA-256. */
  views: { key: string; value: Bytes & { kept_at: number } };
}

type StoreName = "meta" | "plan" | "drafts" | "entries" | "media" | "blobs" | "views";
const STORES: StoreName[] = ["meta", "plan", "drafts", "entries", "media", "blobs", "views"];

export type Reading = IDBPTransaction<PatrolDb, StoreName[], "readonly">;
export type Writing = IDBPTransaction<PatrolDb, StoreName[], "readwrite">;
type Db = IDBPDatabase<PatrolDb>;
type Upgrade = (db: Db) => void;

/**
 * Step n brings a database from version n to n + 1; steps only add, records in wait pass through untouched. Before a
 * step is added, the version before it is frozen with all that can wait in it (tests/phone/fixtures/freeze.ts).
 */
export const UPGRADES: readonly Upgrade[] = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("plan");
    db.createObjectStore("drafts");
    const entries = db.createObjectStore("entries", { keyPath: "id" });
    entries.createIndex("by_state", ["state", "filed_at"]);
    db.createObjectStore("media", { keyPath: "sha256" });
    db.createObjectStore("blobs");
    db.createObjectStore("views");
  },
];

type Listener = () => void | Promise<void>;

/** One person's records on this phone. Work handed to `read` and `write` awaits nothing but the transaction. */
export class Store {
  readonly person_id: string;
  /** The database's name. */
  readonly name: string;
  readonly #upgrades: readonly Upgrade[];
  readonly #listeners = new Set<Listener>();
  #opening: Promise<Db> | null = null;
  /** A write was given up too late to be taken back: what becomes of it only the browser knows. */
  #isUnsure = false;

  constructor(person_id: string, upgrades: readonly Upgrade[] = UPGRADES) {
    this.person_id = person_id;
    this.name = `patrol-${person_id}`;
    this.#upgrades = upgrades;
  }

  /** Be told after each stored change, before the writer goes on; gives back how to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Read at one moment; nothing is changed meanwhile. */
  async read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.#onceMore(async (db) => {
      const tx = db.transaction(STORES, "readonly");
      return inTime(work(tx), () => this.close());
    });
  }

  /**
   * All of `work` is stored when this returns, or nothing; `strict` waits for the disk itself. Where there is no room,
   * what can be spared gives way, piece by piece; `storage_full` when nothing is left that could.
   */
  async write<T>(work: (tx: Writing) => Promise<T>, strict = false): Promise<T> {
    for (;;) {
      try {
        return await this.#write(work, strict);
      } catch (fault) {
        if (!isFull(fault) || !(await this.#write(giveWay))) throw fault;
      }
    }
  }

  /** The same where nothing gives way; false, and nothing stored, where there is no room. */
  async writeIfRoom(work: (tx: Writing) => Promise<unknown>): Promise<boolean> {
    try {
      await this.#write(work);
      return true;
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      return false;
    }
  }

  /** Let go of the handle; the next use opens it anew. */
  close(): void {
    this.#opening?.then((db) => db.close()).catch(() => undefined);
    this.#opening = null;
  }

  async #write<T>(work: (tx: Writing) => Promise<T>, strict = false): Promise<T> {
    const durability = strict ? "strict" : "default";
    const result = await this.#onceMore(async (db) => {
      // Done once more, it could come in twice.
      if (this.#isUnsure) throw new PhoneFault("storage_stuck");
      const tx = db.transaction(STORES, "readwrite", { durability });
      return inTime(whole(tx, work), () => this.#giveUp(tx));
    });
    // What is stored is stored, whether or not it can be read again.
    await Promise.allSettled([...this.#listeners].map((listener) => listener()));
    return result;
  }

  #giveUp(tx: Writing): void {
    this.close();
    if (abort(tx)) return;
    this.#isUnsure = true;
    const settle = () => {
      this.#isUnsure = false;
    };
    tx.done.then(settle, settle);
  }

  async #onceMore<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const opening = this.#handle();
    try {
      return await work(await opening);
    } catch (fault) {
      if (!isLostHandle(fault)) throw named(fault);
      if (this.#opening === opening) this.close();
    }
    return this.#handle()
      .then(work)
      .catch((fault) => {
        throw isLostHandle(fault) ? new PhoneFault("storage_lost", fault) : named(fault);
      });
  }

  #handle(): Promise<Db> {
    if (this.#opening === null) {
      const opening: Promise<Db> = open(this.name, this.#upgrades, () => {
        if (this.#opening === opening) this.#opening = null;
      });
      this.#opening = opening;
    }
    return this.#opening;
  }
}

/** Open the database and bring it up to date; `drop` is called when the handle is good for nothing any longer. */
async function open(name: string, upgrades: readonly Upgrade[], drop: () => void): Promise<Db> {
  let block: (fault: PhoneFault) => void = drop;
  const blocked = new Promise<never>((_, reject) => {
    block = reject;
  });
  /** The next use opens it anew; what comes after all is closed. */
  const giveUp = (code: FaultCode) => {
    block(new PhoneFault(code));
    opening.then((db) => db.close()).catch(drop);
  };
  const opening = openDB<PatrolDb>(name, upgrades.length, {
    upgrade: (db, from, _to, tx) => {
      // Cut off, it is undone whole; that it failed the opening says itself.
      tx.done.catch(() => undefined);
      for (const step of upgrades.slice(from)) step(db);
    },
    // A newer version in another tab wants to upgrade: give way, the next use reopens.
    blocking: (_from, _to, event) => {
      (event.target as IDBDatabase).close();
      drop();
    },
    // A tab that hangs does not give way: say so rather than wait for ever.
    blocked: () => giveUp("storage_blocked"),
    terminated: drop,
  });
  const opened = Promise.race([opening, blocked]);
  return inTime(opened, () => giveUp("storage_stuck")).catch((fault) => {
    drop();
    throw fault;
  });
}

async function whole<T>(tx: Writing, work: (tx: Writing) => Promise<T>): Promise<T> {
  const done = tx.done.then(
    () => null,
    (fault) => fault,
  );
  try {
    const result = await work(tx);
    const fault = await done;
    if (fault !== null) throw fault;
    return result;
  } catch (fault) {
    abort(tx);
    const reason = await done;
    // A request that was merely aborted does not know why; the transaction does.
    throw nameOf(fault) === "AbortError" ? (reason ?? fault) : fault;
  }
}

/** Whether it is undone; false where it has ended already, by its own fault or by its end, or is about to. */
function abort(tx: Writing): boolean {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}

const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "");

/** Safari and Chromium drop handles under memory pressure; each says so in its own way. */
function isLostHandle(fault: unknown): boolean {
  return ["InvalidStateError", "UnknownError"].includes(nameOf(fault));
}

const isFull = (fault: unknown): boolean =>
  fault instanceof PhoneFault && fault.code === "storage_full";

function named(fault: unknown): unknown {
  if (nameOf(fault) === "QuotaExceededError") return new PhoneFault("storage_full", fault);
  if (nameOf(fault) === "VersionError") return new PhoneFault("storage_newer", fault);
  return fault;
}
