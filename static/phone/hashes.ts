/** SHA-256 over bytes and over canonical JSON, as the contract hashes entries and their private halves. */

import { PhoneFault } from "./faults.ts";
import type { Envelope } from "./model.ts";
import { canonical } from "./rules/jcs.ts";

/** SHA-256 in lower-case hex; browsers offer it only on https and on localhost. */
export async function sha256(bytes: BufferSource): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) throw new PhoneFault("needs_https");
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The hash an entry is known by: SHA-256 of the envelope's canonical bytes. */
export async function entryHash(envelope: Envelope): Promise<string> {
  return sha256(new TextEncoder().encode(canonical(envelope)));
}

/** What the envelope says of its private half: SHA-256 of the salt's bytes, then the canonical bytes. */
export async function privateCommit(salt: string, held: Record<string, unknown>): Promise<string> {
  const salted = [...fromHex(salt), ...new TextEncoder().encode(canonical(held))];
  return sha256(new Uint8Array(salted));
}

/** Bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}
