/** The part of a picture that is looked at, in the picture's own units. */
export interface View {
  readonly x: number;
  readonly y: number;
  /** 1 shows the whole picture. */
  readonly scale: number;
}

export interface Size {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const CLOSEST = 8;

/** Zooms by a factor around a point that stays where it is; both are fractions of what is seen. */
export function zoomed(
  view: View,
  size: Size,
  factor: number,
  at: { x: number; y: number } = { x: 0.5, y: 0.5 },
): View {
  const scale = Math.min(CLOSEST, Math.max(1, view.scale * factor));
  return bounded(
    {
      x: view.x + at.x * (size.width / view.scale - size.width / scale),
      y: view.y + at.y * (size.height / view.scale - size.height / scale),
      scale,
    },
    size,
  );
}

/** Moves by fractions of what is seen. */
export function moved(view: View, size: Size, by: { x: number; y: number }): View {
  return bounded(
    {
      x: view.x + (by.x * size.width) / view.scale,
      y: view.y + (by.y * size.height) / view.scale,
      scale: view.scale,
    },
    size,
  );
}

/** Never beyond the picture's edges. */
function bounded({ x, y, scale }: View, size: Size): View {
  const within = (value: number, from: number, length: number) =>
    Math.min(from + length - length / scale, Math.max(from, value));
  return { x: within(x, size.x, size.width), y: within(y, size.y, size.height), scale };
}

export function viewBox({ x, y, scale }: View, size: Size): string {
  return [x, y, size.width / scale, size.height / scale].map((value) => value.toFixed(2)).join(" ");
}
