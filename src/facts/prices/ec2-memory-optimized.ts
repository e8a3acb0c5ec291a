import { type FamilyPrices, inRegions, sizes } from "./ec2-sizes.ts";
import { sources } from "./sources.ts";

/** What memory optimized instances cost an hour. */
export const memoryOptimized: Readonly<Record<string, FamilyPrices>> = {
  r5: {
    of: "24xlarge",
    sizes: sizes.intel24,
    decimals: 5,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 7.296, 7.296, 0, 6.24, 7.296, 7.248, 0, 6.624, 7.296, 6.432, 0, 6.768, 7.104, 7.104, 0, 0, 9.648,
      6.048, 6.048, 6.72, 6.048,
    ]),
  },
  r6g: {
    of: "12xlarge",
    sizes: sizes.graviton16,
    decimals: 5,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 2.9184, 2.928, 0, 1.56, 2.9184, 2.8992, 0, 2.6496, 2.9184, 2.568, 0, 2.7072, 2.8416, 2.832, 0, 0,
      3.8592, 2.4192, 2.4192, 2.688, 2.4192,
    ]),
  },
  r6i: {
    of: "16xlarge",
    sizes: sizes.to32,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      5.376, 5.344, 4.864, 4.864, 4.864, 4.16, 4.864, 4.832, 0, 4.416, 4.864, 4.288, 4.736, 4.512, 4.736,
      4.736, 4.9632, 4.9632, 0, 4.032, 4.032, 4.48, 4.032,
    ]),
  },
  r8g: {
    of: "48xlarge",
    sizes: sizes.graviton48,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 13.64352, 0, 0, 7.92768, 0, 13.5552, 0, 0, 13.64352, 12.02784, 0, 12.65664, 0, 0, 0, 0, 0,
      11.31072, 11.31072, 12.5664, 11.31072,
    ]),
  },
  r6a: {
    of: "48xlarge",
    sizes: sizes.to48,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 10.8864 },
  },
  r7a: {
    of: "48xlarge",
    sizes: sizes.amd7,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 14.6064 },
  },
  r7g: {
    of: "16xlarge",
    sizes: sizes.graviton16metal,
    decimals: 4,
    ...sources.karpenter,
    usd: { "us-east-1": 3.4272 },
  },
  r7i: {
    of: "48xlarge",
    sizes: sizes.intel48,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 12.7008 },
  },
};
