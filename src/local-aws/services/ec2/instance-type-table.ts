/** A size of an instance type. */
export interface SizeFacts {
  readonly vcpus: number;
  readonly memoryMib: number;
  /** How many network interfaces it takes, and how many addresses each. */
  readonly interfaces: number;
  readonly addresses: number;
}

export interface FamilyFacts {
  readonly architecture: "x86_64" | "arm64";
  readonly manufacturer: "Intel" | "AMD" | "AWS";
  readonly clockGhz: number;
  readonly currentGeneration: boolean;
  readonly burstable: boolean;
  readonly gpu?: { readonly manufacturer: "NVIDIA"; readonly name: string; readonly memoryMib: number };
  readonly sizes: Readonly<Record<string, SizeFacts>>;
}

const size = (vcpus: number, gib: number, interfaces: number, addresses: number): SizeFacts => ({
  vcpus,
  memoryMib: gib * 1024,
  interfaces,
  addresses,
});

/** The sizes of the fixed-performance families, which differ in memory for each vCPU only. */
function fixed(gibPerVcpu: number, largest: 16 | 24 | 32 | 48, medium = false): Record<string, SizeFacts> {
  const all: [string, number, number, number][] = [
    ["medium", 1, 2, 4],
    ["large", 2, 3, 10],
    ["xlarge", 4, 4, 15],
    ["2xlarge", 8, 4, 15],
    ["4xlarge", 16, 8, 30],
    ["8xlarge", 32, 8, 30],
    ["12xlarge", 48, 8, 30],
    ["16xlarge", 64, 15, 50],
    ["24xlarge", 96, 15, 50],
    ["32xlarge", 128, 15, 50],
    ["48xlarge", 192, 15, 50],
  ];
  return Object.fromEntries(
    all
      .filter(([name, vcpus]) => vcpus <= largest * 4 && (medium || name !== "medium"))
      .map(([name, vcpus, interfaces, addresses]) => [
        name,
        size(vcpus, vcpus * gibPerVcpu, interfaces, addresses),
      ]),
  );
}

const burstableSizes = {
  nano: size(2, 0.5, 2, 2),
  micro: size(2, 1, 2, 2),
  small: size(2, 2, 3, 4),
  medium: size(2, 4, 3, 6),
  large: size(2, 8, 3, 12),
  xlarge: size(4, 16, 4, 15),
  "2xlarge": size(8, 32, 4, 15),
};

const intel = {
  architecture: "x86_64",
  manufacturer: "Intel",
  currentGeneration: true,
  burstable: false,
} as const;
const amd = { ...intel, manufacturer: "AMD" } as const;
const graviton = { ...intel, architecture: "arm64", manufacturer: "AWS" } as const;
const nvidia = (name: string, gib: number) =>
  ({ manufacturer: "NVIDIA", name, memoryMib: gib * 1024 }) as const;

/** A GPU family's sizes: one GPU each up to 16xlarge but 12xlarge. */
const gpuSizes = (firstGib: number): Record<string, SizeFacts> => ({
  xlarge: size(4, firstGib, 4, 10),
  "2xlarge": size(8, firstGib * 2, 4, 10),
  "4xlarge": size(16, firstGib * 4, 8, 15),
  "8xlarge": size(32, firstGib * 8, 8, 15),
  "16xlarge": size(64, firstGib * 16, 15, 50),
});

/**
 * The families that node groups of such a stack use, x86 and Graviton.
 * Source: EC2 instance types guide (general purpose, compute and memory optimized, accelerated; network and addresses), read 2026-11.
 */
export const instanceFamilies: Readonly<Record<string, FamilyFacts>> = {
  t3: { ...intel, clockGhz: 2.5, burstable: true, sizes: burstableSizes },
  t3a: { ...amd, clockGhz: 2.2, burstable: true, sizes: burstableSizes },
  t4g: { ...graviton, clockGhz: 2.5, burstable: true, sizes: burstableSizes },
  m5: { ...intel, clockGhz: 3.1, sizes: fixed(4, 24) },
  m5a: { ...amd, clockGhz: 2.5, sizes: fixed(4, 24) },
  m6a: { ...amd, clockGhz: 3.6, sizes: fixed(4, 48) },
  m6g: { ...graviton, clockGhz: 2.5, sizes: fixed(4, 16, true) },
  m6i: { ...intel, clockGhz: 3.5, sizes: fixed(4, 32) },
  m7a: { ...amd, clockGhz: 3.7, sizes: fixed(4, 48, true) },
  m7g: { ...graviton, clockGhz: 2.6, sizes: fixed(4, 16, true) },
  m7i: { ...intel, clockGhz: 3.2, sizes: fixed(4, 48) },
  m8g: { ...graviton, clockGhz: 2.7, sizes: fixed(4, 48, true) },
  c5: { ...intel, clockGhz: 3.4, sizes: fixed(2, 24) },
  c6a: { ...amd, clockGhz: 3.6, sizes: fixed(2, 48) },
  c6g: { ...graviton, clockGhz: 2.5, sizes: fixed(2, 16, true) },
  c6i: { ...intel, clockGhz: 3.5, sizes: fixed(2, 32) },
  c7a: { ...amd, clockGhz: 3.7, sizes: fixed(2, 48, true) },
  c7g: { ...graviton, clockGhz: 2.6, sizes: fixed(2, 16, true) },
  c7i: { ...intel, clockGhz: 3.2, sizes: fixed(2, 48) },
  c8g: { ...graviton, clockGhz: 2.7, sizes: fixed(2, 48, true) },
  r5: { ...intel, clockGhz: 3.1, sizes: fixed(8, 24) },
  r6a: { ...amd, clockGhz: 3.6, sizes: fixed(8, 48) },
  r6g: { ...graviton, clockGhz: 2.5, sizes: fixed(8, 16, true) },
  r6i: { ...intel, clockGhz: 3.5, sizes: fixed(8, 32) },
  r7a: { ...amd, clockGhz: 3.7, sizes: fixed(8, 48, true) },
  r7g: { ...graviton, clockGhz: 2.6, sizes: fixed(8, 16, true) },
  r7i: { ...intel, clockGhz: 3.2, sizes: fixed(8, 48) },
  r8g: { ...graviton, clockGhz: 2.7, sizes: fixed(8, 48, true) },
  g4dn: { ...intel, clockGhz: 2.5, gpu: nvidia("T4", 16), sizes: gpuSizes(16) },
  g5: { ...amd, clockGhz: 3.3, gpu: nvidia("A10G", 24), sizes: gpuSizes(16) },
  g6: { ...amd, clockGhz: 3.4, gpu: nvidia("L4", 24), sizes: gpuSizes(16) },
};
