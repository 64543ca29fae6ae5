/** Copies the text of a field at one press; where the browser forbids it, marks it to be copied by hand. */

/** Makes every copy button of the page work; without script the field itself can be marked. */
export function makeCopyButtons(page: ParentNode): void {
  for (const button of page.querySelectorAll<HTMLElement>("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy ?? "");
    const told = button.parentElement?.querySelector("output");
    if (!(field instanceof HTMLTextAreaElement) || !told) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = (await copy(field)) ? button.dataset.copied : button.dataset.marked;
      told.textContent = words ?? "";
    });
  }
}

/** Says whether the text is on its way; a page over plain http has no clipboard. */
async function copy(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return false;
  }
}
