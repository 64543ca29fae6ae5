/** The line that says what has not been sent: a pure function of the outbox, so that it can never be wrong by itself. */

/** What the line is made from. `session` is "out" after the server asked for a login. */
export interface LineFacts {
  entries: number;
  media: number;
  parked: number;
  online: boolean;
  session: "in" | "out" | "unknown";
  running: boolean;
}

/** Which words stand there (`phone.sync.<key>`), for how many records; pictures alone count as `media`. */
export interface SyncLine {
  key:
    | "nothing_waiting"
    | "offline"
    | "waiting"
    | "media_waiting"
    | "sending"
    | "login_needed"
    | "parked";
  n: number;
  media: number;
  parked: number;
}

/** Choose the line: what needs a hand comes first, then what goes by itself. */
export function syncLine(facts: LineFacts): SyncLine {
  return { key: lineKey(facts), n: facts.entries, media: facts.media, parked: facts.parked };
}

function lineKey(facts: LineFacts): SyncLine["key"] {
  const waiting = facts.entries + facts.media;
  if (waiting > 0 && facts.session === "out") return "login_needed";
  if (facts.parked > 0) return "parked";
  if (waiting === 0) return "nothing_waiting";
  if (!facts.online) return "offline";
  if (facts.running) return "sending";
  return facts.entries > 0 ? "waiting" : "media_waiting";
}
