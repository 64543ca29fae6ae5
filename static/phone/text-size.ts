/** 大字: how large the words are on this phone, for whoever holds it, also before anybody is known. */

const KEY = "patrol.text";

export const TEXT_SIZES = ["usual", "large"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** The size chosen on this phone; the usual one where the browser keeps nothing for us. */
export function findTextSize(): TextSize {
  try {
    return localStorage.getItem(KEY) === "large" ? "large" : "usual";
  } catch {
    return "usual";
  }
}

/** Show words in this size from now on, and after the next start. */
export function chooseTextSize(size: TextSize): void {
  localStorage.setItem(KEY, size);
  applyTextSize(size);
}

/** The measures of both sizes stand in the style sheet. */
export function applyTextSize(size: TextSize): void {
  document.documentElement.dataset.text = size;
}
