import { describe, expect, test } from "vitest";
import { deployedResources } from "../../src/review/picture/deployed.ts";
import { type Picture, type PictureBox, pictureOf } from "../../src/review/picture/picture.ts";
import type { ReviewedResource } from "../../src/review/resources.ts";
import { declared, deployed, everything, planned } from "./declared.ts";

const all = (boxes: readonly PictureBox[]): PictureBox[] =>
  boxes.flatMap((box) => [box, ...all(box.children)]);
const box = ({ boxes }: Picture, id: string) => all(boxes).find((one) => one.id === id);
const kinds = ({ boxes }: Picture, kind: string) => all(boxes).filter((one) => one.kind === kind);
const lines = ({ lines: drawn }: Picture, kind: string) =>
  drawn
    .filter((line) => line.kind === kind)
    .map(({ from, to, label }) => [from, to, label].filter(Boolean).join(" → "));

const thing = (address: string, values: Record<string, unknown> = {}, references = {}): ReviewedResource => ({
  address,
  type: address.slice(0, address.indexOf(".")),
  module: "root",
  region: "ap-southeast-1",
  change: "none",
  declared: values,
  references,
});

describe("what is drawn", () => {
  test.each([
    ["dev", {}],
    ["staging", { interface_endpoints: ["private-eks"] }],
    ["prod", {}],
    ["prod", everything],
    [
      "dev",
      {
        nat_gateways: "none",
        interface_endpoints: ["private-eks"],
        cluster_admins: ["arn:aws:iam::123456789012:role/admin"],
      },
    ],
  ])("every resource of %s %j is in exactly one box", (environment, values) => {
    const resources = declared(environment, values);
    for (const given of [resources, deployed(resources)]) {
      const drawn = all(pictureOf(given, "x").boxes).flatMap(({ addresses }) => addresses);
      expect(drawn.toSorted()).toEqual(given.map(({ address }) => address).toSorted());
    }
  });

  test("no two boxes have the same id, and every line has boxes at its ends", () => {
    const picture = pictureOf(declared("prod", everything), "prod");
    const ids = all(picture.boxes).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of picture.lines)
      expect([ids.includes(from), ids.includes(to)]).toEqual([true, true]);
  });

  test("a state tells the same as the declaration, by ids and ARNs alone", () => {
    const resources = declared("prod", everything);
    const [from, to] = [pictureOf(resources, "prod"), pictureOf(deployed(resources), "prod")];
    expect(to.boxes).toEqual(from.boxes);
    expect(to.lines).toEqual(from.lines);
  });

  test("a bucket's settings are in the bucket's box, a launch template and its tags in the node group's", () => {
    const dev = pictureOf(declared("dev"), "dev");
    expect(box(dev, "aws_s3_bucket.data")?.addresses.toSorted()).toEqual([
      "aws_s3_bucket.data",
      "aws_s3_bucket_lifecycle_configuration.data",
      "aws_s3_bucket_logging.data",
      "aws_s3_bucket_ownership_controls.data",
      "aws_s3_bucket_policy.data",
      "aws_s3_bucket_public_access_block.data",
      "aws_s3_bucket_server_side_encryption_configuration.data",
      "aws_s3_bucket_versioning.data",
    ]);
    expect(box(dev, "aws_eks_node_group.main")?.addresses).toEqual([
      "aws_eks_node_group.main",
      "aws_launch_template.main",
      "aws_autoscaling_group_tag.main_autoscaler_enabled",
      "aws_autoscaling_group_tag.main_autoscaler_cluster",
    ]);
    expect(box(dev, "aws_nat_gateway.a")?.addresses).toContain("aws_eip.nat_a");
  });

  test("zones stand in order, public subnets before private ones, NAT gateways in the subnet they are in", () => {
    const dev = pictureOf(declared("dev"), "dev");
    expect(kinds(dev, "zone").map(({ title, children }) => [title, children.map(({ id }) => id)])).toEqual([
      ["ap-southeast-1a", ["aws_subnet.public_a", "aws_subnet.private_a"]],
      ["ap-southeast-1b", ["aws_subnet.public_b", "aws_subnet.private_b"]],
      ["ap-southeast-1c", ["aws_subnet.public_c", "aws_subnet.private_c"]],
    ]);
    expect(box(dev, "aws_subnet.public_a")?.children.map(({ id }) => id)).toEqual(["aws_nat_gateway.a"]);
    expect(box(dev, "aws_eks_node_group.spot")?.across).toEqual([
      "aws_subnet.private_a",
      "aws_subnet.private_b",
      "aws_subnet.private_c",
    ]);
  });

  test("says what a thing is in a reader's words", () => {
    const dev = pictureOf(declared("dev", { cluster_public_access_cidrs: ["203.0.113.0/24"] }), "dev");
    const words = (id: string) => [box(dev, id)?.title, ...(box(dev, id)?.details ?? [])];
    expect(words("aws_eks_cluster.eks")).toEqual([
      "EKS retail-mlops-dev",
      "Kubernetes 1.36",
      "public endpoint, from 203.0.113.0/24",
      "add-ons: vpc-cni, kube-proxy, eks-pod-identity-agent, coredns, aws-ebs-csi-driver",
    ]);
    expect(words("aws_eks_node_group.spot")).toEqual([
      "Node group spot",
      "m6i.large, m5.large, m5a.large, m6a.large",
      "0 to 10 nodes, spot",
    ]);
    expect(words("aws_iam_role.fluent_bit")).toEqual(["fluent-bit-role", "for amazon-cloudwatch/fluent-bit"]);
    expect(words("aws_cloudwatch_log_group.flow_logs")).toContain("kept 30 days");
  });
});

