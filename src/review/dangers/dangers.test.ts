import { describe, expect, test } from "vitest";
import { summarize } from "../summary.ts";
import { dangersOf, verdictOf } from "./dangers.ts";
import { changed, dangersOfChanges, staying } from "./testing.ts";

const replace = ["delete", "create"];
const bucket = changed("aws_s3_bucket.data", { bucket: "data", force_destroy: true }, undefined);
const policy = (...actions: string[]) =>
  JSON.stringify({
    Statement: [{ Sid: "One", Effect: "Allow", Action: actions, Resource: "${aws_vpc.vpc.arn}" }],
  });

describe("what a plan does that matters", () => {
  test("comes with the worst first", () => {
    const dangers = dangersOfChanges([
      changed("aws_vpc.vpc", { tags: { a: "1" } }, { tags: { a: "2" } }),
      changed("aws_subnet.a", { x: 1 }, { x: 2 }),
      changed("aws_iam_role_policy.p", { policy: policy("a:A") }, { policy: policy("a:B") }),
      changed("aws_nat_gateway.a", {}, {}, { actions: replace }),
      changed("aws_eks_cluster.c", { version: "1.35" }, { version: "1.36" }),
      changed("aws_launch_template.l", {}, undefined),
      bucket,
    ]);
    expect(dangers.map(({ kind, address }) => [kind, address])).toEqual([
      ["data-loss", "aws_s3_bucket.data"],
      ["destroy", "aws_launch_template.l"],
      ["replace", "aws_nat_gateway.a"],
      ["interruption", "aws_eks_cluster.c"],
      ["access", "aws_iam_role_policy.p"],
      ["change", "aws_subnet.a"],
      ["cosmetic", "aws_vpc.vpc"],
    ]);
  });

  test("creations are no danger, nor are policies of what is created with them", () => {
    const configuration = {
      resource: {
        aws_iam_role: { r: { name: "r" } },
        aws_iam_role_policy: { p: { role: "${aws_iam_role.r.id}", policy: policy("a:A") } },
      },
    };
    const created = changed("aws_iam_role_policy.p", undefined, { policy: policy("a:A") });
    const role = changed("aws_iam_role.r", undefined, {
      name: "r",
      assume_role_policy: policy("sts:AssumeRole"),
    });
    expect(dangersOfChanges([role, created], configuration)).toEqual([]);
    expect(dangersOfChanges([created], configuration)).toMatchObject([{ kind: "access", opens: true }]);
  });

  test("a replacement names what forces it, with both values", () => {
    const vpc = changed("aws_vpc.vpc", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.1.0.0/16" });
    const change = { ...vpc.change, actions: replace, replace_paths: [["cidr_block"]] };
    expect(dangersOfChanges([{ ...vpc, change }])[0]?.forcedBy).toMatchObject([
      { path: "cidr_block", before: "10.0.0.0/16", after: "10.1.0.0/16" },
    ]);
  });

  test("what goes with its owner, or because of what it refers to, follows the first of the chain", () => {
    const forced = (address: string, attribute: string) => {
      const one = changed(address, { [attribute]: "1" }, {}, { unknown: { [attribute]: true } });
      return { ...one, change: { ...one.change, actions: replace, replace_paths: [[attribute]] } };
    };
    const configuration = {
      resource: {
        aws_subnet: { a: { vpc_id: "${aws_vpc.vpc.id}" } },
        aws_route_table_association: { a: { subnet_id: "${aws_subnet.a.id}" } },
        aws_lb: { main: { subnets: "${aws_subnet.a.id}" } },
      },
    };
    const dangers = dangersOfChanges(
      [
        changed("aws_vpc.vpc", { id: "vpc-1" }, {}, { actions: replace }),
        forced("aws_subnet.a", "vpc_id"),
        forced("aws_route_table_association.a", "subnet_id"),
        forced("aws_lb.main", "subnets"),
      ],
      configuration,
    );
    expect(dangers.map(({ address, follows }) => [address, follows])).toEqual([
      ["aws_vpc.vpc", undefined],
      ["aws_subnet.a", "aws_vpc.vpc"],
      ["aws_route_table_association.a", "aws_vpc.vpc"],
      ["aws_lb.main", "aws_vpc.vpc"],
    ]);
  });

  test("what follows and holds data is told as lost all the same", () => {
    const key = changed("aws_kms_key.k", { id: "k" }, {}, { actions: replace });
    const one = changed(
      "aws_ecr_repository.train",
      { name: "train", force_delete: true, kms_key: "k" },
      { name: "train" },
      { unknown: { kms_key: true } },
    );
    const change = { ...one.change, actions: replace, replace_paths: [["kms_key"]] };
    const configuration = {
      resource: { aws_ecr_repository: { train: { kms_key: "${aws_kms_key.k.arn}" } } },
    };
    expect(dangersOfChanges([key, { ...one, change }], configuration)).toMatchObject([
      { kind: "data-loss", address: "aws_kms_key.k" },
      { kind: "data-loss", address: "aws_ecr_repository.train", follows: "aws_kms_key.k" },
    ]);
  });

  test("what is no longer declared belongs to what has its name in the state", () => {
    const versioning = changed(
      "aws_s3_bucket_versioning.data",
      { bucket: "data", versioning_configuration: [{ status: "Enabled" }] },
      undefined,
    );
    expect(dangersOfChanges([bucket, versioning])).toMatchObject([
      { kind: "data-loss", address: "aws_s3_bucket.data" },
      { kind: "destroy", address: "aws_s3_bucket_versioning.data", follows: "aws_s3_bucket.data" },
    ]);
  });

  test("a removal known from events only is told by what is declared", () => {
    const configuration = { resource: { aws_s3_bucket: { data: { bucket: "data", force_destroy: true } } } };
    expect(
      dangersOfChanges(
        [changed("aws_s3_bucket.data", undefined, undefined, { actions: ["delete"] })],
        configuration,
      ),
    ).toMatchObject([
      { kind: "data-loss", what: expect.stringContaining("Bucket data is destroyed with every object") },
    ]);
  });

  test.each([
    ["tags", { tags: { a: "1" }, tags_all: { a: "1" } }, { tags: {}, tags_all: {} }],
    ["a description", { description: "a" }, { description: "b" }],
    ["another order", { list: ["a", "b"] }, { list: ["b", "a"] }],
    ["nothing, spelled otherwise", { a: "", b: [], c: { x: null } }, { a: null, b: null, c: {} }],
    ["a Sid", { policy: policy("a:A") }, { policy: policy("a:A").replace("One", "Two") }],
    [
      "a list of one action",
      { policy: policy("a:A") },
      { policy: policy("a:A").replace('["a:A"]', '"a:A"') },
    ],
  ])("%s: cosmetic", (_, before, after) => {
    expect(
      dangersOfChanges([changed("aws_iam_role_policy.x", before, after)]).map(({ kind }) => kind),
    ).toEqual(["cosmetic"]);
  });

  test("what is hidden or not known yet is not called cosmetic", () => {
    const text = changed("aws_x.a", { tags: { a: "1" } }, { tags: { a: "2" } });
    const hidden = { ...text.change, before_sensitive: { tags: true }, after_sensitive: { tags: true } };
    expect(dangersOfChanges([{ ...text, change: hidden }])).toMatchObject([{ kind: "change" }]);
    const unknown = changed(
      "aws_iam_role_policy.x",
      { policy: policy("a:A") },
      {},
      { unknown: { policy: true } },
    );
    expect(dangersOfChanges([unknown])).toMatchObject([{ kind: "access" }]);
  });

  test("a tag that Kubernetes goes by is more than that", () => {
    const tags = (value: string) => ({ tags: { "kubernetes.io/role/elb": value } });
    expect(dangersOfChanges([changed("aws_subnet.a", tags("1"), tags("0"))])).toMatchObject([
      { kind: "change" },
    ]);
  });

  test("Terraform's other actions are told for what they are", () => {
    const told = (more: object, actions: string[]) =>
      dangersOfChanges([{ ...changed("aws_s3_bucket.b", {}, {}, { actions }), ...more }]);
    expect(told({ deposed: "1a" }, ["delete"])).toMatchObject([
      {
        kind: "destroy",
        level: "safe",
        what: "What an earlier replacement left behind is destroyed; the resource itself stays.",
      },
    ]);
    expect(told({}, ["forget"])).toMatchObject([{ kind: "change", level: "careful" }]);
    expect(told({ previous_address: "aws_s3_bucket.a" }, ["no-op"])).toMatchObject([
      { kind: "cosmetic", what: "It has another name here: it was aws_s3_bucket.a." },
    ]);
    const imported = { change: { actions: ["no-op"], importing: { id: "b" } } };
    expect(told(imported, ["no-op"])).toMatchObject([{ kind: "change" }]);
    expect(
      told({ action_reason: "delete_because_no_resource_config", type: "aws_eip", address: "aws_x.b" }, [
        "delete",
      ])[0]?.kind,
    ).toBe("destroy");
  });

  test("an unknown policy whose statements stay says what it waits for, and opens nothing", () => {
    const before = policy("ec2:Create").replace("${aws_vpc.vpc.arn}", "arn:aws:ec2:r:1:vpc/vpc-1");
    const configuration = { resource: { aws_iam_role_policy: { p: { policy: policy("ec2:Create") } } } };
    const changes = [
      changed("aws_vpc.vpc", {}, {}, { actions: replace }),
      changed("aws_iam_role_policy.p", { policy: before }, {}, { unknown: { policy: true } }),
    ];
    expect(dangersOfChanges(changes, configuration).find(({ kind }) => kind === "access")).toMatchObject({
      opens: false,
      statements: [],
      advice: ["The text is known once aws_vpc.vpc is changed."],
    });
  });

  test("sensitive values are in no sentence", () => {
    const one = changed("aws_ssm_parameter.p", { name: "hunter2", value: "hunter2" }, undefined);
    const hidden = { ...one, change: { ...one.change, before_sensitive: { name: true, value: true } } };
    const [danger] = dangersOfChanges([hidden]);
    expect(danger).toMatchObject({ kind: "data-loss" });
    expect(JSON.stringify(danger)).not.toContain("hunter2");
  });
});

test("of what is created, a name is told that another resource is declared to have", () => {
  const entry = { principal_arn: "arn:aws:iam::123456789012:role/admin" };
  const association = { principal_arn: "${aws_eks_access_entry.admin.principal_arn}", policy_arn: "x/Admin" };
  const configuration = {
    resource: {
      aws_eks_access_entry: { admin: entry },
      aws_eks_access_policy_association: { admin: association },
    },
  };
  const created = { address: "aws_eks_access_policy_association.admin", change: { actions: ["create"] } };
  const [danger] = dangersOfChanges(
    [{ ...changed(created.address, undefined, {}), change: created.change }],
    configuration,
  );
  expect(danger?.what).toBe("arn:aws:iam::123456789012:role/admin may enter the cluster with Admin.");
});

test("the id of a bucket or a role is told as its name", () => {
  const configuration = {
    resource: {
      aws_iam_role: { node: { name: "node-role" } },
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.node.id}", policy_arn: "x:policy/Admin" },
      },
    },
  };
  const created = {
    ...changed("aws_iam_role_policy_attachment.a", undefined, {}),
    change: { actions: ["create"] },
  };
  expect(dangersOfChanges([created], configuration)[0]?.what).toBe(
    "node-role gets the managed policy Admin.",
  );
});

