import type { PriceSource } from "./price.ts";
import { sources } from "./sources.ts";

/** What spot instances of a family were paid, as shares of the on-demand price: spot prices move, and differ by zone and size. */
export interface SpotShare extends PriceSource {
  readonly low: number;
  /** About the middle of what was read, Singapore's zones first. */
  readonly typical: number;
  readonly high: number;
}

function share(low: number, typical: number, high: number): SpotShare {
  return { low, typical, high, ...sources.skypilot };
}

/**
 * By family, e.g. `spotShares["m6i"]`: about what one or two sizes took in the zones of 13 to 22 regions, without the outliers at
 * either end. A family that is not here was not read.
 */
export const spotShares: Readonly<Record<string, SpotShare>> = {
  t3: share(0.25, 0.38, 0.46),
  t3a: share(0.26, 0.36, 0.46),
  m5: share(0.13, 0.33, 0.45),
  m6a: share(0.33, 0.42, 0.51),
  m6g: share(0.15, 0.33, 0.46),
  m6i: share(0.28, 0.4, 0.48),
  m7g: share(0.28, 0.37, 0.46),
  m7i: share(0.2, 0.35, 0.47),
  "m7i-flex": share(0.27, 0.37, 0.5),
  c6a: share(0.33, 0.41, 0.5),
  c6i: share(0.16, 0.34, 0.44),
  c7g: share(0.24, 0.4, 0.5),
  c7i: share(0.32, 0.4, 0.5),
  r6i: share(0.27, 0.38, 0.52),
  r8g: share(0.25, 0.37, 0.54),
  g4dn: share(0.29, 0.34, 0.45),
  g5: share(0.15, 0.33, 0.48),
};
