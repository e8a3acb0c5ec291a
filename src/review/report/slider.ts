import type { Assumption } from "../cost/usage.ts";

/** Positions that a slider has: the same for each, whatever it counts. */
export const POSITIONS = 400;

/** Ranges up to this many steps are evenly spread over the slider. */
const EVEN_STEPS = 200;

/** Wide ranges: how much finer a slider is near its beginning, where most values are. */
const CURVE = 4;

type Range = Pick<Assumption, "min" | "max" | "step">;

/** The slider's position for a value. */
export function positionOf(value: number, { min, max, step }: Range): number {
  const part = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return Math.round(POSITIONS * part ** (1 / curve({ min, max, step })));
}

/** The value at a slider's position: a multiple of the step, and where the range is wide, no more exact than two digits. */
export function valueAt(position: number, { min, max, step }: Range): number {
  if (position >= POSITIONS) return max;
  const value = min + (max - min) * (position / POSITIONS) ** curve({ min, max, step });
  const stepped = min + Math.round((value - min) / step) * step;
  return Math.min(
    max,
    curve({ min, max, step }) === 1 ? Number(stepped.toPrecision(12)) : Number(value.toPrecision(2)),
  );
}

const curve = ({ min, max, step }: Range): number => ((max - min) / step <= EVEN_STEPS ? 1 : CURVE);