test("a replacement without a forcing attribute says why", () => {
  const tainted = changed("aws_s3_bucket.b", { force_destroy: true }, {}, { actions: ["delete", "create"] });
  const [danger] = dangersOfChanges([{ ...tainted, action_reason: "replace_because_tainted" }]);
  expect(danger?.advice[0]).toBe("It is replaced because an earlier apply left it unfinished.");
});

describe("what a plan comes down to", () => {
  const verdict = (changes: ReturnType<typeof changed>[], stays = true) => {
    const plan = { resource_changes: stays ? [...changes, staying] : changes };
    const summary = summarize(plan, []);
    return verdictOf(summary, dangersOf(summary, plan));
  };

  test.each([
    ["nothing", [], "nothing", "Nothing to change: what is deployed is what is declared."],
    [
      "creations",
      [changed("aws_vpc.a", undefined, {}), changed("aws_vpc.b", undefined, {})],
      "safe",
      "Safe to apply: 2 resources are created; nothing that exists is touched.",
    ],
    [
      "updates that hurt nobody",
      [changed("aws_subnet.a", { x: 1 }, { x: 2 })],
      "safe",
      "Safe to apply: 1 resource is updated; nothing is lost, interrupted or opened.",
    ],
    [
      "an upgrade",
      [changed("aws_eks_cluster.c", { version: "1.35" }, { version: "1.36" })],
      "careful",
      "Look before you apply: work is interrupted (aws_eks_cluster.c).",
    ],
    [
      "an upgrade that AWS refuses",
      [changed("aws_eks_cluster.c", { version: "1.34" }, { version: "1.36" })],
      "careful",
      "Look before you apply: AWS refuses part of it, and the apply stops half-way (aws_eks_cluster.c); work is interrupted (aws_eks_cluster.c).",
    ],
    [
      "nodes that are replaced, with what only follows",
      [
        changed("aws_autoscaling_group_tag.t", { autoscaling_group_name: "asg" }, {}, { actions: replace }),
        changed(
          "aws_eks_node_group.main",
          { resources: [{ autoscaling_groups: [{ name: "asg" }] }] },
          {},
          { actions: replace },
        ),
      ],
      "careful",
      "Look before you apply: aws_eks_node_group.main, aws_autoscaling_group_tag.t are replaced.",
    ],
    [
      "lost data and a replaced cluster",
      [
        bucket,
        changed("aws_eks_cluster.c", {}, {}, { actions: replace }),
        changed("aws_vpc.a", undefined, {}),
      ],
      "dangerous",
      "Dangerous: data is lost (aws_s3_bucket.data); aws_eks_cluster.c is replaced; 1 is created.",
    ],
    [
      "rights that come, and logging that goes",
      [
        changed("aws_iam_role_policy.p", { policy: policy("a:A") }, { policy: policy("a:*") }),
        changed("aws_cloudtrail.t", { enable_logging: true }, { enable_logging: false }),
      ],
      "careful",
      "Look before you apply: more access is given (aws_iam_role_policy.p); logging or encryption is switched off (aws_cloudtrail.t).",
    ],
  ] as const)("%s", (_, changes, level, sentence) => {
    expect(verdict([...changes])).toEqual({ level, sentence });
  });

  test("a network replaced under a cluster that stays is refused, and of many harms each names one resource", () => {
    const changes = [
      changed("aws_vpc.a", { cidr_block: "10.0.0.0/16" }, {}, { actions: replace }),
      changed("aws_s3_bucket.x", { bucket: "x", force_destroy: true }, undefined),
      changed("aws_s3_bucket.y", { bucket: "y", force_destroy: true }, undefined),
    ];
    const plan = { resource_changes: [...changes, staying] };
    const summary = summarize(plan, []);
    const dangers = dangersOf(summary, plan, { resource: { aws_eks_cluster: { c: {} } } });
    expect(verdictOf(summary, dangers).sentence).toBe(
      "Dangerous: AWS refuses part of it, and the apply stops half-way (aws_vpc.a); data is lost (aws_s3_bucket.x and 1 more); aws_vpc.a is replaced.",
    );
  });

  test("a removal names the data that goes with everything", () => {
    expect(verdict([bucket, changed("aws_kms_key.k", {}, undefined)], false)).toEqual({
      level: "dangerous",
      sentence: "Dangerous: everything is destroyed, 2 resources, with the data in 1 bucket.",
    });
  });
});
