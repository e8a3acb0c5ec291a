import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Price, PriceList } from "../../facts/prices/price.ts";
import type { ReviewedResource } from "../resources.ts";
import { type CostInputs, costDifference, estimateCost, priceListOf, pricesUsed } from "./estimate.ts";
import { assumptions } from "./usage.ts";

/** A dollar for everything, so that a bill shows quantities; spot prices only where somebody asked for them. */
const aDollarEach: PriceList = {
  priceOf: (id, region) => (id.startsWith("ec2.spot.") ? undefined : price(id, region)),
};

function price(id: string, region: string, usd: Price["usd"] = 1): Price {
  return { id, what: id, region, unit: "hour", per: 1, usd, source: "a test", date: "2026-11-23" };
}

const region = "ap-southeast-1";

function resource(address: string, declared: object, more: Partial<ReviewedResource> = {}): ReviewedResource {
  const type = address.slice(0, address.indexOf("."));
  return {
    address,
    type,
    module: "root",
    region,
    change: "none",
    declared: declared as never,
    references: {},
    ...more,
  };
}

function inputs(
  resources: readonly ReviewedResource[],
  usage: Record<string, number> = {},
  more: Partial<CostInputs> = {},
): CostInputs {
  return { resources, usage, prices: aDollarEach, date: "2026-11-23", ...more };
}

/** `what: quantity` of everything that a resource pays for. */
function quantities(...given: Parameters<typeof inputs>): Record<string, number> {
  const { lines } = estimateCost(inputs(...given));
  return Object.fromEntries(lines.map(({ what, quantity }) => [what, quantity]));
}

const nodes = (capacity: string, desired: number, min = 0, max = 10, types = ["m6i.large"]) =>
  resource(`aws_eks_node_group.${capacity.toLowerCase()}`, {
    capacity_type: capacity,
    instance_types: types,
    scaling_config: { desired_size: desired, min_size: min, max_size: max },
  });

describe("a cluster", () => {
  const kubernetes = [
    { version: "1.34", standardEnds: "2026-12-02", extendedEnds: "2027-12-02" },
    { version: "1.33", standardEnds: "2026-07-29", extendedEnds: "2027-07-29" },
  ];
  const cluster = (version: string, more = {}) => resource("aws_eks_cluster.eks", { version, ...more });
  const supportOf = (one: ReviewedResource, date: string) =>
    estimateCost(inputs([one], {}, { kubernetes, date })).lines.map(({ price, monthly }) => [
      price.id,
      monthly,
    ]);

  it("is in extended support from the day on which standard support ends", () => {
    expect(supportOf(cluster("1.34"), "2026-12-01")).toEqual([["eks.cluster.standard", 730]]);
    expect(supportOf(cluster("1.34"), "2026-12-02")).toEqual([["eks.cluster.extended", 730]]);
    expect(supportOf(cluster("1.33"), "2026-11-23")).toEqual([["eks.cluster.extended", 730]]);
  });

  it("is upgraded before that where its upgrade policy says so", () => {
    const leaves = cluster("1.33", { upgrade_policy: { support_type: "STANDARD" } });
    expect(supportOf(leaves, "2026-11-23")).toEqual([["eks.cluster.standard", 730]]);
  });

  it("in extended support has the upgrade among its savings, with what it saves", () => {
    const newer = [
      { version: "1.36", standardEnds: "2027-08-02", extendedEnds: "2028-08-02" },
      { version: "1.35", standardEnds: "2027-03-27", extendedEnds: "2028-03-27" },
    ];
    const savingsWith = (versions: CostInputs["kubernetes"]) =>
      estimateCost(
        inputs(
          [cluster("1.33")],
          {},
          {
            kubernetes: versions,
            prices: { priceOf: (id, at) => price(id, at, id === "eks.cluster.extended" ? 0.6 : 0.1) },
          },
        ),
      ).savings;
    // Not to 1.34, whose standard support ends in nine days.
    expect(savingsWith([...newer, ...kubernetes])).toMatchObject([
      { id: "standard-support", how: 'eks_cluster_version = "1.35"', monthly: 365 },
    ]);
    expect(savingsWith(kubernetes)).toEqual([]);
  });
});

