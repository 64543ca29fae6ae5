/** When videos go: they are large, so over Wi-Fi only, unless their owner says otherwise. */

import type { Reading, Store, Writing } from "./store.ts";

/** What the browser says of the network in use; many say nothing. */
export type Net = "wifi" | "other" | "unknown";

/** Whether videos go now, wait for Wi-Fi, or wait for a word because nobody can tell which network this is. */
export type VideoRule = "go" | "wait" | "ask";

const KEY = "videos_by_wifi_only";

/** Whether this person wants it so; yes if he never said. */
export async function readWifiOnly(tx: Reading | Writing): Promise<boolean> {
  return (await tx.objectStore("meta").get(KEY)) !== false;
}

/** From now on videos go over Wi-Fi only, or over every network. */
export async function chooseWifiOnly(store: Store, wifi_only: boolean): Promise<void> {
  await store.write((tx) => tx.objectStore("meta").put(wifi_only, KEY));
}

/** Whether videos go now. */
export function videoRule(wifi_only: boolean, net: Net): VideoRule {
  if (!wifi_only || net === "wifi") return "go";
  return net === "unknown" ? "ask" : "wait";
}

/** The network as some browsers know it (Network Information API); `type` only on phones. */
export type Connection = EventTarget & { type?: string };

/** Which network this is, for those browsers that say so. */
export function netOf(connection: Connection | undefined): Net {
  const { type = "unknown" } = connection ?? {};
  if (type === "wifi" || type === "ethernet") return "wifi";
  return type === "unknown" ? "unknown" : "other";
}
