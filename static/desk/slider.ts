/** Turns two pictures standing side by side into one, with a line between before and after to drag. */

const HALF = 50;

/** Changes every pair of the page; without it both pictures stay side by side. */
export function makeSliders(page: ParentNode): void {
  for (const pair of page.querySelectorAll<HTMLElement>("[data-slider]")) makeSlider(pair);
}

function makeSlider(pair: HTMLElement): void {
  const [before, after] = pair.querySelectorAll("img");
  const [beforeWord, afterWord] = pair.querySelectorAll("figcaption");
  if (!before || !after || !beforeWord || !afterWord) return;
  after.className = "slider__after";
  const range = makeRange(pair, pair.dataset.sliderLabel ?? "");
  pair.replaceChildren(
    before,
    after,
    makeLine(),
    word(beforeWord, "before"),
    word(afterWord, "after"),
    range,
  );
  pair.className = "slider";
  takeShapeOf(before, pair);
}

/** Gives the frame the proportions of the picture, so that nothing of it is cut off. */
function takeShapeOf(picture: HTMLImageElement, frame: HTMLElement): void {
  const take = () => {
    if (picture.naturalHeight === 0) return;
    frame.style.aspectRatio = `${picture.naturalWidth} / ${picture.naturalHeight}`;
  };
  take();
  picture.addEventListener("load", take);
}

function makeRange(pair: HTMLElement, label: string): HTMLInputElement {
  const range = document.createElement("input");
  range.type = "range";
  range.className = "slider__range";
  range.setAttribute("aria-label", label);
  range.value = String(HALF);
  range.addEventListener("input", () => pair.style.setProperty("--cut", `${range.value}%`));
  return range;
}

function makeLine(): HTMLElement {
  const line = document.createElement("span");
  line.className = "slider__line";
  const knob = document.createElement("span");
  knob.className = "slider__knob";
  knob.textContent = "⇆";
  knob.ariaHidden = "true";
  line.append(knob);
  return line;
}

function word(caption: HTMLElement, side: "before" | "after"): HTMLElement {
  const shown = document.createElement("span");
  shown.className = `slider__word slider__word--${side}`;
  shown.textContent = caption.textContent;
  return shown;
}