describe("node groups", () => {
  it("cost their desired size, in hours of their first type, and their volumes", () => {
    const group = nodes("ON_DEMAND", 3, 1, 10, ["t3.medium", "t3.large"]);
    expect(quantities([group])).toEqual({
      "t3.medium nodes, on demand": 3 * 730,
      "nodes' volumes, gp2": 3 * 20,
    });
  });

  it("run as many nodes as use says, within their bounds", () => {
    const group = nodes("ON_DEMAND", 3, 2, 5);
    const hours = (on_demand_nodes: number) =>
      quantities([group], { on_demand_nodes })["m6i.large nodes, on demand"];
    expect([0, 4.5, 99].map(hours)).toEqual([2 * 730, 4.5 * 730, 5 * 730]);
  });

  it("of a kind share the nodes that are assumed, by their desired sizes", () => {
    const [small, large] = [nodes("ON_DEMAND", 1), nodes("ON_DEMAND", 3)];
    const groups = [small, { ...large, address: "aws_eks_node_group.large" }];
    const { lines } = estimateCost(inputs(groups, { on_demand_nodes: 8 }));
    const hours = lines.filter(({ what }) => what.includes("on demand")).map(({ quantity }) => quantity);
    expect(hours).toEqual([2 * 730, 6 * 730]);
  });

  it("have the volumes of their launch templates, whichever way the block is written", () => {
    const volume = { volume_type: "gp3", volume_size: 50, iops: 4000, throughput: 200 };
    for (const ebs of [volume, [volume]]) {
      const template = resource("aws_launch_template.main", { block_device_mappings: [{ ebs }] });
      const group = resource(
        "aws_eks_node_group.main",
        { ...nodes("SPOT", 2).declared, launch_template: { id: "${aws_launch_template.main.id}" } },
        { references: { launch_template: ["aws_launch_template.main"] } },
      );
      expect(quantities([template, group])).toMatchObject({
        "nodes' volumes, gp3": 100,
        "nodes' volumes, more IOPS": 2000,
        "nodes' volumes, more throughput": 150,
      });
    }
  });

  it("on spot cost what is typical of the family, or what is assumed, or what was paid lately", () => {
    const paid = (usage: Record<string, number>, prices = aDollarEach) =>
      estimateCost(inputs([nodes("SPOT", 1)], usage, { prices })).lines[0]?.price.usd;
    expect(paid({})).toBe(0.4);
    expect(paid({ spot_price_percent: 55 })).toBe(0.55);
    const lately: PriceList = {
      priceOf: (id, at) => price(id, at, id.startsWith("ec2.spot") ? 0.31 : 1),
    };
    expect(paid({}, lately)).toBe(0.31);
    expect(paid({ spot_price_percent: 55 }, lately)).toBe(0.55);
  });
});

describe("the network", () => {
  const nat = (zone: string) =>
    resource(`aws_nat_gateway.${zone}`, {}, { references: { allocation_id: [`aws_eip.${zone}`] } });
  const address = (zone: string) => resource(`aws_eip.${zone}`, {});
  const subnets = ["a", "b", "c"].map((zone) =>
    resource(`aws_subnet.private_${zone}`, { availability_zone: `${region}${zone}` }),
  );
  const endpoint = resource("aws_vpc_endpoint.sts", {
    vpc_endpoint_type: "Interface",
    subnet_ids: ["${aws_subnet.private_a.id}", "${aws_subnet.private_b.id}"],
  });
  const use = { nat_gb: 90, aws_services_gb: 30 };

  it("pays one NAT gateway by hour and GB, and for two zones' way to it in both directions", () => {
    expect(quantities([...subnets, nat("a")], use)).toEqual({
      "NAT gateways": 730,
      "data through NAT": 90,
      "other zones' way to NAT": 120,
      "data through NAT to AWS services": 30,
      "other zones' way to NAT, AWS services": 40,
    });
  });

  it("pays no way between zones where each has its own NAT gateway", () => {
    const { lines } = estimateCost(inputs([...subnets, nat("a"), nat("b"), nat("c")], use));
    expect(lines.filter(({ price: { id } }) => id === "transfer.zones")).toEqual([]);
    expect(lines.filter(({ price: { id } }) => id === "nat.hour")).toHaveLength(3);
  });

  it("lets traffic with AWS's services go through interface endpoints where there are any", () => {
    expect(quantities([...subnets, nat("a"), endpoint], use)).toEqual({
      "NAT gateways": 730,
      "data through NAT": 90,
      "other zones' way to NAT": 120,
      "interface endpoints, by zone": 2 * 730,
      "interface endpoints' data": 30,
    });
  });

  it("has S3's gateway endpoint for nothing", () => {
    const gateway = resource("aws_vpc_endpoint.s3", { vpc_endpoint_type: "Gateway" });
    expect(estimateCost(inputs([gateway]))).toMatchObject({ lines: [], notPriced: [] });
  });

  it("saves by one NAT gateway what its hours, its address and its traffic come to", () => {
    const all = [...subnets, ...["a", "b", "c"].flatMap((zone) => [nat(zone), address(zone)])];
    const saving = estimateCost(inputs(all, use)).savings.find(({ id }) => id === "one-nat-gateway");
    // Two gateways and two addresses less; 160 GB of ways between zones more.
    expect(saving?.monthly).toBe(4 * 730 - 160);
  });

  it("says when endpoints cost more than they save, and the other way round", () => {
    const ids = (resources: ReviewedResource[], aws_services_gb: number) =>
      estimateCost(inputs(resources, { ...use, aws_services_gb })).savings.map(({ id }) => id);
    expect(ids([...subnets, nat("a"), endpoint], 30)).toContain("nat-instead-of-endpoints");
    expect(ids([...subnets, nat("a"), endpoint], 1e6)).not.toContain("nat-instead-of-endpoints");
    expect(ids([...subnets, nat("a")], 1e6)).toContain("endpoints-instead-of-nat");
    expect(ids([...subnets, nat("a")], 30)).not.toContain("endpoints-instead-of-nat");
  });

  it("never proposes to remove the only way out", () => {
    const { savings } = estimateCost(inputs([...subnets, endpoint], use));
    expect(savings.map(({ id }) => id)).not.toContain("nat-instead-of-endpoints");
  });
});

