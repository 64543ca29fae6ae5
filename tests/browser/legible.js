// Names all visible text and targets below the limits, in CSS pixels (移动互联网应用适老化通用设计规范).
({ text_px, target_px, main_target_px }) => {
  const MAIN = ".button:not(.button--word, .button--plain), .choice__one";
  const TARGETS = "a[href], button, input, select, textarea, summary, [role=button], [role=tab]";
  const TOLERANCE_PX = 0.5;

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[hidden], [inert], .unseen, template");
  const name = (element) =>
    `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().slice(0, 30)}`;
  const scale = (element) => element.getScreenCTM?.()?.a ?? 1;

  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !shown(element) || element.closest("script, style, noscript")) continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale(element);
    if (size < text_px - TOLERANCE_PX) faults.push(`text of ${size}px: ${name(element)}`);
  }

  for (const target of document.querySelectorAll(TARGETS)) {
    if (!shown(target) || target.disabled || target.type === "hidden") continue;
    const area = target.closest("label") ?? target;
    const box = area.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const wanted = area.matches(MAIN) ? main_target_px : target_px;
    const small = Math.min(box.width, box.height);
    if (small < wanted - TOLERANCE_PX) {
      faults.push(`target of ${box.width.toFixed(0)}×${box.height.toFixed(0)}px, wanted ${wanted}: ${name(area)}`);
    }
  }
  return faults;
}