describe("lines", () => {
  const dev = pictureOf(declared("dev"), "dev");

  test("traffic comes in through the gateway, and goes out through the zone's NAT gateway", () => {
    expect(lines(dev, "traffic")).toEqual([
      "internet → aws_internet_gateway.vpc",
      ...["a", "b", "c"].map((zone) => `aws_internet_gateway.vpc → aws_subnet.public_${zone}`),
      ...["a", "b", "c"].map((zone) => `aws_subnet.private_${zone} → aws_nat_gateway.a`),
    ]);
    const open = pictureOf(declared("dev", { cluster_public_access_cidrs: ["203.0.113.0/24"] }), "dev");
    expect(lines(open, "traffic").at(-1)).toBe("internet → aws_eks_cluster.eks → public endpoint");
    const each = pictureOf(declared("prod"), "prod");
    expect(lines(each, "traffic").slice(4)).toEqual(
      ["a", "b", "c"].map((zone) => `aws_subnet.private_${zone} → aws_nat_gateway.${zone}`),
    );
  });

  test("who uses what, said once for what all of a group do", () => {
    expect(lines(dev, "access")).toEqual([
      "nodes-aws_vpc.vpc → aws_eks_cluster.eks → join",
      "nodes-aws_vpc.vpc → repositories-ap-southeast-1 → pull",
      "aws_eks_cluster.eks → pod-roles-ap-southeast-1 → web identity",
      "aws_vpc_endpoint.s3 → buckets-ap-southeast-1",
      "job-roles-ap-southeast-1 → aws_s3_bucket.data → read, write",
      "job-roles-ap-southeast-1 → aws_s3_bucket.artifacts → read, write",
    ]);
  });

  test("where records and copies go", () => {
    expect(lines(dev, "delivery")).toEqual([
      "aws_cloudtrail.cloudtrail → aws_s3_bucket.logs → events",
      "aws_cloudtrail.cloudtrail → aws_cloudwatch_log_group.cloudtrail → events",
      "aws_flow_log.vpc → aws_cloudwatch_log_group.flow_logs",
      "aws_s3_bucket.data → aws_s3_bucket.logs → access logs",
      "aws_s3_bucket.artifacts → aws_s3_bucket.logs → access logs",
      "aws_eks_cluster.eks → aws_cloudwatch_log_group.control_plane → control plane logs",
    ]);
    const copied = pictureOf(declared("prod", { replica_region: "ap-northeast-1" }), "prod");
    expect(lines(copied, "delivery").filter((line) => line.endsWith("replicate"))).toEqual([
      "aws_s3_bucket.data → buckets-ap-northeast-1 → replicate",
      "aws_s3_bucket.artifacts → buckets-ap-northeast-1 → replicate",
      "repositories-ap-southeast-1 → repositories-ap-northeast-1 → replicate",
    ]);
  });

  test("a key and what it encrypts: the logs bucket, which S3's own key encrypts, is not among it", () => {
    expect(lines(dev, "encryption")).toEqual([
      "aws_kms_key.logs → log-groups-ap-southeast-1 → encrypts",
      "aws_kms_key.eks → aws_eks_cluster.eks → encrypts",
      "aws_kms_key.eks → nodes-aws_vpc.vpc → encrypts",
      "aws_kms_key.s3 → aws_s3_bucket.data → encrypts",
      "aws_kms_key.s3 → aws_s3_bucket.artifacts → encrypts",
      "aws_kms_key.s3 → repositories-ap-southeast-1 → encrypts",
      "aws_kms_key.s3 → aws_cloudtrail.cloudtrail → encrypts",
    ]);
  });
});