describe("buckets", () => {
  const about = (name: string) => ({ references: { bucket: [`aws_s3_bucket.${name}`] } });
  const bucket = resource("aws_s3_bucket.data", { bucket: "data" });
  const versioning = resource(
    "aws_s3_bucket_versioning.data",
    { versioning_configuration: { status: "Enabled" } },
    about("data"),
  );
  const lifecycle = resource(
    "aws_s3_bucket_lifecycle_configuration.data",
    {
      rule: [
        { status: "Enabled", transition: [{ days: 73, storage_class: "GLACIER_IR" }] },
        { status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: 146 }] },
      ],
    },
    about("data"),
  );
  const use = {
    data_stored_gb: 100,
    data_written_gb: 5,
    data_overwritten_gb: 3,
    objects_per_gb: 10,
    s3_write_requests: 0,
    s3_read_requests: 0,
  };

  it("hold the young in one class, the old in the next, and old versions as long as the rules say", () => {
    // A month has 365 / 12 days, so 73 days are 2.4 months.
    expect(quantities([bucket, versioning, lifecycle], use)).toEqual({
      "data, Standard": 12,
      "data, Glacier Instant Retrieval": 88,
      "data, old versions": 14.4,
      "data, moves to Glacier Instant Retrieval": 50,
    });
  });

  it("go through their classes by age, in whichever order the rules are written", () => {
    const rules = resource(
      "aws_s3_bucket_lifecycle_configuration.data",
      {
        rule: [
          {
            transition: [
              { days: 146, storage_class: "DEEP_ARCHIVE" },
              { days: 73, storage_class: "GLACIER_IR" },
            ],
          },
        ],
      },
      about("data"),
    );
    expect(quantities([bucket, rules], use)).toMatchObject({
      "data, Standard": 12,
      "data, Glacier Instant Retrieval": 12,
      "data, Glacier Deep Archive": 76,
    });
  });

  it("go by no rule that is switched off", () => {
    const off = resource(
      "aws_s3_bucket_lifecycle_configuration.data",
      { rule: [{ status: "Disabled", transition: [{ days: 1, storage_class: "GLACIER_IR" }] }] },
      about("data"),
    );
    expect(quantities([bucket, off], use)).toEqual({ "data, Standard": 100 });
  });

  it("pay no way for copies that stay in the region", () => {
    const replica = resource("aws_s3_bucket.data_replica", { bucket: "copy" });
    const rule = [{ destination: [{ bucket: "arn:aws:s3:::copy" }] }];
    const replication = resource("aws_s3_bucket_replication_configuration.data", { rule }, about("data"));
    const { lines } = estimateCost(inputs([bucket, replica, replication], use));
    expect(lines.map(({ price }) => price.id)).not.toContain("transfer.regions");
  });

  it("have no old versions without versioning, and a year of them without a rule", () => {
    expect(quantities([bucket], use)).toEqual({ "data, Standard": 100 });
    expect(quantities([bucket, versioning], use)["data, old versions"]).toBeCloseTo(36, 3);
  });

  it("pay for replication: the way, the requests there, and the second storage", () => {
    const replica = resource("aws_s3_bucket.data_replica", { bucket: "copy" }, { region: "ap-northeast-1" });
    const replication = resource(
      "aws_s3_bucket_replication_configuration.data",
      { rule: [{ destination: [{ bucket: "arn:aws:s3:::copy", storage_class: "STANDARD_IA" }] }] },
      about("data"),
    );
    const { lines } = estimateCost(inputs([bucket, replica, replication], use));
    expect(lines.map(({ price, quantity }) => [price.id, price.region, quantity])).toEqual([
      ["s3.standard", region, 100],
      ["s3.standard-ia", "ap-northeast-1", 100],
      ["transfer.regions", region, 5],
      ["s3.requests.write.standard-ia", "ap-northeast-1", 50],
    ]);
  });

  it("pay a copy's request as one into the class that copies arrive in", () => {
    const replica = resource("aws_s3_bucket.data_replica", { bucket: "copy" }, { region: "ap-northeast-1" });
    const requests = (storage_class?: string) => {
      const rule = [{ destination: [{ bucket: "arn:aws:s3:::copy", storage_class }] }];
      const type = "aws_s3_bucket_replication_configuration.data";
      const { lines } = estimateCost(inputs([bucket, replica, resource(type, { rule }, about("data"))], use));
      return lines.find(({ what }) => what.endsWith("requests"))?.price.id;
    };
    expect([undefined, "INTELLIGENT_TIERING", "GLACIER_IR"].map(requests)).toEqual([
      "s3.requests.write",
      "s3.requests.write",
      "s3.requests.write.glacier-ir",
    ]);
  });

  it("let Intelligent-Tiering move what nobody reads: after 30 days, and after 90", () => {
    const tiering = resource(
      "aws_s3_bucket_lifecycle_configuration.data",
      { rule: [{ transition: [{ days: 73, storage_class: "INTELLIGENT_TIERING" }] }] },
      about("data"),
    );
    const held = (frequently_read_percent: number, data_written_gb = 5) =>
      quantities([bucket, tiering], { ...use, frequently_read_percent, data_written_gb });
    // 88 GB, of which 75 % are not read; 60 days' worth of those are younger than 90 days.
    const days60 = 5 * (60 / (365 / 12)) * 0.75;
    const found = held(25);
    expect(found["data, Intelligent-Tiering"]).toBeCloseTo(22, 3);
    expect(found["data, Intelligent-Tiering, seldom read"]).toBeCloseTo(days60, 3);
    expect(found["data, Intelligent-Tiering, unread for 90 days"]).toBeCloseTo(66 - days60, 3);
    expect(found["data, Intelligent-Tiering, monitoring"]).toBeCloseTo(880, 3);
    expect(held(100)).not.toHaveProperty("data, Intelligent-Tiering, seldom read");
    // So much is written that nothing grows old.
    expect(held(0, 40)).not.toHaveProperty("data, Intelligent-Tiering, unread for 90 days");
  });

  it("share requests with those buckets alone that are told to hold data or artifacts", () => {
    const other = resource("aws_s3_bucket.database_dumps", { bucket: "dumps" });
    const requests = { ...use, s3_write_requests: 1000 };
    expect(quantities([bucket, other], requests)["write requests"]).toBe(1000);
  });

  it("without an assumption on what they hold are listed, not free", () => {
    const { lines, notPriced } = estimateCost(inputs([resource("aws_s3_bucket.exports", {})]));
    expect(lines).toEqual([]);
    expect(notPriced[0]).toMatchObject({ address: "aws_s3_bucket.exports", what: "bucket" });
  });
});

