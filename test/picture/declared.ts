import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { type ReviewedResource, reviewedResources } from "../../src/review/resources.ts";

/** What an environment declares, as a review reads it. */
export function declared(environment: string, values: Record<string, unknown> = {}): ReviewedResource[] {
  const today = new Date("2026-11-23");
  const given = { account_id: "123456789012", ...values };
  const { settings, problems } = checkSettings(environment, given, { today });
  if (!settings) throw new Error(JSON.stringify(problems));
  const { configuration, resources } = synthesize(environment, settings);
  return reviewedResources({ configuration, declared: resources });
}

/** The largest that the settings allow in zones, endpoints and regions. */
export const everything = {
  region: "us-east-1",
  zones: ["a", "b", "c", "d", "e", "f"],
  replica_region: "eu-west-1",
  interface_endpoints: ["private-eks-sagemaker"],
  hosted_zone_ids: ["Z0123456789ABCDEFGHIJ"],
};

/** The same with what a plan does to some of it; `*` is all the rest. */
export const planned = (
  resources: readonly ReviewedResource[],
  changes: Readonly<Record<string, ReviewedResource["change"]>>,
): ReviewedResource[] =>
  resources.map((resource) => ({
    ...resource,
    change: changes[resource.address] ?? changes["*"] ?? "none",
  }));

/**
 * The same as a state holds it: no references, but the values that they stand for. Ids and ARNs are made up after the address; names are
 * those that are declared.
 */
export function deployed(resources: readonly ReviewedResource[]): ReviewedResource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const made = (address: string, attribute: string): string => {
    const { region, declared: own = {} } = byAddress.get(address) ?? { region: "" };
    const literal = own[attribute];
    if (typeof literal === "string" && !literal.includes("${")) return literal;
    return attribute === "arn"
      ? `arn:aws:service:${region}:123456789012:${address}`
      : `${attribute}-of-${address}`;
  };
  return resources.map(({ address, type, module, region, declared: own = {} }) => {
    const text = JSON.stringify(own)
      .replace(/\$\{replace\((\w+\.\w+)\.url[^}]*\}/g, "$1")
      .replace(/\$\{([a-z0-9_]+\.\w+)\.(\w+)[^}]*\}/g, (_, of, attribute) => made(of, attribute));
    const computed = { id: made(address, "id"), arn: made(address, "arn"), key_id: made(address, "key_id") };
    const group = { resources: [{ autoscaling_groups: [{ name: `resources-of-${address}` }] }] };
    const cluster = { identity: [{ oidc: [{ issuer: `identity-of-${address}` }] }] };
    const known = {
      ...(type === "aws_eks_node_group" ? group : {}),
      ...(type === "aws_eks_cluster" ? cluster : {}),
    };
    const values = { ...computed, ...known, ...JSON.parse(text), region };
    return { address, type, module, region, change: "none", deployed: values, references: {} };
  });
}

/** 2,000 resources: prod with everything, and hundreds each of six kinds. */
export const many: ReviewedResource[] = [
  ...declared("prod", everything),
  ...Array.from({ length: 1840 }, (_, index): ReviewedResource => {
    const type =
      ["aws_s3_bucket", "aws_iam_role", "aws_kms_key", "aws_sqs_queue", "aws_ecr_repository", "aws_subnet"][
        index % 6
      ] ?? "";
    const network = { vpc_id: ["aws_vpc.vpc"] };
    return {
      address: `${type}.many_${index}`,
      type,
      module: "root",
      region: "us-east-1",
      change: index % 5 === 0 ? "create" : "none",
      declared: {
        name: `many-${index}`,
        availability_zone: `us-east-1${"abcdef"[index % 4]}`,
        assume_role_policy: "{}",
      },
      references: type === "aws_subnet" ? network : {},
    };
  }),
];

/** Everything, and everything again under other addresses. */
export const twice = (resources: readonly ReviewedResource[]): ReviewedResource[] => [
  ...resources,
  ...resources.map((resource) => ({
    ...resource,
    address: `${resource.address}_2`,
    references: Object.fromEntries(
      Object.entries(resource.references).map(([name, all]) => [name, all.map((one) => `${one}_2`)]),
    ),
  })),
];
