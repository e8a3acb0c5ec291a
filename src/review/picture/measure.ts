/**
 * Advance widths of DejaVu Sans 2.37 for the characters 32 to 126, in thousandths of the font's size, read from its `hmtx` table on
 * 2026-11-23. It is the widest font that `sans-serif` or the names before it commonly stand for, so no reader's text is wider than measured.
 */
const regular = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
  636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
  295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,
  500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
  392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/** The same of DejaVu Sans Bold. */
const bold = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696,
  696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372,
  372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838,
  500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595,
  478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];

/** What is in neither table (ideographs, emoji) counts as a little more than a full square. */
const OTHER = 1100;

export interface Font {
  readonly size: number;
  readonly bold?: boolean;
}

/** How wide a text is at most, in the picture's units. */
export function widthOf(text: string, { size, bold: isBold = false }: Font): number {
  const table = isBold ? bold : regular;
  let sum = 0;
  for (const character of text) sum += table[(character.codePointAt(0) ?? 0) - 32] ?? OTHER;
  return (sum * size) / 1000;
}

/**
 * Breaks a text into lines that fit: at spaces, then behind the signs that names are joined with, then anywhere. Past `most` lines the
 * last one ends in an ellipsis.
 */
export function inLines(text: string, width: number, font: Font, most = 6): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(/(?<=[\s\-/,:_]|\.(?!\d))/).flatMap((word) => narrow(word, width, font))) {
    if (line !== "" && widthOf((line + piece).trimEnd(), font) > width) {
      lines.push(line.trim());
      line = piece;
    } else line += piece;
  }
  if (line.trim() !== "") lines.push(line.trim());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shortened(lines[most - 1] ?? "", width, font)];
}

/** A word that is wider than a line, in parts that are not. */
function narrow(word: string, width: number, font: Font): string[] {
  if (widthOf(word, font) <= width) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && widthOf(part + character, font) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}

function shortened(line: string, width: number, font: Font): string {
  let cut = [...line];
  while (cut.length > 0 && widthOf(`${cut.join("")}…`, font) > width) cut = cut.slice(0, -1);
  return `${cut.join("")}…`;
}
