import { z } from "zod";
import { eachOf, repeated, ruled, type Violation } from "./rule.ts";

/** EKS's quota of nodes in one managed node group. Source: EKS service quotas, 2026-11. */
const MOST_NODES = 450;

/** EKS takes at most so many instance types in one node group. Source: CreateNodegroup, API reference. */
const MOST_INSTANCE_TYPES = 20;

const SIZE = /^(nano|micro|small|medium|large|xlarge|\d+xlarge|metal|metal-\d+xl)$/;

/** `m7g.2xlarge`: letters of the series, a generation, attributes (`gd`), perhaps a variant (`-flex`), a size. */
const INSTANCE_TYPE =
  /^(?<series>[a-z]+)-?(?<generation>\d+)(?<attributes>[a-z]*)(?<variant>-[a-z0-9]+)?\.(?<size>[a-z0-9-]+)$/;

export type Architecture = "arm64" | "x86_64";

/**
 * The processor architecture of an instance type, by AWS's naming rule: `g` among the attributes after the generation is Graviton
 * (`m7g`, `c7gn`, `im4gn`, `is4gen`), before it it is a GPU series (`g5`); `a1` and the Grace series of `p6e-gb200` are older or newer
 * than the rule. Source: EC2 instance type naming conventions, 2026-11.
 */
export function architectureOf(instanceType: string): Architecture {
  const parts = INSTANCE_TYPE.exec(instanceType)?.groups;
  if (!parts) return "x86_64";
  const family = `${parts.series}${parts.generation}`;
  const isArm = family === "a1" || parts.attributes?.includes("g") || parts.variant?.startsWith("-gb");
  return isArm ? "arm64" : "x86_64";
}

/** The types of one node group: real names, each once, all of one architecture. */
export const instanceTypes = ruled(z.array(z.string()), (types) => {
  if (types.length === 0) return [{ expected: "at least one instance type", fix: 'Write ["t3.medium"].' }];
  if (types.length > MOST_INSTANCE_TYPES) {
    return [{ expected: `at most ${MOST_INSTANCE_TYPES} types`, fix: "Keep those that you want most." }];
  }
  const each = eachOf(types, malformedType);
  return each.length > 0 ? each : [...repeated(types), ...mixedArchitectures(types)];
});

/** Bounds of an on-demand group: at least one node, because CoreDNS and the controllers need one to start on. */
export const scalingConfig = scalingBounds(1);

/** Bounds of a spot group, which may be empty. */
export const spotScalingConfig = scalingBounds(0);

/** What is wrong with groups that would run side by side: an image built for one architecture fails on the other's nodes. */
export function mixedArchitectures(types: readonly string[]): Violation[] {
  const of = (architecture: Architecture) => types.filter((type) => architectureOf(type) === architecture);
  const [arm, x86] = [of("arm64"), of("x86_64")];
  if (arm.length === 0 || x86.length === 0) return [];
  const fewer = arm.length < x86.length ? arm : x86;
  return [
    {
      expected: `instance types of one architecture (arm64: ${arm.join(", ")}; x86_64: ${x86.join(", ")})`,
      fix: `Remove ${fewer.join(", ")}: images run on one architecture only.`,
    },
  ];
}

function scalingBounds(fewest: number) {
  const nodes = z.int();
  return ruled(z.strictObject({ desired_size: nodes, max_size: nodes, min_size: nodes }), (scaling) => {
    const { desired_size, max_size, min_size } = scaling;
    const violations: Violation[] = [];
    const violates = (path: keyof typeof scaling, expected: string, fix: string) =>
      violations.push({ expected, fix, path: [path] });
    if (min_size < 0) violates("min_size", "0 or more", "Write min_size = 0.");
    if (max_size < 1) violates("max_size", "1 or more", "Write max_size = 1 or more.");
    if (max_size > MOST_NODES)
      violates("max_size", `at most ${MOST_NODES}, EKS's quota`, `Write max_size = ${MOST_NODES}.`);
    if (min_size > max_size) {
      violates("min_size", `at most max_size, which is ${max_size}`, "Lower min_size or raise max_size.");
    } else if (min_size > desired_size) {
      violates(
        "desired_size",
        `at least min_size, which is ${min_size}`,
        `Write desired_size = ${min_size}, or lower min_size.`,
      );
    } else if (desired_size > max_size) {
      violates(
        "desired_size",
        `at most max_size, which is ${max_size}`,
        `Write desired_size = ${max_size}, or raise max_size.`,
      );
    }
    if (desired_size < fewest && desired_size >= min_size) {
      violates("desired_size", "1 or more: CoreDNS needs a node to start on", "Write desired_size = 1.");
    }
    return violations;
  });
}

function malformedType(type: string): Violation[] {
  const size = INSTANCE_TYPE.exec(type)?.groups?.size;
  if (size !== undefined && SIZE.test(size)) return [];
  return [
    { expected: "an EC2 instance type", fix: 'Write family, dot, size, like "t3.medium" or "m7i.2xlarge".' },
  ];
}
