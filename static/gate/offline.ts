/** Without a network a form stays, with what was typed, instead of giving way to the browser's own page. */

/** Keep each form of the page until there is a network, and say so. */
export function waitForNet(): void {
  const words = document.querySelector<HTMLElement>("#no-net");
  if (words === null) return;
  document.addEventListener("submit", (event) => {
    words.hidden = navigator.onLine;
    if (!navigator.onLine) event.preventDefault();
  });
  window.addEventListener("online", () => {
    words.hidden = true;
  });
}