describe("changes", () => {
  test("a box shows what happens to its thing, and an update where only settings change", () => {
    const resources = planned(declared("dev"), {
      "aws_s3_bucket_policy.data": "delete",
      "aws_eks_cluster.eks": "replace",
      "aws_eks_addon.coredns": "create",
      "aws_route.private_b_internet": "update",
    });
    const picture = pictureOf(resources, "dev");
    expect(box(picture, "aws_s3_bucket.data")?.change).toBe("update");
    expect(box(picture, "aws_eks_cluster.eks")?.change).toBe("replace");
    expect(box(picture, "aws_subnet.private_b")?.change).toBe("update");
    expect(box(picture, "aws_subnet.private_a")?.change).toBe("none");
  });

  test("interface endpoints that are one box change together, or are updated", () => {
    const resources = declared("dev", { interface_endpoints: ["private-eks"] });
    const endpoints = (changes: Parameters<typeof planned>[1]) =>
      kinds(pictureOf(planned(resources, changes), "dev"), "interface-endpoints").map(({ title, change }) => [
        title,
        change,
      ]);
    expect(endpoints({ "*": "create" })).toEqual([["10 interface endpoints", "create"]]);
    expect(endpoints({ "aws_vpc_endpoint.sts": "create" })).toEqual([["10 interface endpoints", "update"]]);
  });
});

describe("what is not ours", () => {
  test("types that nobody listed have a box; their settings are found by their names", () => {
    const queue = thing("aws_sqs_queue.jobs", { name: "jobs" });
    const policy = thing("aws_sqs_queue_policy.jobs", {}, { queue_url: ["aws_sqs_queue.jobs"] });
    const picture = pictureOf([queue, policy, thing("random_pet.name")], "x");
    expect(
      kinds(picture, "other").map(({ title, details, addresses }) => ({ title, details, addresses })),
    ).toEqual([
      {
        title: "jobs",
        details: ["aws_sqs_queue"],
        addresses: ["aws_sqs_queue.jobs", "aws_sqs_queue_policy.jobs"],
      },
      { title: "name", details: ["random_pet"], addresses: ["random_pet.name"] },
    ]);
  });

  test("parts of a network that is not here are kept, among the others", () => {
    const subnet = thing("aws_subnet.a", { vpc_id: "vpc-0123", cidr_block: "10.0.0.0/24" });
    const gateway = thing("aws_nat_gateway.a", {}, { subnet_id: ["aws_subnet.a"] });
    const picture = pictureOf([subnet, gateway], "x");
    expect(all(picture.boxes).flatMap(({ addresses }) => addresses)).toEqual([
      "aws_subnet.a",
      "aws_nat_gateway.a",
    ]);
  });

  test("things that set each other end somewhere", () => {
    const a = thing("aws_x_y.a", {}, { of: ["aws_x_y_z.b"] });
    const b = thing("aws_x_y_z.b", {}, { of: ["aws_x_y.a"] });
    expect(all(pictureOf([a, b], "x").boxes).flatMap(({ addresses }) => addresses)).toEqual([
      "aws_x_y.a",
      "aws_x_y_z.b",
    ]);
  });

  test("nothing at all is an empty picture", () => {
    expect(pictureOf([], "x")).toEqual({ title: "x", boxes: [], lines: [] });
  });
});

test("a state's entries keep module and order of what is declared, and stand in the region that they name, or their declaration", () => {
  const entry = (address: string, arn?: string) => ({
    address,
    type: address.slice(0, address.indexOf(".")),
    attributes: arn ? { arn } : {},
  });
  const entries = [
    entry("aws_iam_role.gone", "arn:aws:iam::1:role/a"),
    entry("aws_ecr_lifecycle_policy.copy"),
    entry('aws_kms_key.keys["x"]', "arn:aws:kms:ap-south-1:1:key/a"),
  ];
  const known = [
    { ...thing("aws_kms_key.keys"), module: "kms" },
    { ...thing("aws_ecr_lifecycle_policy.copy"), module: "ecr", region: "eu-west-1" },
  ];
  const read = deployedResources(entries, { declared: known, region: "us-east-1" });
  expect(read.map(({ address, module, region }) => [address, module, region])).toEqual([
    ['aws_kms_key.keys["x"]', "kms", "ap-south-1"],
    ["aws_ecr_lifecycle_policy.copy", "ecr", "eu-west-1"],
    ["aws_iam_role.gone", "(no longer declared)", "us-east-1"],
  ]);
});
