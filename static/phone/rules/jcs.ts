/** Canonical JSON (RFC 8785), so that phone and server hash the same bytes; our JSON holds no fractions. */

/** Thrown for what has no canonical form on our wire: fractions, numbers of 2^53 and more, lone surrogates. */
export class NotCanonical extends Error {}

/** In Unicode mode a pair is one character, so only lone halves match. */
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** Write a JSON value in canonical form; keys sort by UTF-16 units, which is JavaScript's own order. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return canonicalText(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new NotCanonical(typeof value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, held]) => `${canonicalText(key)}:${canonical(held)}`).join(",")}}`;
}

function canonicalText(text: string): string {
  if (text.search(LONE_SURROGATE) >= 0) throw new NotCanonical("lone surrogate");
  return JSON.stringify(text);
}

function canonicalNumber(number: number): string {
  if (!Number.isSafeInteger(number))
    throw new NotCanonical(`not a whole number below 2^53: ${number}`);
  return String(number);
}

/** Mend text at capture: a lone half of a surrogate pair and NUL, which no database holds, become U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, "\ufffd").replaceAll("\0", "\ufffd");
}

/** Longer texts are refused by the server, and a walk must not be lost for a long note. */
const TEXT_MAX = 2000;

/** Mend every text in a JSON value, cut where it is too long; the value itself stays as it is. */
export function mended<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, held) =>
    typeof held === "string" ? wellFormed(held.slice(0, TEXT_MAX)) : held,
  );
}
