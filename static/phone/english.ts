/** The English words, a file of their own: fetched after the first screen, kept by the worker, read by who asks for them. */

import checklist from "../words/en/checklist.json";
import domain from "../words/en/domain.json";
import errors from "../words/en/errors.json";
import phone from "../words/en/phone.json";
import unsent from "../words/en/unsent.json";
import type { Catalogue, ItemWords } from "./words.ts";

export const WORDS: Catalogue = { domain, errors, phone, unsent };

export const ITEM_WORDS: ItemWords = checklist;
