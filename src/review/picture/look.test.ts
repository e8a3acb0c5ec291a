import { describe, expect, test } from "vitest";
import { colours } from "./look.ts";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

type Name = keyof typeof colours;
const grounds: readonly Name[] = [
  "ground",
  "box",
  "region",
  "vpc",
  "zone",
  "public",
  "private",
  "group",
  "create-ground",
  "update-ground",
  "delete-ground",
];
const pairs: readonly (readonly [Name, Name, number])[] = [
  ...grounds.flatMap((ground) => [["text", ground, 4.5] as const, ["muted", ground, 4.5] as const]),
  ...(["traffic", "access", "delivery"] as const).map((kind) => [kind, "region", 4.5] as const),
  ["traffic", "vpc", 3],
  ["traffic", "zone", 3],
  ["access", "vpc", 3],
  ["encryption", "ground", 4.5],
  ...(["create", "update", "delete"] as const).flatMap((change) => [
    ["sign", change, 4.5] as const,
    [change, `${change}-ground`, 3] as const,
    [change, "region", 3] as const,
  ]),
  ...(["network", "compute", "storage", "security", "watching"] as const).map(
    (icon) => [icon, "box", 3] as const,
  ),
  ["vpc-edge", "region", 3],
];

describe.each(["light", "dark"] as const)("on %s ground", (mode) => {
  test.each(pairs)("%s stands out from %s, at least %f:1", (front, back, least) => {
    expect(contrast(colours[front][mode], colours[back][mode])).toBeGreaterThanOrEqual(least);
  });
});
