/** Opens the browser's own way to paper; without script the page says where to find it. */

/** Makes every print button of the page work, and takes away the words that stand in for it. */
export function makePrintButtons(page: ParentNode): void {
  for (const button of page.querySelectorAll<HTMLElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const words of page.querySelectorAll("[data-print-how]")) words.remove();
}