describe("keys, logs, images and the trail", () => {
  it("pay two of a key's rotations at most, and none where it does not rotate", () => {
    const key = (rotates: boolean) => resource("aws_kms_key.s3", { enable_key_rotation: rotates });
    const use = { kms_rotations: 5, kms_requests: 0 };
    expect(quantities([key(true)], use)).toEqual({ keys: 1, "keys' rotated material": 2 });
    expect(quantities([key(false)], use)).toEqual({ keys: 1 });
  });

  it("keep logs compressed, as long as their retention says", () => {
    const group = resource("aws_cloudwatch_log_group.flow_logs", {
      name: "/aws/vpc/x/flow-logs",
      retention_in_days: 365,
    });
    expect(quantities([group], { flow_logs_gb: 10 })).toEqual({
      "flow logs, taken in": 10,
      "flow logs, kept": 10 * 0.15 * 12,
    });
  });

  it("share images among the repositories of a region", () => {
    const repositories = ["train", "infer"].map((name) => resource(`aws_ecr_repository.${name}`, {}));
    const { lines } = estimateCost(inputs(repositories, { images_stored_gb: 30 }));
    expect(lines.map(({ quantity }) => quantity)).toEqual([15, 15]);
    const copy = resource("aws_ecr_repository.train_replica", {}, { region: "ap-northeast-1" });
    const copied = estimateCost(inputs([...repositories, copy], { images_stored_gb: 30 }));
    expect(copied.lines.map(({ quantity }) => quantity)).toEqual([15, 15, 30]);
  });

  it("pay the way of images to other regions, once each, and none to their own", () => {
    const to = (...regions: string[]) => ({
      rule: [{ destination: regions.map((one) => ({ region: one })) }],
    });
    const replication = resource("aws_ecr_replication_configuration.all", {
      replication_configuration: [to(region, "eu-west-1"), to("eu-west-1", "us-east-1")],
    });
    expect(quantities([replication], { images_pushed_gb: 7 })).toEqual({
      "images copied to eu-west-1": 7,
      "images copied to us-east-1": 7,
    });
  });

  it("list logs of another class than Standard, which have other prices", () => {
    const group = resource("aws_cloudwatch_log_group.application", {
      name: "/x/application",
      log_group_class: "INFREQUENT_ACCESS",
    });
    const { lines, notPriced } = estimateCost(inputs([group]));
    expect(lines).toEqual([]);
    expect(notPriced[0]?.what).toBe("log group of class INFREQUENT_ACCESS");
  });

  it("pay every copy of management events after the first", () => {
    const trail = (name: string, more: object = {}) => resource(`aws_cloudtrail.${name}`, more);
    const copies = (...trails: ReviewedResource[]) =>
      estimateCost(inputs(trails, { management_events: 500 }))
        .lines.filter(({ what }) => what === "further copy of management events")
        .map(({ quantity }) => quantity);
    const selecting = (...categories: string[]) => ({
      advanced_event_selector: categories.map((one) => ({
        field_selector: [{ field: "eventCategory", equals: [one] }],
      })),
    });
    expect(copies(trail("one"))).toEqual([]);
    expect(copies(trail("one"), trail("two"))).toEqual([500]);
    expect(copies(trail("one"), trail("two", selecting("Management", "Data")))).toEqual([500]);
    expect(copies(trail("one"), trail("two", selecting("Data")))).toEqual([]);
    const none = { event_selector: [{ include_management_events: false }] };
    expect(copies(trail("one", none), trail("two"))).toEqual([]);
  });

  it("pay data events only where the trail records them, and Insights for each kind", () => {
    const fields = (category: string) => ({
      field_selector: [{ field: "eventCategory", equals: [category] }],
    });
    const trail = (more: object) => resource("aws_cloudtrail.trail", more);
    const use = { data_events: 1000, management_events: 300 };
    expect(quantities([trail({ advanced_event_selector: [fields("Management")] })], use)).toEqual({});
    expect(
      quantities([trail({ advanced_event_selector: [fields("Data")], insight_selector: [{}, {}] })], use),
    ).toEqual({ "trail's data events": 1000, "trail's Insights": 600 });
    const two = ["one", "two"].map((name) =>
      resource(`aws_cloudtrail.${name}`, { advanced_event_selector: [fields("Data")] }),
    );
    const { lines } = estimateCost(inputs(two, use));
    expect(lines.map(({ quantity }) => quantity)).toEqual([1000, 1000]);
  });
});

