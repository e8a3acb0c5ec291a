import { type FamilyPrices, inRegions, sizes } from "./ec2-sizes.ts";
import { sources } from "./sources.ts";

/** What instances with NVIDIA GPUs cost an hour. */
export const accelerated: Readonly<Record<string, FamilyPrices>> = {
  g4dn: {
    of: "xlarge",
    sizes: sizes.g4dn,
    decimals: 3,
    ...sources.skypilot,
    elsewhere: { "sa-east-1": sources.libcloud },
    usd: inRegions([
      0, 0, 0.71, 0.647, 0.71, 0.579, 0.736, 0.684, 0, 0.584, 0.658, 0.558, 0.616, 0.587, 0.615, 0.615, 0,
      0.645, 0.894, 0.526, 0.526, 0.631, 0.526,
    ]),
  },
  g5: {
    of: "12xlarge",
    sizes: sizes.g5,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 8.22609, 6.97442, 0, 6.81091, 0, 7.37473, 7.93854, 6.29784, 7.09282, 6.01593, 0, 6.33167, 7.19994,
      0, 6.9575, 0, 0, 5.672, 5.672, 0, 0,
    ]),
  },
  g6: { of: "xlarge", sizes: sizes.g6, decimals: 5, ...sources.karpenter, usd: { "us-east-1": 0.8048 } },
};
