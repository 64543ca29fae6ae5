/** In which language a person reads on this phone: chosen without signal, and told to the server when there is some. */

import { findPerson, type Pointers } from "./person.ts";
import { isLanguage, LANGUAGES, type Language } from "./words.ts";

const KEY = "patrol.language.";

export interface Choice {
  language: Language;
  /** Whether the server knows it. */
  is_told: boolean;
}

/** What the person chose, or was last told by the server; null while neither is known. */
export function findChoice(pointers: Pointers, person_id: string): Choice | null {
  try {
    const { language, is_told } = JSON.parse(pointers.getItem(KEY + person_id) ?? "null") ?? {};
    return isLanguage(language) ? { language, is_told: is_told === true } : null;
  } catch {
    return null;
  }
}

export function keepChoice(pointers: Pointers, person_id: string, choice: Choice): void {
  pointers.setItem(KEY + person_id, JSON.stringify(choice));
}

/** A choice made elsewhere holds here too, unless one made here is still on its way. */
export function learnChoice(pointers: Pointers, person_id: string, language: string): void {
  const isOwed = findChoice(pointers, person_id)?.is_told === false;
  if (isLanguage(language) && !isOwed) keepChoice(pointers, person_id, { language, is_told: true });
}

/** The language of whoever holds the phone; with nobody known the browser's, Chinese where it says neither. */
export function findLanguage(pointers: Pointers, preferred: readonly string[]): Language {
  const person = findPerson(pointers);
  const choice = person === null ? null : findChoice(pointers, person.id);
  return choice?.language ?? preferred.map(ours).find((named) => named !== null) ?? LANGUAGES[0];
}

/** "zh-TW" is read in Chinese, "en-GB" in English. */
function ours(tag: string): Language | null {
  const [language] = tag.toLowerCase().split("-");
  return LANGUAGES.find((one) => one.split("-")[0] === language) ?? null;
}
