/** Sending by hand: without signal it says so, for a button that changes nothing on the screen seems dead. */

import { say } from "../words.ts";
import type { App } from "./app.ts";

export async function sendByHand(app: App, deed: () => Promise<unknown>): Promise<void> {
  if (!(await app.attempt(deed))) return;
  const { online, reachable } = app.phone.snapshot().sync;
  if (!online || !reachable) app.tell(say("phone.me.tried"), "bad");
}
