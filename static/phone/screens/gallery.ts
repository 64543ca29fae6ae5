/** The addresses of pictures, so that a drawing can ask for one without waiting. */

import type { Phone } from "../phone.ts";

interface Held {
  url: string | null | undefined;
  /** How fresh the phone was when it was asked: with news a picture may have come. */
  asked: string;
}

export class Gallery {
  readonly #phone: Phone;
  readonly #arrived: () => void;
  readonly #held = new Map<string, Held>();
  #person: string | undefined;

  constructor(phone: Phone, arrived: () => void) {
    this.#phone = phone;
    this.#arrived = arrived;
  }

  /** Undefined while it is looked for, null where this phone has none. */
  find(sha256: string): string | null | undefined {
    const { person, plan_at, sync } = this.#phone.snapshot();
    if (person?.id !== this.#person) this.#held.clear();
    this.#person = person?.id;
    const asked = `${plan_at} ${sync.last_ok_at} ${sync.running}`;
    const held = this.#held.get(sha256);
    if (typeof held?.url === "string" || held?.asked === asked) return held.url;
    this.#held.set(sha256, { url: held?.url, asked });
    void this.#look(sha256, asked);
    return held?.url;
  }

  async #look(sha256: string, asked: string): Promise<void> {
    const before = this.#held.get(sha256)?.url;
    const url = await this.#phone.photoUrl(sha256).catch(() => null);
    this.#held.set(sha256, { url, asked });
    if (url !== before) this.#arrived();
  }
}
