import { type FamilyPrices, inRegions, sizes } from "./ec2-sizes.ts";
import { sources } from "./sources.ts";

/** What general purpose and burstable instances cost an hour. */
export const generalPurpose: Readonly<Record<string, FamilyPrices>> = {
  t3: {
    of: "xlarge",
    sizes: sizes.burstable,
    decimals: 4,
    ...sources.skypilot,
    elsewhere: { "sa-east-1": sources.libcloud },
    usd: inRegions([
      0.217, 0.2336, 0.2176, 0.208, 0.2176, 0.1792, 0.2112, 0.2112, 0.2112, 0.1856, 0.192, 0.1728, 0.1917,
      0.1824, 0.1888, 0.1888, 0.2006, 0.2006, 0.2688, 0.1664, 0.1664, 0.1984, 0.1664,
    ]),
  },
  t3a: {
    of: "2xlarge",
    sizes: sizes.burstable,
    decimals: 4,
    ...sources.skypilot,
    elsewhere: { "sa-east-1": sources.libcloud },
    usd: inRegions([
      0, 0, 0.3917, 0.3744, 0, 0.1971, 0.3776, 0.3802, 0, 0.3341, 0.3456, 0, 0.345, 0.3264, 0.3398, 0.3398, 0,
      0, 0.4838, 0.3008, 0.3008, 0.3571, 0.3008,
    ]),
  },
  t4g: {
    of: "2xlarge",
    sizes: sizes.burstable,
    decimals: 4,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 0.3456, 0.3328, 0, 0.1792, 0.3392, 0.3392, 0, 0.2944, 0.3072, 0.2752, 0, 0.2944, 0.3008, 0.3008,
      0, 0, 0.4288, 0.2688, 0.2688, 0.32, 0.2688,
    ]),
  },
  m5: {
    of: "12xlarge",
    sizes: sizes.intel24,
    decimals: 5,
    ...sources.skypilot,
    elsewhere: { "sa-east-1": sources.libcloud },
    usd: inRegions([
      3.048, 3.168, 2.976, 2.832, 2.976, 2.424, 2.88, 2.88, 2.88, 2.568, 2.76, 2.448, 2.688, 2.568, 2.664,
      2.688, 2.825, 2.825, 3.672, 2.304, 2.304, 2.688, 2.304,
    ]),
  },
  m5a: {
    of: "12xlarge",
    sizes: sizes.amd24,
    decimals: 3,
    ...sources.libcloud,
    usd: inRegions([
      0, 0, 2.688, 2.544, 0, 1.333, 2.592, 2.592, 0, 2.304, 2.496, 0, 0, 2.304, 2.4, 2.424, 0, 0, 3.312,
      2.064, 2.064, 2.424, 2.064,
    ]),
  },
  m6a: {
    of: "48xlarge",
    sizes: sizes.to48,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 10.7136, 0, 0, 5.3328, 10.368, 10.368, 0, 9.2448, 9.936, 0, 9.6768, 9.2448, 9.5904, 9.6768, 0, 0,
      0, 8.2944, 8.2944, 9.6768, 8.2944,
    ]),
  },
  m6g: {
    of: "12xlarge",
    sizes: sizes.graviton16,
    decimals: 5,
    ...sources.skypilot,
    elsewhere: { "sa-east-1": sources.libcloud },
    usd: inRegions([
      2.4384, 2.544, 2.376, 2.256, 2.3808, 1.2144, 2.304, 2.304, 2.304, 2.0544, 2.208, 1.968, 2.1504, 2.064,
      2.1312, 2.16, 2.2704, 2.256, 2.9376, 1.848, 1.848, 2.1504, 1.848,
    ]),
  },
  m6i: {
    of: "16xlarge",
    sizes: sizes.to32,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      4.064, 4.224, 3.968, 3.776, 3.968, 3.232, 3.84, 3.84, 3.84, 3.424, 3.68, 3.264, 3.584, 3.424, 3.552,
      3.584, 3.7664, 4.224, 0, 3.072, 3.072, 3.584, 3.072,
    ]),
  },
  m7i: {
    of: "12xlarge",
    sizes: sizes.intel48,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 3.1248, 2.9736, 0, 2.5452, 3.024, 3.024, 3.024, 2.6964, 2.898, 2.5704, 0, 2.6964, 2.7972, 2.8224,
      0, 0, 0, 2.4192, 2.4192, 2.8224, 2.4192,
    ]),
  },
  "m7i-flex": {
    of: "xlarge",
    sizes: sizes.flex16,
    decimals: 5,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 0.24738, 0.23542, 0, 0.2015, 0.2394, 0.2394, 0.2394, 0.21346, 0.22942, 0.2035, 0, 0.21346,
      0.22144, 0.22344, 0, 0, 0, 0.19152, 0.19152, 0.22344, 0.19152,
    ]),
  },
  m7g: {
    of: "8xlarge",
    sizes: sizes.graviton16metal,
    decimals: 4,
    ...sources.skypilot,
    usd: inRegions([
      0, 0, 1.6864, 1.6048, 1.6864, 0.9331, 1.632, 1.632, 1.632, 1.4554, 1.5642, 1.3872, 0, 1.4552, 1.5098,
      1.5232, 1.6007, 1.7952, 0, 1.3056, 1.3056, 1.5232, 1.3056,
    ]),
  },
  m7a: {
    of: "48xlarge",
    sizes: sizes.amd7,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 11.12832 },
  },
  m8g: {
    of: "48xlarge",
    sizes: sizes.graviton48,
    decimals: 5,
    ...sources.karpenter,
    usd: { "us-east-1": 8.61696 },
  },
};
