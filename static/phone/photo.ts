/** From camera frame or picked file to a JPEG that a weak network can carry; one full-size picture in memory at most. */

import { PhoneFault } from "./faults.ts";

const MAX_BYTES = 400_000;

/** Long edge in px and JPEG quality, tried in this order until the picture is small enough. */
const PRINTS: readonly [edge_px: number, quality: number][] = [
  [1600, 0.75],
  [1600, 0.6],
  [1280, 0.6],
  [1024, 0.6],
  [800, 0.5],
  [640, 0.4],
];

/** Draws the picture at a long edge and a quality; null when the browser cannot. */
export type Print = (edge_px: number, quality: number) => Promise<Blob | null>;

/** Print smaller and smaller until the picture fits; `photo_unreadable` when nothing comes out. */
export async function shrink(print: Print): Promise<Blob> {
  let printed: Blob | null = null;
  for (const [edge_px, quality] of PRINTS) {
    printed = await print(edge_px, quality);
    if (printed === null || printed.size === 0) throw new PhoneFault("photo_unreadable");
    if (printed.size <= MAX_BYTES) break;
  }
  return printed ?? Promise.reject(new PhoneFault("photo_unreadable"));
}

/** Width and height that fit the long edge, never enlarged. */
export function fit(width: number, height: number, edge_px: number): [number, number] {
  const scale = Math.min(1, edge_px / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** What can be made into a photo: a picked file, or a frame of the live camera. */
export type PhotoSource = Blob | HTMLCanvasElement;

/** Make the JPEG's bytes; they are copied out at once, for a picked file may not be readable twice. */
export async function develop(source: PhotoSource): Promise<ArrayBuffer> {
  const frame = source instanceof Blob ? await readFile(source) : source;
  const jpeg = await shrink((edge_px, quality) => printCanvas(frame, edge_px, quality));
  return jpeg.arrayBuffer();
}

/** An image element bakes the orientation in on every browser and lets go of its pixels once drawn. */
async function readFile(file: Blob): Promise<HTMLCanvasElement> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return draw(image, image.naturalWidth, image.naturalHeight, PRINTS[0]?.[0] ?? 0);
  } catch (cause) {
    throw new PhoneFault("photo_unreadable", cause);
  } finally {
    image.src = "";
    URL.revokeObjectURL(url);
  }
}

/** Draw a picture or a video frame onto a canvas of at most this long edge. */
export function draw(
  source: CanvasImageSource,
  width: number,
  height: number,
  edge_px: number,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fit(width, height, edge_px);
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null || width === 0) throw new PhoneFault("photo_unreadable");
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function printCanvas(
  frame: HTMLCanvasElement,
  edge_px: number,
  quality: number,
): Promise<Blob | null> {
  const isSmall = Math.max(frame.width, frame.height) <= edge_px;
  const canvas = isSmall ? frame : draw(frame, frame.width, frame.height, edge_px);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
