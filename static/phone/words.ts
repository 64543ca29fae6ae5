/** Says things to people: the catalogue's words by typed keys, so that a missing one does not compile. */

import domain from "../words/zh-CN/domain.json";
import phone from "../words/zh-CN/phone.json";

const CATALOGUE = { domain, phone };

type Keys<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Keys<Tree[Key]>}`;
}[keyof Tree & string];

/** A key of the catalogue, its first part being the file: `phone.today.start`. */
export type Word = Keys<typeof CATALOGUE>;

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
  const found = look(`${group}.${code.replace(".", "_")}`);
  return typeof found === "string" ? found : code;
}

function find(key: Word): string {
  return look(key) as string;
}

function look(key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>(
      (tree, part) => (tree as Record<string, unknown> | undefined)?.[part],
      CATALOGUE,
    );
}
