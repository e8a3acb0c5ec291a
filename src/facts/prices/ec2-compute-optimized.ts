import { type FamilyPrices, inRegions, sizes } from "./ec2-sizes.ts";
import { sources } from "./sources.ts";

/** What compute optimized instances cost an hour. */
export const computeOptimized: Readonly<Record<string, FamilyPrices>> = {
  c5: {
    of: "24xlarge",
    sizes: sizes.c5,
    decimals: 5,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 5.136, 4.608, 0, 4.08, 4.704, 5.328, 0, 4.464, 4.656, 4.368, 0, 4.608, 4.848, 4.848, 0, 0, 6.288,
      4.08, 4.08, 5.088, 4.08,
    ]),
  },
  c6a: {
    of: "48xlarge",
    sizes: sizes.to48,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 9.3312, 9.2448, 0, 0, 4.488, 8.4672, 9.5904, 0, 8.0352, 8.3808, 0, 0, 7.87968, 8.7264, 0, 0, 0, 0,
      7.344, 7.344, 9.1584, 7.344,
    ]),
  },
  c6g: {
    of: "16xlarge",
    sizes: sizes.graviton16,
    decimals: 4,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 2.7392, 2.464, 0, 1.3632, 2.5088, 2.8416, 0, 2.3808, 2.4832, 2.336, 0, 2.3347, 2.5856, 2.592, 0,
      0, 3.3536, 2.176, 2.176, 2.7136, 2.176,
    ]),
  },
  c6i: {
    of: "24xlarge",
    sizes: sizes.to32,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      5.472, 5.184, 5.136, 4.608, 5.136, 4.08, 4.704, 5.328, 0, 4.464, 4.656, 4.368, 4.848, 4.3776, 4.848,
      4.848, 0, 5.0688, 0, 4.08, 4.08, 5.088, 4.08,
    ]),
  },
  c7g: {
    of: "metal",
    sizes: sizes.graviton16metal,
    decimals: 4,
    ...sources.skypilot,
    usd: inRegions([
      0, 2.912, 2.9107, 2.6112, 2.9104, 1.5706, 2.6656, 3.0195, 0, 2.5299, 2.6384, 2.4755, 2.7407, 2.4806,
      2.7475, 2.7475, 0, 0, 0, 2.32, 2.3123, 2.8832, 2.32,
    ]),
  },
  c7i: {
    of: "48xlarge",
    sizes: sizes.intel48,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 10.7856, 9.6768, 0, 8.568, 9.8784, 11.1888, 0, 9.3744, 9.7776, 9.1728, 0, 9.19296, 10.1808,
      10.1808, 0, 0, 0, 8.568, 8.568, 10.6848, 8.568,
    ]),
  },
  c7a: {
    of: "48xlarge",
    sizes: sizes.amd7,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 9.85344 },
  },
  c8g: {
    of: "48xlarge",
    sizes: sizes.graviton48,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 7.65696 },
  },
};
