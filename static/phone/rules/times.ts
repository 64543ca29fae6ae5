/** Points in time as the wire writes them: RFC 3339 with milliseconds, always at +08:00. */

/** China has kept +08:00 without summer time since 1991, so no zone table is needed. */
const ZONE_MS = 8 * 3_600_000;

/** Write a wall clock reading (ms since 1970) as RFC 3339 at +08:00. */
export function rfc3339(at_ms: number): string {
  return new Date(Math.round(at_ms) + ZONE_MS).toISOString().replace("Z", "+08:00");
}

const SHAPE = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Read an RFC 3339 time of any offset as ms since 1970; a RangeError for anything else. */
export function msOf(text: string): number {
  const at_ms = SHAPE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at_ms)) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return at_ms;
}
