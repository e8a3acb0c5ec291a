import type { ReviewedResource } from "../resources.ts";
import { hasPublicEndpoint } from "./about.ts";
import { collapsed, isGroup } from "./collapse.ts";
import type { Ownership } from "./ownership.ts";
import type { PictureBox, PictureLine } from "./picture.ts";
import { type Relations, strings, text, value } from "./relations.ts";

/** Lines between boxes, each said once: what all of a group do, the group does. */
export function linesOf(
  resources: readonly ReviewedResource[],
  relations: Relations,
  owners: Ownership,
  boxes: readonly PictureBox[],
): PictureLine[] {
  const boxByAddress = new Map<string, string>();
  const groupOf = new Map<string, PictureBox>();
  visit(boxes, (box) => {
    for (const address of box.addresses) boxByAddress.set(address, box.id);
    if (isGroup(box)) for (const child of box.children) groupOf.set(child.id, box);
  });
  const around: Surroundings = {
    resources,
    relations,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    box: (address) => boxByAddress.get(address) ?? boxByAddress.get(owners.owner(address)),
    group: (name) =>
      boxes.flatMap(({ children }) => children).find(({ kind }) => kind === `${name}-group`)?.id,
  };
  const lines = [...traffic(around, boxes), ...access(around), ...delivery(around), ...encryption(around)];
  return collapsed(lines, groupOf);
}

interface Surroundings {
  readonly resources: readonly ReviewedResource[];
  readonly relations: Relations;
  ofType(type: string): readonly ReviewedResource[];
  /** The id of the box that stands for an address. */
  box(address: string): string | undefined;
  /** The id of a group in the first region. */
  group(name: string): string | undefined;
}

type Kind = PictureLine["kind"];

/** A line between two boxes that there are and that are not the same. */
function line(kind: Kind, from: string | undefined, to: string | undefined, label?: string): PictureLine[] {
  return from !== undefined && to !== undefined && from !== to
    ? [{ from, to, kind, ...(label ? { label } : {}) }]
    : [];
}

/** From the Internet through its gateway into public subnets; from private ones to the NAT gateway that serves them. */
function traffic({ ofType, relations, box }: Surroundings, boxes: readonly PictureBox[]): PictureLine[] {
  const gateways = ofType("aws_internet_gateway").map(({ address }) => box(address));
  const inbound = gateways.flatMap((gateway) => line("traffic", "internet", gateway));
  const vpcs = boxes.flatMap(({ children }) => children).filter(({ kind }) => kind === "vpc");
  const open = vpcs.flatMap(({ children }) => {
    const gateway = children.find(({ kind }) => kind === "internet-gateway");
    const subnets = children.flatMap((zone) => zone.children).filter(({ kind }) => kind === "public-subnet");
    return subnets.flatMap(({ id }) => line("traffic", gateway?.id, id));
  });
  const tables = new Map<string, string[]>();
  for (const association of ofType("aws_route_table_association")) {
    const [table] = relations.named(association, "route_table_id", "aws_route_table");
    const subnets = relations.named(association, "subnet_id", "aws_subnet");
    if (table) tables.set(table, [...(tables.get(table) ?? []), ...subnets]);
  }
  const outbound = ofType("aws_route").flatMap((route) => {
    const [nat] = relations.named(route, "nat_gateway_id", "aws_nat_gateway");
    const [table] = relations.named(route, "route_table_id", "aws_route_table");
    const subnets = (table && tables.get(table)) || [];
    return nat ? subnets.flatMap((subnet) => line("traffic", box(subnet), box(nat))) : [];
  });
  // A public endpoint is reached past the VPC.
  const clusters = ofType("aws_eks_cluster")
    .filter(hasPublicEndpoint)
    .flatMap(({ address }) => line("traffic", "internet", box(address), "public endpoint"));
  return [...inbound, ...open, ...outbound, ...clusters];
}

