/** Where the phone is, as far as it says so: the last fix, and each fix handed on for the track. */

import type { Place } from "./model.ts";

export type PositionState = "off" | "waiting" | "good" | "poor" | "denied" | "none";
/** What the position is wanted for; it is read as long as one of them lasts. */
export type PositionUse = "walk" | "photo";

const FRESH_MS = 60_000;
const GOOD_M = 30;
const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 60_000, maximumAge: 5_000 };

export class Position {
  readonly #source: Geolocation | undefined;
  readonly #now: () => number;
  readonly #uses = new Set<PositionUse>();
  readonly #listeners = new Set<(place: Place | null) => void>();
  #watch: number | null = null;
  #last: { place: Place; at: number } | null = null;
  #refused: "denied" | "none" | null = null;

  constructor(source: Geolocation | undefined, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /** Be told of each fix (null: the state changed); gives back how to stop. */
  subscribe(listener: (place: Place | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begin to read; only ever called after consent. Whether this use is a new one. */
  start(use: PositionUse): boolean {
    if (this.#uses.has(use)) return false;
    this.#uses.add(use);
    if (this.#watch === null) this.#read();
    return true;
  }

  /** Read anew where reading was refused or may have fallen asleep; nothing where no position is wanted. */
  again(): void {
    if (this.#uses.size === 0) return;
    this.#rest();
    this.#read();
  }

  /** End one use; with the last one reading stops. */
  stop(use: PositionUse): void {
    this.#uses.delete(use);
    if (this.#uses.size > 0) return;
    this.#rest();
    this.#last = null;
  }

  #read(): void {
    this.#refused = this.#source === undefined ? "none" : null;
    this.#watch =
      this.#source?.watchPosition(
        (fix) => this.#keep(fix),
        (fault) => this.#fail(fault),
        OPTIONS,
      ) ?? null;
  }

  #rest(): void {
    if (this.#watch !== null) this.#source?.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** The last fix if it is at most a minute old; a place is never invented. */
  place(): Place | null {
    return this.#last !== null && this.#now() - this.#last.at <= FRESH_MS ? this.#last.place : null;
  }

  /** How well the phone knows where it is. */
  state(): PositionState {
    if (this.#uses.size === 0) return "off";
    const place = this.#refused === "denied" ? null : this.place();
    if (place !== null) return place.accuracy_m <= GOOD_M ? "good" : "poor";
    return this.#refused ?? "waiting";
  }

  #keep({ coords }: GeolocationPosition): void {
    this.#refused = null;
    this.#last = { place: placeOf(coords), at: this.#now() };
    this.#tell(this.#last.place);
  }

  #fail(fault: GeolocationPositionError): void {
    this.#refused = fault.code === fault.PERMISSION_DENIED ? "denied" : "none";
    this.#tell(null);
  }

  #tell(place: Place | null): void {
    for (const listener of this.#listeners) listener(place);
  }
}

/** Whole numbers only: 1e-6 degrees, metres, degrees from north. */
export function placeOf(
  coords: Pick<GeolocationCoordinates, "longitude" | "latitude" | "accuracy" | "heading">,
): Place {
  const { longitude, latitude, accuracy, heading } = coords;
  const heading_deg = heading === null || Number.isNaN(heading) ? null : Math.round(heading) % 360;
  return {
    at: [Math.round(longitude * 1e6), Math.round(latitude * 1e6)],
    accuracy_m: Math.round(accuracy),
    heading_deg,
  };
}
