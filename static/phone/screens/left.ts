/** What has not been sent, in the same words and by the same count wherever it stands. */

import type { Left } from "../rules/syncline.ts";
import { say, sayList } from "../words.ts";

const KINDS = ["entries", "photos", "voices", "videos"] as const;

/** 3 条、2 张照片、1 段录音: only what there is. */
export function sayLeft(left: Left): string {
  const parts = KINDS.filter((kind) => left[kind] > 0);
  return sayList(
    parts.map((kind) => say(`phone.left.${kind}`, { n: left[kind] })),
    "items",
  );
}
