/** The screens that the first one does not need, bundled apart. */

import errors from "../../words/zh-CN/errors.json";
import unsent from "../../words/zh-CN/unsent.json";
import { learnLater } from "../words.ts";
import type { Here, Open, Walk } from "./app.ts";
import { openCamera } from "./camera.ts";
import { openDeedScreen } from "./deed.ts";
import { openDone } from "./done.ts";
import { openDiscard, openEarly } from "./early.ts";
import { openFilm } from "./film.ts";
import { openFilms } from "./films.ts";
import { openKnown } from "./known.ts";
import { openLeave } from "./leave.ts";
import { openMap } from "./map.ts";
import { openMe } from "./me.ts";
import { openOutbox } from "./outbox.ts";
import { openPlace } from "./place.ts";
import { openPocket } from "./pocket.ts";
import { openProblem } from "./problem.ts";
import { openProblems } from "./problems.ts";
import { openRecheck } from "./recheck.ts";
import { openRecords } from "./records.ts";
import { openReview } from "./review.ts";
import { openShare } from "./share.ts";
import { openVoice } from "./voice.ts";

learnLater({ errors, unsent });

/** For anybody logged in. */
export const LATER_PAGES: Record<string, Open<Here>> = {
  camera: openCamera,
  done: openDone,
  problems: openProblems,
  review: openReview,
  deed: openDeedScreen,
  share: openShare,
  records: openRecords,
  me: openMe,
  leave: openLeave,
  outbox: openOutbox,
};

/** For an open patrol. */
export const LATER_WALKS: Record<string, Open<Walk>> = {
  known: openKnown,
  problem: openProblem,
  recheck: openRecheck,
  map: openMap,
  voice: openVoice,
  film: openFilm,
  films: openFilms,
  pocket: openPocket,
  place: openPlace,
  early: openEarly,
  discard: openDiscard,
};
