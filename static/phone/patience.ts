/** How long a browser is waited for that does not answer what the store asks of it. */

import { PhoneFault } from "./faults.ts";

const LOOK_MS = 1_000;
/** A page that slept looks once when it wakes, however long that was. */
const MOST_LOOKS = 10;

/** How often the browser has answered this page: what is slow is not stuck. */
let answers = 0;

/** The answer, or `storage_stuck` once nothing at all has come for ten seconds; `giveUp` then undoes what was asked. */
export async function inTime<T>(answer: Promise<T>, giveUp: () => void): Promise<T> {
  let looks = 0;
  let seen = answers;
  let timer: ReturnType<typeof setInterval> | undefined;
  const stuck = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      looks = seen === answers ? looks + 1 : 0;
      seen = answers;
      if (looks < MOST_LOOKS) return;
      clearInterval(timer);
      giveUp();
      reject(new PhoneFault("storage_stuck"));
    }, LOOK_MS);
  });
  const counted = answer.then((value) => {
    answers += 1;
    return value;
  });
  return Promise.race([counted, stuck]).finally(() => clearInterval(timer));
}