describe("what has no price", () => {
  it("is listed with the type that has no rule", () => {
    const { notPriced } = estimateCost(inputs([resource("aws_db_instance.main", {})]));
    expect(notPriced).toEqual([
      { address: "aws_db_instance.main", what: "aws_db_instance", why: "no rule for the price of this type" },
    ]);
  });

  it("is listed with the region that the price is not known for", () => {
    const { lines, notPriced } = estimateCost(
      inputs([resource("aws_eip.a", {})], {}, { prices: { priceOf: () => undefined } }),
    );
    expect(lines).toEqual([]);
    expect(notPriced).toEqual([
      {
        address: "aws_eip.a",
        what: "public IPv4 addresses",
        why: "no price of ipv4.hour for ap-southeast-1",
      },
    ]);
  });
});

describe("steps of a price", () => {
  it("are filled by everything in a region together, each line paying its part", () => {
    const prices: PriceList = {
      priceOf: (id, at) => price(id, at, [{ upTo: 10, usd: 0 }, { usd: 1 }]),
    };
    const repositories = ["train", "infer"].map((name) => resource(`aws_ecr_repository.${name}`, {}));
    const { total, lines } = estimateCost(inputs(repositories, { images_stored_gb: 16 }, { prices }));
    expect(total).toBe(6);
    expect(lines.map(({ monthly }) => monthly)).toEqual([3, 3]);
  });
});

