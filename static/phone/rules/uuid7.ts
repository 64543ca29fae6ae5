/** Names made where the thing happens: UUID version 7 (RFC 9562, 5.7), sortable by time, without a network. */

/** Make a name from the wall clock in ms and 10 random bytes; a clock before 1970 counts as 1970. */
export function uuid7(
  now_ms: number,
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
  const time = Math.max(0, Math.floor(now_ms)).toString(16).padStart(12, "0").slice(-12);
  const bytes = Array.from(random);
  bytes[0] = 0x70 | ((bytes[0] ?? 0) & 0x0f);
  bytes[2] = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const tail = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}
