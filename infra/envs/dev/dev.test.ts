import { describe, expect, it } from "vitest";
import { checkSettings } from "../../settings/check-settings.ts";
import { hcl } from "../../settings/terraform-type.ts";
import type { SynthesizedStack } from "../../stack.ts";
import { ADDRESS_TAG } from "../../stack.ts";
import { synthesize } from "../../synthesize.ts";

type Body = Record<string, unknown>;

function dev(): SynthesizedStack {
  const checked = checkSettings("dev", { account_id: "123456789012" }, { today: new Date("2026-11-23") });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  return synthesize("dev", checked.settings);
}

function bodies({ configuration, resources }: SynthesizedStack): Map<string, Body> {
  return new Map(
    resources.map(({ address, type }) => [
      address,
      configuration.resource?.[type]?.[address.slice(type.length + 1)] ?? {},
    ]),
  );
}

describe("dev", () => {
  it("is what is written here, resource by resource", async () => {
    const synthesized = dev();
    const all = bodies(synthesized);
    const text = [...synthesized.resources]
      .sort((one, other) => (one.address < other.address ? -1 : 1))
      .map(({ address, module, path }) =>
        [`${address}  (${module}: ${path})`, ...attributes(all.get(address) ?? {})].join("\n"),
      )
      .join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot("./dev.snap");
  });

  it("is the same every time it is declared", () => {
    expect(JSON.stringify(dev())).toBe(JSON.stringify(dev()));
  });

  it("is created in the time that key, cluster, nodes and CoreDNS take; all else runs beside", () => {
    const all = bodies(dev());
    const path = criticalPath(all);
    const slow = path.filter((address) => secondsOf(address) > 10);
    expect(slow).toEqual([
      expect.stringMatching(/^aws_kms_key\.(eks|logs)$/),
      "aws_eks_cluster.eks",
      "aws_eks_addon.vpc_cni",
      "aws_eks_node_group.main",
      "aws_eks_addon.coredns",
    ]);
    const seconds = (addresses: readonly string[]) =>
      addresses.reduce((sum, address) => sum + secondsOf(address), 0);
    expect(seconds(path) - seconds(slow)).toBeLessThanOrEqual(10);
  });
});

/** One line for each attribute; of a policy only the statements' names. The address, which tags repeat, stands above them. */
function attributes({ tags, ...body }: Body): string[] {
  const { [ADDRESS_TAG]: _address, ...own } = (tags ?? {}) as Body;
  return Object.entries(Object.keys(own).length > 0 ? { ...body, tags: own } : body)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `  ${name} = ${isPolicy(value) ? sidsOf(value).join(", ") : hcl(value)}`);
}

function isPolicy(value: unknown): value is string {
  return typeof value === "string" && value.startsWith('{"Version":"2012-10-17"');
}

/** Read as text, because a policy with a Terraform function in it becomes JSON only when Terraform evaluates it. */
function sidsOf(policy: string): string[] {
  return [...policy.matchAll(/"Sid":"(\w+)","Effect":"(\w+)"/g)].map(([, sid, effect]) => `${effect} ${sid}`);
}

/** How long AWS takes to create things, in seconds, as public apply logs show (typical values); 1 for all others. */
const SECONDS: Readonly<Record<string, number>> = {
  aws_eks_cluster: 612,
  aws_eks_node_group: 120,
  aws_nat_gateway: 105,
  aws_vpc_endpoint: 100,
  aws_s3_bucket_lifecycle_configuration: 55,
  aws_eks_addon: 15,
  aws_kms_key: 23,
  aws_vpc: 12,
};

function secondsOf(address: string): number {
  return SECONDS[address.slice(0, address.indexOf("."))] ?? 1;
}

/** The chain of resources, each waiting for the one before it, that takes longest. */
function criticalPath(all: ReadonlyMap<string, Body>): string[] {
  const longest = new Map<string, { seconds: number; path: string[] }>();
  const visit = (address: string): { seconds: number; path: string[] } => {
    const known = longest.get(address);
    if (known) return known;
    const before = dependenciesOf(all.get(address) ?? {}, all).map(visit);
    const slowest = before.reduce((one, other) => (other.seconds > one.seconds ? other : one), {
      seconds: 0,
      path: [] as string[],
    });
    const here = { seconds: slowest.seconds + secondsOf(address), path: [...slowest.path, address] };
    longest.set(address, here);
    return here;
  };
  const chains = [...all.keys()].map(visit);
  return chains.reduce((one, other) => (other.seconds > one.seconds ? other : one)).path;
}

function dependenciesOf(body: Body, all: ReadonlyMap<string, Body>): string[] {
  const mentioned = JSON.stringify({ ...body, tags: [] }).match(/aws_\w+\.\w+/g) ?? [];
  return [...new Set(mentioned)].filter((address) => all.has(address));
}
