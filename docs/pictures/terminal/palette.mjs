/** The colours of the window: a dark one, whose edge shows on light and on dark pages. */
export const WINDOW = {
  background: "#161b22",
  bar: "#2d333b",
  edge: "#6e7681",
  foreground: "#e6edf3",
  quiet: "#adbac7",
};

/** The sixteen colours of a terminal, in ANSI's order: GitHub's dark theme, made readable below. */
const ANSI = [
  ..."#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4".split(" "),
  ..."#6e7681 #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #f0f6fc".split(" "),
];

/** The least contrast of text, WCAG 2.2's AA. */
const AA = 4.5;
/** Dim text keeps this part of its colour, the rest is background. */
const DIM = 0.68;

/** What a style looks like: `color`, and `background` where it has one of its own; the text is readable on it whatever was asked for. */
export function coloursOf({ fg, bg, dim }) {
  const background = bg === undefined ? WINDOW.background : rgbOf(bg);
  const asked = fg === undefined ? WINDOW.foreground : rgbOf(fg);
  const color = readable(dim ? mix(asked, background, DIM) : asked, background);
  return { color, background: bg === undefined ? undefined : background };
}

/** A colour as `#rrggbb`: that already, a name of the window's, or a number of the 256-colour palette. */
function rgbOf(colour) {
  if (typeof colour === "string") return WINDOW[colour] ?? colour;
  if (colour < 16) return ANSI[colour];
  if (colour >= 232) return hex(Array(3).fill(8 + (colour - 232) * 10));
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  const cube = colour - 16;
  return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

/** The colour, moved towards white or black until it can be read on the background. */
function readable(colour, background) {
  const towards = contrast("#ffffff", background) > contrast("#000000", background) ? "#ffffff" : "#000000";
  for (let part = 1; part > 0; part -= 0.05) {
    const shade = mix(colour, towards, part);
    if (contrast(shade, background) >= AA) return shade;
  }
  return towards;
}

/** How well two colours can be told apart, from 1 to 21, as WCAG 2.2 counts it. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one, other, part) {
  const others = channels(other);
  return hex(channels(one).map((value, index) => Math.round(value * part + others[index] * (1 - part))));
}

const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const hex = (values) => `#${values.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
