/** The line that says what has not been sent: a pure function of the outbox, so that it can never be wrong by itself. */

/** How much has not arrived, by what people call it. */
export interface Left {
  entries: number;
  photos: number;
  voices: number;
  videos: number;
}

/** What the line is made from. `session` is "out" after the server asked for a login. */
export interface LineFacts extends Left {
  parked: number;
  online: boolean;
  session: "in" | "out" | "unknown";
  running: boolean;
  /** All that waits pauses: the server has said so, or it has failed again and again. */
  pausing: boolean;
  videos_wait: boolean;
}

/** Which words stand there (`phone.sync.<key>`), and of how much. */
export interface SyncLine {
  key:
    | "nothing_waiting"
    | "offline"
    | "waiting"
    | "later"
    | "videos_wait"
    | "sending"
    | "login_needed"
    | "parked";
  left: Left;
  parked: number;
}

/** Choose the line: what needs a hand comes first, then what goes by itself. */
export function syncLine(facts: LineFacts): SyncLine {
  const { entries, photos, voices, videos, parked } = facts;
  return { key: lineKey(facts), left: { entries, photos, voices, videos }, parked };
}

function lineKey(facts: LineFacts): SyncLine["key"] {
  const free = facts.entries + facts.photos + facts.voices;
  const waiting = free + facts.videos;
  if (waiting > 0 && facts.session === "out") return "login_needed";
  if (facts.parked > 0) return "parked";
  if (waiting === 0) return "nothing_waiting";
  if (free === 0 && facts.videos_wait) return "videos_wait";
  if (!facts.online) return "offline";
  if (facts.running) return "sending";
  return facts.pausing ? "later" : "waiting";
}