describe("costDifference", () => {
  const eip = (change: ReviewedResource["change"], more: Partial<ReviewedResource> = {}) =>
    resource("aws_eip.a", {}, { change, ...more });

  it("is all of it for what is made, and all of it back for what goes", () => {
    expect(costDifference(inputs([eip("create")]))).toEqual({
      before: 0,
      after: 730,
      lines: [{ address: "aws_eip.a", what: "public IPv4 addresses", before: 0, after: 730 }],
    });
    const gone = eip("delete", { declared: undefined, deployed: {} });
    expect(costDifference(inputs([gone]))).toMatchObject({ before: 730, after: 0 });
  });

  it("is nothing for what stays, with and without its values", () => {
    expect(costDifference(inputs([eip("none")]))).toEqual({ before: 730, after: 730, lines: [] });
    expect(costDifference(inputs([eip("none", { deployed: { id: "x" } })])).lines).toEqual([]);
  });

  it("is from what is deployed to what is declared where something is replaced", () => {
    const group = (type: string) => nodes("ON_DEMAND", 1, 0, 10, [type]).declared;
    const replaced = resource("aws_eks_node_group.main", group("m6i.large") as object, {
      change: "replace",
      deployed: group("t3.medium"),
    });
    const { lines } = costDifference(inputs([replaced]));
    expect(lines).toMatchObject([
      { what: "t3.medium nodes, on demand", before: 730, after: 0 },
      { what: "m6i.large nodes, on demand", before: 0, after: 730 },
    ]);
  });

  it("goes on for what Terraform merely forgets", () => {
    const forgotten = eip("forget", { declared: undefined, deployed: {} });
    expect(costDifference(inputs([forgotten]))).toMatchObject({ before: 730, after: 730 });
  });

  it("leaves the number of nodes to the autoscaler where Terraform looks away from it", () => {
    const group = nodes("ON_DEMAND", 2);
    const updated: ReviewedResource = {
      ...group,
      change: "update",
      declared: {
        ...group.declared,
        instance_types: ["t3.large"],
        lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
      },
      deployed: { ...group.declared, scaling_config: [{ desired_size: 6, min_size: 0, max_size: 10 }] },
    };
    const { lines } = costDifference(inputs([updated]));
    expect(lines.map(({ what, before, after }) => [what, before, after])).toEqual(
      expect.arrayContaining([
        ["t3.large nodes, on demand", 0, 6 * 730],
        ["m6i.large nodes, on demand", 6 * 730, 0],
      ]),
    );
  });

  it("finds a deployed bucket's settings by the bucket's name, when nothing declares them any more", () => {
    const gone = (address: string, deployed: object) =>
      resource(address, {}, { change: "delete", declared: undefined, deployed: deployed as never });
    const { lines } = costDifference(
      inputs(
        [
          gone("aws_s3_bucket.data", { id: "d-1", bucket: "d-1" }),
          gone("aws_s3_bucket_versioning.data", {
            bucket: "d-1",
            versioning_configuration: [{ status: "Enabled" }],
          }),
        ],
        { data_overwritten_gb: 1 },
      ),
    );
    expect(lines.map(({ what }) => what)).toContain("data, old versions");
  });
});

