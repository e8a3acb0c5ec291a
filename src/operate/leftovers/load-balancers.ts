import {
  DescribeTagsCommand as DescribeClassicTagsCommand,
  type ElasticLoadBalancingClient,
  paginateDescribeLoadBalancers as paginateClassic,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { controllerOf, type Tags, tagsOf } from "./controllers.ts";
import type { Estate } from "./estate.ts";
import type { Finder, Leftover, LeftoverKind } from "./leftover.ts";

/** AWS tells the tags of twenty at a time. */
const TAGS_AT_ONCE = 20;

/** Load balancers in our VPC: nothing here declares one, so each is a controller's, or somebody's. */
export const loadBalancers: Finder = {
  title: "load balancers in the VPC (elasticloadbalancing:DescribeLoadBalancers, DescribeTags)",
  find: async ({ balancing, classic }, estate) => {
    if (estate.vpcIds.length === 0) return [];
    const found = await Promise.all([balancersOf(balancing, estate), classicOf(classic, estate)]);
    return found.flat();
  },
};

/** Target groups in our VPC; they hold nothing back, but nobody else would remove them. */
export const targetGroups: Finder = {
  title: "target groups in the VPC (elasticloadbalancing:DescribeTargetGroups, DescribeTags)",
  find: async ({ balancing: client }, estate) => {
    if (estate.vpcIds.length === 0) return [];
    const found: { id: string; name: string }[] = [];
    for await (const { TargetGroups = [] } of paginateDescribeTargetGroups({ client }, {}))
      for (const { VpcId = "", TargetGroupArn = "", TargetGroupName = "" } of TargetGroups)
        if (estate.vpcIds.includes(VpcId)) found.push({ id: TargetGroupArn, name: TargetGroupName });
    const tags = await tagsByArn(
      client,
      found.map(({ id }) => id),
    );
    // Whoever made one by hand keeps it: it does not stand in the way.
    return found.flatMap(({ id, name }) => {
      const maker = controllerOf(tags.get(id) ?? {}, estate.clusters);
      return maker
        ? [{ kind: "target-group" as const, id, name, what: `made by ${maker}`, remedy: "sweep" as const }]
        : [];
    });
  },
};

async function balancersOf(client: ElasticLoadBalancingV2Client, estate: Estate): Promise<Leftover[]> {
  const found: { id: string; name: string; type: string }[] = [];
  for await (const { LoadBalancers = [] } of paginateDescribeLoadBalancers({ client }, {}))
    for (const { VpcId = "", LoadBalancerArn = "", LoadBalancerName = "", Type = "" } of LoadBalancers)
      if (estate.vpcIds.includes(VpcId))
        found.push({ id: LoadBalancerArn, name: LoadBalancerName, type: Type });
  const tags = await tagsByArn(
    client,
    found.map(({ id }) => id),
  );
  return found.map(({ id, name, type }) =>
    balancer("load-balancer", { id, name, type, tags: tags.get(id) ?? {}, estate }),
  );
}

async function classicOf(client: ElasticLoadBalancingClient, estate: Estate): Promise<Leftover[]> {
  const names: string[] = [];
  for await (const { LoadBalancerDescriptions = [] } of paginateClassic({ client }, {}))
    for (const { VPCId = "", LoadBalancerName = "" } of LoadBalancerDescriptions)
      if (estate.vpcIds.includes(VPCId)) names.push(LoadBalancerName);
  const leftovers: Leftover[] = [];
  for (const LoadBalancerNames of portions(names)) {
    const { TagDescriptions = [] } = await client.send(new DescribeClassicTagsCommand({ LoadBalancerNames }));
    for (const { LoadBalancerName: name = "", Tags } of TagDescriptions)
      leftovers.push(
        balancer("classic-load-balancer", { id: name, name, type: "classic", tags: tagsOf(Tags), estate }),
      );
  }
  return leftovers;
}

interface Balancer {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly tags: Tags;
  readonly estate: Estate;
}

function balancer(kind: LeftoverKind, { id, name, type, tags, estate }: Balancer): Leftover {
  const maker = controllerOf(tags, estate.clusters);
  const common = { kind, id, name };
  if (maker) return { ...common, what: `${type}, made by ${maker}`, remedy: "sweep" };
  const command =
    kind === "load-balancer"
      ? `aws elbv2 delete-load-balancer --load-balancer-arn ${id}`
      : `aws elb delete-load-balancer --load-balancer-name ${id}`;
  return { ...common, what: `${type}, made by nobody that we know`, remedy: "by-hand", todo: command };
}

async function tagsByArn(
  client: ElasticLoadBalancingV2Client,
  arns: readonly string[],
): Promise<Map<string, Tags>> {
  const found = new Map<string, Tags>();
  for (const ResourceArns of portions(arns)) {
    const { TagDescriptions = [] } = await client.send(new DescribeTagsCommand({ ResourceArns }));
    for (const { ResourceArn = "", Tags } of TagDescriptions) found.set(ResourceArn, tagsOf(Tags));
  }
  return found;
}

function portions(all: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < all.length; at += TAGS_AT_ONCE) parts.push(all.slice(at, at + TAGS_AT_ONCE));
  return parts;
}
