/** What the server is told beside the outbox: no entries, nothing is counted by them, and they can wait for a session. */

import type { Api } from "./api.ts";
import { findChoice, keepChoice } from "./language.ts";
import { logoutDone, owesLogout, type Pointers } from "./person.ts";
import type { Records } from "./records.ts";
import { findLoss, tellLoss as sendLoss, settleLoss } from "./sentinel.ts";
import type { World } from "./world.ts";

/** Tell which language was chosen here; only in the person's own session. */
export async function tellLanguage(
  { person, api, sync }: Records,
  pointers: Pointers,
): Promise<void> {
  const choice = findChoice(pointers, person.id);
  if (choice === null || choice.is_told || sync.state().session !== "in") return;
  const { language } = choice;
  const ask = { method: "POST", body: new URLSearchParams({ language }) };
  const isTold = await api.ask("/language", ask, async () => true).catch(() => false);
  if (isTold && findChoice(pointers, person.id)?.language === language)
    keepChoice(pointers, person.id, { language, is_told: true });
}

/**
 * Say for the books that were thrown away that they will never speak again, or the county waits for them for ever;
 * gives whether there was anything to say.
 */
export async function tellLoss(
  { person, installation_id, api, sync }: Records,
  { pointers, clock }: Pick<World, "pointers" | "clock">,
): Promise<boolean> {
  const loss = findLoss(pointers, person.id);
  if (loss === null || loss.is_told || sync.state().session !== "in") return false;
  const said = sendLoss(api, loss, { installation_id, now_ms: clock.now() });
  if (await said.catch(() => false)) settleLoss(pointers, person.id, { is_told: true });
  return true;
}

/** End the session that 换人 could not end without a network. */
export async function payLogout(api: Api, pointers: Pointers): Promise<void> {
  if (!owesLogout(pointers)) return;
  const isOut = await api.ask("/logout", { method: "POST" }, async () => true).catch(() => false);
  if (isOut) logoutDone(pointers);
}
