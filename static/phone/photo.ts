/** From camera frame or picked file to a JPEG that a weak network can carry; one full-size picture in memory at most. */

import { PhoneFault } from "./faults.ts";

const MAX_BYTES = 400_000;

const EDGE_PX = 1600;

/** From large to small, each with what it takes of the first one's bytes (measured on rough banks). */
const PRINTS: readonly [edge_px: number, quality: number, share: number][] = [
  [EDGE_PX, 0.75, 1],
  [EDGE_PX, 0.6, 0.75],
  [1280, 0.6, 0.5],
  [1024, 0.6, 0.33],
  [800, 0.5, 0.18],
  [640, 0.4, 0.1],
];

/** Draws the picture at a long edge and a quality; null when the browser cannot. */
export type Print = (edge_px: number, quality: number) => ArrayBuffer | null;

/**
 * Print until the picture is small enough; `photo_unreadable` when nothing comes out.
 * Each print costs a slow phone a tenth of a second: the one after the first is the largest that should fit by its share.
 */
export function shrink(print: Print): ArrayBuffer {
  let most = Number.POSITIVE_INFINITY;
  let printed: ArrayBuffer | null = null;
  for (const [index, [edge_px, quality, share]] of PRINTS.entries()) {
    const isLast = index === PRINTS.length - 1;
    if (share > most && !isLast) continue;
    printed = print(edge_px, quality);
    if (printed === null || printed.byteLength === 0) break;
    if (printed.byteLength <= MAX_BYTES) break;
    most = (MAX_BYTES / printed.byteLength) * share;
  }
  if (printed === null || printed.byteLength === 0) throw new PhoneFault("photo_unreadable");
  return printed;
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
  return shrink((edge_px, quality) => printCanvas(frame, edge_px, quality));
}

/** Beyond it a cheap phone gives up the page instead of the picture: 64 million pixels are 256 MB once unpacked. */
const MOST_PIXELS = 64_000_000;
const MOST_FILE_BYTES = 100_000_000;

/** An image element bakes the orientation in on every browser and lets go of its pixels once drawn. */
async function readFile(file: Blob): Promise<HTMLCanvasElement> {
  if (file.size > MOST_FILE_BYTES) throw new PhoneFault("photo_too_large");
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await measured(image);
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MOST_PIXELS) throw new PhoneFault("photo_too_large");
    await image.decode();
    return draw(image, width, height, EDGE_PX);
  } catch (cause) {
    throw cause instanceof PhoneFault ? cause : new PhoneFault("photo_unreadable", cause);
  } finally {
    image.src = "";
    URL.revokeObjectURL(url);
  }
}

/** How large it is stands in its first bytes: known before it is unpacked. */
const measured = (image: HTMLImageElement): Promise<void> =>
  new Promise((resolve, reject) => {
    image.addEventListener("load", () => resolve());
    image.addEventListener("error", () => reject(new Error("no picture")));
  });

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

/** At once and here: Chromium's `toBlob` waits up to a second for an idle moment (docs/decisions/0019). */
function printCanvas(
  frame: HTMLCanvasElement,
  edge_px: number,
  quality: number,
): ArrayBuffer | null {
  const isSmall = Math.max(frame.width, frame.height) <= edge_px;
  const canvas = isSmall ? frame : draw(frame, frame.width, frame.height, edge_px);
  const [head, coded = ""] = canvas.toDataURL("image/jpeg", quality).split(",");
  return head === "data:image/jpeg;base64" ? decode(coded) : null;
}

function decode(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes.buffer;
}