/** Who uses what: nodes the cluster, the repositories and S3's endpoint; pods and jobs their roles and buckets. */
function access(around: Surroundings): PictureLine[] {
  const { ofType, relations, box, group, resources } = around;
  const nodes = ofType("aws_eks_node_group").flatMap((nodeGroup) => {
    const [cluster] = relations.named(nodeGroup, "cluster_name", "aws_eks_cluster");
    return [
      ...line("access", box(nodeGroup.address), cluster && box(cluster), "join"),
      ...line("access", box(nodeGroup.address), group("repositories"), "pull"),
    ];
  });
  const pods = ofType("aws_eks_cluster").flatMap(({ address }) =>
    line("access", box(address), group("pod-roles"), "web identity"),
  );
  const endpoints = ofType("aws_vpc_endpoint")
    .filter((endpoint) => /\.s3$/.test(text(endpoint, "service_name") ?? ""))
    .filter((endpoint) => text(endpoint, "vpc_endpoint_type") !== "Interface")
    .flatMap(({ address }) => line("access", box(address), group("buckets")));
  const roles = resources
    .filter(({ type }) => type === "aws_iam_role_policy")
    .flatMap((policy) => {
      const [owner] = relations.named(policy, "role", "aws_iam_role");
      const role = owner ? relations.get(owner) : undefined;
      if (
        !role ||
        !strings([role.declared, role.deployed]).some((one) => one.includes("sagemaker.amazonaws.com"))
      )
        return [];
      return bucketsIn(policy, around).flatMap((bucket) =>
        line("access", box(role.address), box(bucket), "read, write"),
      );
    });
  return [...nodes, ...pods, ...endpoints, ...roles];
}

/** The buckets that a policy's text names. */
function bucketsIn(policy: ReviewedResource, { ofType, relations }: Surroundings): string[] {
  const document = String(policy.declared?.policy ?? policy.deployed?.policy ?? "");
  const literal = ofType("aws_s3_bucket").filter((bucket) => {
    const name = text(bucket, "bucket");
    return name !== undefined && document.includes(`arn:aws:s3:::${name}`);
  });
  const referred = relations.named(policy, "policy", "aws_s3_bucket");
  return [...new Set([...literal.map(({ address }) => address), ...referred])];
}

/** Where records and copies go. */
function delivery({ ofType, relations, box }: Surroundings): PictureLine[] {
  const each = (type: string, attribute: string, target: string, label?: string) =>
    ofType(type).flatMap((resource) =>
      relations
        .named(resource, attribute, target)
        .flatMap((address) => line("delivery", box(resource.address), box(address), label)),
    );
  const control = ofType("aws_eks_cluster").flatMap((cluster) => {
    const name = text(cluster, "name");
    const own = ofType("aws_cloudwatch_log_group").filter(
      (group) => name !== undefined && text(group, "name") === `/aws/eks/${name}/cluster`,
    );
    return own.flatMap(({ address }) =>
      line("delivery", box(cluster.address), box(address), "control plane logs"),
    );
  });
  const images = ofType("aws_ecr_replication_configuration").flatMap((configuration) => {
    const regions = strings(value(configuration, "replication_configuration"));
    const names = ofType("aws_ecr_repository").filter(({ region }) => region === configuration.region);
    return names.flatMap((source) =>
      ofType("aws_ecr_repository")
        .filter((copy) => regions.includes(copy.region) && copy.region !== source.region)
        .filter((copy) => text(copy, "name") === text(source, "name"))
        .flatMap((copy) => line("delivery", box(source.address), box(copy.address), "replicate")),
    );
  });
  return [
    ...each("aws_cloudtrail", "s3_bucket_name", "aws_s3_bucket", "events"),
    ...each("aws_cloudtrail", "cloud_watch_logs_group_arn", "aws_cloudwatch_log_group", "events"),
    ...each("aws_flow_log", "log_destination", "aws_cloudwatch_log_group"),
    ...each("aws_s3_bucket_logging", "target_bucket", "aws_s3_bucket", "access logs"),
    ...control,
    ...each("aws_s3_bucket_replication_configuration", "rule", "aws_s3_bucket", "replicate"),
    ...images,
  ];
}

/** A key and what it encrypts; IAM's and the keys' own documents speak of keys, but encrypt nothing. */
function encryption({ resources, relations, box }: Surroundings): PictureLine[] {
  return resources
    .filter(({ type }) => !/^aws_(iam|kms|vpc)_|_policy$|replication_configuration$/.test(type))
    .flatMap((resource) =>
      relations
        .used(resource, "aws_kms_key", ["policy", "depends_on"])
        .flatMap((key) => line("encryption", box(key), box(resource.address), "encrypts")),
    );
}

function visit(boxes: readonly PictureBox[], act: (box: PictureBox) => void): void {
  for (const box of boxes) {
    act(box);
    visit(box.children, act);
  }
}