describe("any estate, under any use", () => {
  const estate: ReviewedResource[] = [
    resource("aws_eks_cluster.eks", { version: "1.36" }),
    nodes("ON_DEMAND", 2, 1),
    nodes("SPOT", 1),
    resource("aws_vpc.vpc", {}),
    resource("aws_internet_gateway.vpc", {}),
    resource("aws_subnet.private_a", { availability_zone: "a" }),
    resource("aws_subnet.private_b", { availability_zone: "b" }),
    resource("aws_nat_gateway.a", {}),
    resource("aws_kms_key.s3", { enable_key_rotation: true }),
    resource("aws_s3_bucket.data", {}),
    resource("aws_s3_bucket.logs", {}),
    resource(
      "aws_s3_bucket_lifecycle_configuration.data",
      {
        rule: [{ transition: [{ days: 30, storage_class: "INTELLIGENT_TIERING" }] }],
      },
      { references: { bucket: ["aws_s3_bucket.data"] } },
    ),
    resource("aws_cloudwatch_log_group.application", { name: "/x/application", retention_in_days: 30 }),
    resource("aws_ecr_repository.train", {}),
  ];
  const stepped: PriceList = {
    priceOf: (id, at) =>
      id.startsWith("ec2.spot.")
        ? undefined
        : price(id, at, id.startsWith("ec2.") ? 2 : [{ upTo: 500, usd: 0.5 }, { usd: 0.25 }]),
  };
  const someUse = fc.record(
    Object.fromEntries(assumptions.map(({ name, min, max }) => [name, fc.double({ min, max, noNaN: true })])),
  );

  it("costs something, and no line is negative", () => {
    fc.assert(
      fc.property(someUse, (usage) => {
        const { total, lines } = estimateCost(inputs(estate, usage, { prices: stepped }));
        expect(total).toBeGreaterThan(0);
        expect(lines.every(({ monthly }) => monthly >= 0)).toBe(true);
        expect(lines.reduce((sum, { monthly }) => sum + monthly, 0)).toBeCloseTo(total, 2);
      }),
      { numRuns: 50 },
    );
  });

  it("costs no less when any one thing is used more", () => {
    const name = fc.constantFrom(...assumptions.map((one) => one.name));
    fc.assert(
      fc.property(someUse, name, fc.double({ min: 1, max: 3, noNaN: true }), (usage, which, factor) => {
        const more = { ...usage, [which]: (usage[which] ?? 0) * factor };
        const costs = [usage, more].map(
          (one) => estimateCost(inputs(estate, one, { prices: aDollarEach })).total,
        );
        expect((costs[1] ?? 0) - (costs[0] ?? 0)).toBeGreaterThanOrEqual(-0.01);
      }),
      { numRuns: 100 },
    );
  });

  it("differs by exactly what the two estimates differ by", () => {
    const changes = fc.array(fc.constantFrom("create", "none", "delete"), {
      minLength: estate.length,
      maxLength: estate.length,
    });
    fc.assert(
      fc.property(someUse, changes, (usage, change) => {
        const planned = estate.map((one, index): ReviewedResource => {
          const { declared, ...rest } = one;
          if (change[index] === "delete") return { ...rest, change: "delete", deployed: declared };
          return { ...one, change: change[index] === "create" ? "create" : "none" };
        });
        const only = (gone: string) => estate.filter((_, index) => change[index] !== gone);
        const { before, after, lines } = costDifference(inputs(planned, usage));
        expect(before).toBeCloseTo(estimateCost(inputs(only("create"), usage)).total, 2);
        expect(after).toBeCloseTo(estimateCost(inputs(only("delete"), usage)).total, 2);
        const sum = lines.reduce((all, line) => all + line.after - line.before, 0);
        expect(sum).toBeCloseTo(after - before, 1);
      }),
      { numRuns: 50 },
    );
  });

  it("can be reckoned anew elsewhere with just the prices that it says it uses", () => {
    fc.assert(
      fc.property(someUse, (usage) => {
        const here = inputs(estate, {}, { prices: stepped });
        const carried = JSON.parse(JSON.stringify(pricesUsed(here))) as Price[];
        const there = estimateCost({ ...here, usage, prices: priceListOf(carried) });
        expect(there).toEqual(estimateCost({ ...here, usage }));
      }),
      { numRuns: 30 },
    );
  });
});
