/** The shapes the phone keeps and sends: one home for the words of the wire contract. */

export type * from "./model/draft.ts";
export type * from "./model/entry.ts";
export type * from "./model/plan.ts";
export type * from "./model/words.ts";
