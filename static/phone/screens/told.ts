/** Who was told of a problem and whether it got through, in words. */

import type { Told } from "../model.ts";
import { say } from "../words.ts";

/** "给村级河长打电话，打通了". */
export function sayTold({
  whom,
  way,
  got_through,
}: Pick<Told, "whom" | "way" | "got_through">): string {
  const yes = way === "sms" ? "phone.problem.sms_yes" : "phone.problem.yes";
  const no = way === "sms" ? "phone.problem.sms_no" : "phone.problem.no";
  return say("phone.problem.told", {
    role: say(`domain.role.${whom}`),
    way: say(`domain.way.${way}`),
    result: say(got_through ? yes : no),
  });
}
