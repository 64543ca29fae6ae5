/** In which browser the page is, where words have to say what to tap. */

/** Whose settings are to be explained; an installed app has no address bar to point at. */
export function nameBrowser(
  agent = navigator.userAgent,
  isInstalled = matchMedia("(display-mode: standalone)").matches,
) {
  if (agent.includes("MicroMessenger")) return "wechat";
  const isIphone = /iPhone|iPad/.test(agent);
  if (isInstalled) return isIphone ? "iphone_app" : "app";
  return isIphone ? "iphone" : "browser";
}
