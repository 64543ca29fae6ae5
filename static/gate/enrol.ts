/** Takes the code from behind # in the card's address and sends it in a form: no log or referrer ever has it. */

/** Where cookies and pages are not those of the phone's own browser, and the app cannot be put on the home screen. */
const IN_WECHAT = /MicroMessenger/i;

/** Send the code on at once; in WeChat first show the way to the phone's own browser, for a card opens only once. */
export function bringCode(): void {
  const form = document.querySelector<HTMLFormElement>("#enrol");
  const box = form?.querySelector<HTMLInputElement>("#code");
  const code = decode(location.hash.slice(1));
  if (!form || !box || code === "") return;
  box.value = code;
  if (IN_WECHAT.test(navigator.userAgent)) {
    showWay(form);
    return;
  }
  // Going back must not send it again.
  history.replaceState(null, "", location.pathname);
  form.submit();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function showWay(form: HTMLFormElement): void {
  for (const [id, hidden] of [
    ["in-wechat", false],
    ["by-hand", true],
  ] as const) {
    const part = form.querySelector<HTMLElement>(`#${id}`);
    if (part) part.hidden = hidden;
  }
  const copy = form.querySelector<HTMLButtonElement>("#copy");
  copy?.addEventListener("click", () => {
    void navigator.clipboard
      .writeText(location.href)
      .then(() => {
        copy.textContent = copy.dataset.done ?? "";
      })
      .catch(() => undefined);
  });
}
