// Names what does not fit: pages wider than the window, words cut off or outside their button, things lying on others.
() => {
  const TARGETS = "a[href], button, input, select, textarea, summary, [role=button], [role=tab]";
  const FRAMES = `${TARGETS}, .badge, .pill, .day, .ring`;
  const TOLERANCE_PX = 1.5;
  // A line's box is higher than its letters: so much of it may lie under the next one.
  const LEADING_PART = 0.4;

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[hidden], [inert], .unseen, template, noscript, option, svg");
  const name = (element) =>
    `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().slice(0, 30)}`;
  // What is scrolled away lies under nothing.
  const isInView = (element, box) => {
    const list = element.closest(".scroll")?.getBoundingClientRect();
    return list === undefined || (box.top >= list.top && box.bottom <= list.bottom);
  };
  const faults = [];

  for (const page of [document.documentElement, ...document.querySelectorAll(".scroll")]) {
    if (page.scrollWidth > page.clientWidth) {
      faults.push(`${page.scrollWidth}px wide in ${page.clientWidth}px: ${name(page).slice(0, 30)}`);
    }
  }

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    // A wide table scrolls in a box of its own, under its first column.
    if (!text.data.trim() || !shown(text.parentElement) || text.parentElement.closest(".scroller")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width > 0 && isInView(text.parentElement, box)) lines.push({ element: text.parentElement, box });
    }
  }

  const hides = (element) => /hidden|clip|auto|scroll/.test(getComputedStyle(element).overflowX);
  for (const { element, box } of lines) {
    const middle = (box.top + box.bottom) / 2;
    for (let frame = element; frame !== null; frame = frame.parentElement) {
      if (frame !== document.documentElement && !frame.matches(FRAMES) && !hides(frame)) continue;
      const room = frame.getBoundingClientRect();
      const isOut = box.left < room.left - TOLERANCE_PX || box.right > room.right + TOLERANCE_PX;
      const isBeside = frame.matches(FRAMES) && (middle < room.top || middle > room.bottom);
      if (isOut || isBeside) {
        faults.push(`cut off by ${frame.localName}.${frame.className}: ${name(element)}`);
        break;
      }
    }
  }

  const overlap = (a, b) => ({
    x: Math.min(a.right, b.right) - Math.max(a.left, b.left),
    y: Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  });
  // A message stays in sight over what is scrolled under it.
  const still = lines.filter(({ element }) => element.closest(".message") === null);
  still.forEach((one, index) => {
    for (const other of still.slice(index + 1)) {
      const { x, y } = overlap(one.box, other.box);
      const low = Math.min(one.box.height, other.box.height);
      if (x > TOLERANCE_PX && y > low * LEADING_PART) {
        faults.push(`words on words: ${name(one.element)} / ${name(other.element)}`);
      }
    }
  });

  const targets = [...document.querySelectorAll(TARGETS)]
    .filter((target) => shown(target) && target.type !== "hidden")
    .map((target) => target.closest("label") ?? target)
    .filter((target) => isInView(target, target.getBoundingClientRect()));
  targets.forEach((one, index) => {
    for (const other of targets.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const { x, y } = overlap(one.getBoundingClientRect(), other.getBoundingClientRect());
      if (x > TOLERANCE_PX && y > TOLERANCE_PX) faults.push(`targets overlap: ${name(one)} / ${name(other)}`);
    }
  });
  return faults;
}
