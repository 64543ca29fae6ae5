/** How heavy a film is, in figures that mean something to who sends it. */

/** What a village's Wi-Fi carries upwards, rather less than more. */
const WIFI_BYTES_PER_S = 250_000;

/** With one decimal, never 0. */
export function sayMegabytes(bytes: number): string {
  return Math.max(0.1, bytes / 1_000_000).toFixed(1);
}

/** About how long it goes over Wi-Fi, in fives. */
export function wifiSeconds(bytes: number): number {
  return Math.ceil(bytes / WIFI_BYTES_PER_S / 5) * 5;
}
