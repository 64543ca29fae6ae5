/** Says things to people: the catalogue's words by typed keys, so that a missing one does not compile. */

import domain from "../words/zh-CN/domain.json";
import type errors from "../words/zh-CN/errors.json";
import phone from "../words/zh-CN/phone.json";
import type unsent from "../words/zh-CN/unsent.json";
import type { ChecklistItem, Plan } from "./model.ts";

/** The words of a language, by file. */
export interface Catalogue {
  domain: typeof domain;
  errors: typeof errors;
  phone: typeof phone;
  unsent: typeof unsent;
}

/** Words that come with later screens. */
type Later = Omit<Catalogue, "domain" | "phone">;

const CHINESE: Omit<Catalogue, keyof Later> & Partial<Later> = { domain, phone };

/** Words of a later screen, which are not fetched before it is. */
export function learnLater(words: Later): void {
  Object.assign(CHINESE, words);
}

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whether a name that comes from outside is a language we have the words of. */
export function isLanguage(name: unknown): name is Language {
  return LANGUAGES.some((language) => language === name);
}

/** The nine items in words: under "chip" what is tapped, by code. The Chinese ones come with the plan. */
export type ItemWords = Record<"chip", Record<string, string>> & Record<string, object>;

let language: Language = "zh-CN";
let catalogue: typeof CHINESE = CHINESE;
let itemWords: ItemWords | null = null;

/** From now on `say` speaks this language; fails where its words cannot be fetched. */
export async function speak(next: Language): Promise<void> {
  if (next === "en") {
    const { WORDS, ITEM_WORDS } = await import("./english.ts");
    [catalogue, itemWords] = [WORDS, ITEM_WORDS];
  } else {
    [catalogue, itemWords] = [CHINESE, null];
  }
  language = next;
}

/** The language `say` speaks. */
export function spoken(): Language {
  return language;
}

/** The plan with its nine items in the reader's words; one that only a newer server knows stays as it came. */
export function inWords(plan: Plan): Plan {
  if (itemWords === null) return plan;
  const words = itemWords;
  const items = plan.checklist.items.map((item) => ({
    ...item,
    ...(words[item.item] as Partial<ChecklistItem> | undefined),
    chips: item.chips.map(({ code, label }) => ({ code, label: words.chip[code] ?? label })),
  }));
  return { ...plan, checklist: { ...plan.checklist, items, filed_items: plan.checklist.items } };
}

type Keys<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Keys<Tree[Key]>}`;
}[keyof Tree & string];

/** A key of the catalogue, its first part being the file: `phone.today.start`. */
export type Word = Keys<Catalogue>;

/** `{n}`, or `{n:day|days}`: the first word for 1, the second for every other count. */
const PLACE = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

/** The words under a key, with `{name}` filled in; what is filled in is never itself looked at for places to fill. */
export function say(key: Word, values: Readonly<Record<string, string | number>> = {}): string {
  return find(key).replace(PLACE, (place, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return one === undefined ? String(value) : ((value === 1 ? one : other) ?? place);
  });
}

/** The words under a key that comes from outside (a newer server may know more), else what it is called there. */
export function sayCode(
  group: "domain.doubt" | "domain.kind" | "domain.outcome",
  code: string,
): string {
  return sayKnown(`${group}.${code.replace(".", "_")}`) ?? code;
}

/** The words under such a key; undefined where this phone has none. */
export function sayKnown(key: string): string | undefined {
  const found = look(key);
  return typeof found === "string" ? found : undefined;
}

/** What `compose` says in Chinese: what is filed or handed to others is in their one language, whatever the phone speaks. */
export function filed<Said>(compose: () => Said): Said {
  const readers = catalogue;
  catalogue = CHINESE;
  try {
    return compose();
  } finally {
    catalogue = readers;
  }
}

/** Words in a row, as a list of things or as parts of a sentence. */
export function sayList(words: readonly string[], between: "items" | "parts" = "parts"): string {
  return words.filter((word) => word !== "").join(say(`domain.between.${between}`));
}

function find(key: Word): string {
  return look(key) as string;
}

function look(key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>(
      (tree, part) => (tree as Record<string, unknown> | undefined)?.[part],
      catalogue,
    );
}
