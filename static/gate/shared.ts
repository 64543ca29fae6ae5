/** Keeps in mind that several people use this phone, so that the app asks at each start who holds it. */

import { SHARED_KEY } from "../phone/person.ts";

/** Remember the answer when the person says that it is him. */
export function rememberShared(): void {
  const form = document.querySelector<HTMLFormElement>("#yes");
  form?.addEventListener("submit", () => {
    if (form.querySelector<HTMLInputElement>("#shared")?.checked)
      localStorage.setItem(SHARED_KEY, "1");
  });
}
