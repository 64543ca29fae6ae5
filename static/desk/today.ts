/** Brings today into sight where a month's days are wider than the window; without script one begins at the first. */

/** Scrolls each sheet so that today's column stands just before what stays in sight on the right. */
export function showToday(page: ParentNode): void {
  for (const sheet of page.querySelectorAll<HTMLElement>("[data-days]")) {
    const today = sheet.querySelector<HTMLElement>("th[aria-current='date']");
    const kept = sheet.querySelector<HTMLElement>("thead th:last-child");
    if (today === null || kept === null) continue;
    const right = sheet.getBoundingClientRect().right - kept.offsetWidth;
    sheet.scrollLeft += Math.max(0, today.getBoundingClientRect().right - right);
  }
}
