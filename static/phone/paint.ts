/** Paints a card for the group as one picture: head, pictures side by side, lines, foot. */

import { PhoneFault } from "./faults.ts";

export interface Painted {
  title: string;
  lines: readonly string[];
  foot: string;
  pictures: readonly { image: HTMLImageElement; words: string }[];
}

const WIDTH = 1080;
const EDGE = 48;
const INSIDE = WIDTH - 2 * EDGE;
const GAP = 24;
const FONTS = 'system-ui, "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';
const DEEP = "#074a47";
const INK = "#12312f";
const SOFT = "#48605d";

/** One way to write: size and weight, and how far the next line is. On a phone 360 px wide, 54 px are its 18. */
const HEAD = { font: `700 76px ${FONTS}`, step: 96 };
const LINE = { font: `400 60px ${FONTS}`, step: 84 };
const WORD = { font: `700 54px ${FONTS}`, step: 70 };

type Style = typeof HEAD;
type Brush = CanvasRenderingContext2D;

/** The picture as a JPEG; `photo_unreadable` where the browser gives none. */
export async function paint(card: Painted): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  const measuring = brushOf(canvas);
  const title = wrap(measuring, card.title, HEAD);
  const lines = card.lines.flatMap((line) => wrap(measuring, line, LINE));
  const head = EDGE * 2 + title.length * HEAD.step - GAP;
  const pictures = card.pictures.length === 0 ? 0 : pictureHeight(card) + GAP * 2;
  canvas.height = head + GAP * 2 + pictures + lines.length * LINE.step + GAP + WORD.step + EDGE;

  const brush = brushOf(canvas);
  fill(brush, "#ffffff", [0, 0, WIDTH, canvas.height]);
  fill(brush, DEEP, [0, 0, WIDTH, head]);
  write(brush, title, HEAD, "#ffffff", EDGE);
  drawPictures(brush, card, head + GAP);
  write(brush, lines, LINE, INK, head + GAP + pictures);
  write(brush, [card.foot], WORD, SOFT, canvas.height - EDGE - WORD.step);
  return toJpeg(canvas);
}

function brushOf(canvas: HTMLCanvasElement): Brush {
  const brush = canvas.getContext("2d", { alpha: false });
  if (brush === null) throw new PhoneFault("photo_unreadable");
  brush.textBaseline = "top";
  return brush;
}

/** Chinese breaks anywhere but before a mark that ends something (GB/T 15834), other words stay whole where they fit a line. */
const PIECES =
  /[\u2e80-\uffff][\u3001\u3002\u300b\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u2019\u201d]*|[^\s\u2e80-\uffff]+|\s+/g;

/** The text in lines no wider than the card. */
export function wrap(
  brush: Pick<Brush, "font" | "measureText">,
  text: string,
  { font }: Pick<Style, "font">,
): string[] {
  brush.font = font;
  const lines = [""];
  for (const piece of text.match(PIECES) ?? []) {
    const longer = `${lines.at(-1)}${piece}`;
    if (lines.at(-1) !== "" && brush.measureText(longer).width > INSIDE) lines.push(piece.trim());
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function write(
  brush: Brush,
  lines: readonly string[],
  { font, step }: Style,
  colour: string,
  top: number,
): void {
  brush.font = font;
  brush.fillStyle = colour;
  lines.forEach((line, index) => {
    brush.fillText(line, EDGE, top + index * step, INSIDE);
  });
}

function fill(brush: Brush, colour: string, box: [number, number, number, number]): void {
  brush.fillStyle = colour;
  brush.fillRect(...box);
}

const widthOf = ({ pictures }: Painted): number =>
  (INSIDE - GAP * (pictures.length - 1)) / pictures.length;
const pictureHeight = (card: Painted): number => Math.round((widthOf(card) * 3) / 4);

function drawPictures(brush: Brush, card: Painted, top: number): void {
  const width = widthOf(card);
  const height = pictureHeight(card);
  card.pictures.forEach(({ image, words }, index) => {
    const left = EDGE + index * (width + GAP);
    cover(brush, image, [left, top, width, height]);
    brush.font = WORD.font;
    fill(brush, "rgb(12 20 19 / 78%)", [
      left,
      top,
      brush.measureText(words).width + 32,
      WORD.step + 8,
    ]);
    brush.fillStyle = "#ffffff";
    brush.fillText(words, left + 16, top + 12);
  });
}

/** The middle of the picture, as large as the box. */
function cover(
  brush: Brush,
  image: HTMLImageElement,
  [left, top, width, height]: [number, number, number, number],
): void {
  const scale = Math.max(width / image.naturalWidth, height / image.naturalHeight);
  const [cut_width, cut_height] = [width / scale, height / scale];
  const [x, y] = [(image.naturalWidth - cut_width) / 2, (image.naturalHeight - cut_height) / 2];
  brush.drawImage(image, x, y, cut_width, cut_height, left, top, width, height);
}

function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const give = (blob: Blob | null) =>
      blob === null ? reject(new PhoneFault("photo_unreadable")) : resolve(blob);
    canvas.toBlob(give, "image/jpeg", 0.88);
  });
}
