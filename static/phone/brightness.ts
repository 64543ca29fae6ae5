/** How bright a picture is, looked at as a stamp of a few pixels. */

import type { Look } from "./rules/sight.ts";

const WIDTH_PX = 16;
const HEIGHT_PX = 12;

let stamp: CanvasRenderingContext2D | null = null;

/** Its mean and its spread, 0 to 255 (luma of ITU-R BT.601). */
export function measure(picture: CanvasImageSource): Pick<Look, "mean" | "spread"> {
  stamp ??= makeStamp();
  if (stamp === null) return { mean: 255, spread: 255 };
  stamp.drawImage(picture, 0, 0, WIDTH_PX, HEIGHT_PX);
  const { data } = stamp.getImageData(0, 0, WIDTH_PX, HEIGHT_PX);
  const lumas: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    lumas.push(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  const mean = lumas.reduce((sum, luma) => sum + luma, 0) / lumas.length;
  return { mean, spread: Math.max(...lumas) - Math.min(...lumas) };
}

function makeStamp(): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH_PX, HEIGHT_PX];
  return canvas.getContext("2d", { alpha: false, willReadFrequently: true });
}
