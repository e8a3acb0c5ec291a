import { describe, expect, it } from "vitest";
import { driftOf, type RefreshedPlan } from "./drifted.ts";

const declared = [
  { address: "aws_s3_bucket_versioning.data", module: "s3", path: "data/versioning" },
  { address: "aws_eks_node_group.main", module: "eks", path: "eks/main" },
  { address: "aws_iam_role.node", module: "eks", path: "eks/node" },
  { address: "aws_security_group.endpoints", module: "vpc", path: "vpc/endpoints" },
];

const configuration = {
  resource: {
    aws_s3_bucket_versioning: { data: { versioning_configuration: { status: "Enabled" } } },
    aws_eks_node_group: {
      main: {
        scaling_config: { desired_size: 2, max_size: 10, min_size: 1 },
        lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
      },
    },
    aws_iam_role: { node: { name: "node" } },
    aws_security_group: { endpoints: { name: "endpoints" } },
  },
};

type Sides = readonly [before: unknown, after: unknown];

const change = (address: string, [before, after]: Sides, action = "update") => ({
  address,
  mode: "managed" as const,
  type: address.slice(0, address.indexOf(".")),
  change: { actions: [action], before, after, after_unknown: {} },
});

const drift = (plan: RefreshedPlan, options = {}) => driftOf(plan, declared, configuration, options);

const scaling = (desired_size: number, max_size: number) => ({
  scaling_config: [{ desired_size, max_size, min_size: 1 }],
});

const suspended = [
  { versioning_configuration: [{ status: "Enabled" }] },
  { versioning_configuration: [{ status: "Suspended" }] },
] as const;

describe("driftOf", () => {
  it("tells what an apply would put back, from what it was to what it is, and what that means", () => {
    const [was, is] = suspended;
    const address = "aws_s3_bucket_versioning.data";
    const { resources } = drift({
      resource_drift: [change(address, [was, is])],
      resource_changes: [change(address, [is, was])],
    });
    expect(resources).toMatchObject([
      {
        address,
        module: "s3",
        kind: "changed",
        attributes: [
          {
            path: "versioning_configuration[0].status",
            before: "Enabled",
            after: "Suspended",
            sensitive: false,
          },
        ],
        dangers: [{ rule: "versioning-suspended" }],
      },
    ]);
  });

  it("has what AWS computes, and what the declaration leaves to others, only among the harmless", () => {
    const address = "aws_eks_node_group.main";
    const { resources, harmless } = drift({
      resource_drift: [change(address, [scaling(2, 10), { ...scaling(3, 12), status: "UPDATING" }])],
      resource_changes: [change(address, [scaling(3, 12), scaling(3, 10)])],
    });
    const paths = (found: typeof resources) =>
      found.map(({ attributes }) => attributes.map(({ path }) => path));
    expect(paths(resources)).toEqual([["scaling_config[0].max_size"]]);
    expect(paths(harmless)).toEqual([["scaling_config[0].desired_size", "status"]]);
  });

  it("is nothing where null came back empty, and where only the declaration changed", () => {
    const { resources, harmless } = drift({
      resource_drift: [change("aws_iam_role.node", [{ tags: null }, { tags: {} }])],
      resource_changes: [change("aws_eks_node_group.main", [scaling(2, 10), scaling(2, 20)])],
    });
    expect([resources, harmless]).toEqual([[], []]);
  });

  it("is nothing for what an apply that broke off left tainted", () => {
    const address = "aws_eks_node_group.main";
    const replaced = {
      ...change(address, [scaling(2, 12), scaling(2, 10)]),
      action_reason: "replace_because_tainted",
    };
    replaced.change.actions = ["delete", "create"];
    expect(
      drift({
        resource_drift: [change(address, [scaling(2, 10), scaling(2, 12)])],
        resource_changes: [replaced],
      }).resources,
    ).toEqual([]);
  });

  it("tells what is gone, with the values that it had", () => {
    const address = "aws_s3_bucket_versioning.data";
    const was = { bucket: "data-1", ...suspended[0] };
    const { resources } = drift({
      resource_drift: [change(address, [was, null], "delete")],
      resource_changes: [change(address, [null, was], "create")],
    });
    expect(resources).toMatchObject([
      { address, kind: "deleted", attributes: [], values: { bucket: "data-1" } },
    ]);
  });

  it("says that taking it back destroys it, where it does", () => {
    const address = "aws_eks_node_group.main";
    const back = change(address, [{ ami_type: "B" }, { ami_type: "A" }]);
    const { resources } = drift({
      resource_drift: [change(address, [{ ami_type: "A" }, { ami_type: "B" }])],
      resource_changes: [
        { ...back, change: { ...back.change, actions: ["delete", "create"], replace_paths: [["ami_type"]] } },
      ],
    });
    expect(resources).toMatchObject([{ address, replacedWhenTakenBack: true }]);
  });

  it("shows no sensitive value", () => {
    const address = "aws_eks_node_group.main";
    const sensitive = { before_sensitive: { labels: true }, after_sensitive: { labels: true } };
    const one = change(address, [{ labels: { a: "secret-1" } }, { labels: { a: "secret-2" } }]);
    const back = change(address, [{ labels: { a: "secret-2" } }, { labels: { a: "secret-1" } }]);
    const { resources } = drift({
      resource_drift: [{ ...one, change: { ...one.change, ...sensitive } }],
      resource_changes: [{ ...back, change: { ...back.change, ...sensitive } }],
    });
    expect(resources.map(({ attributes }) => attributes)).toEqual([
      [{ path: "labels", sensitive: true, forcesReplacement: false }],
    ]);
  });

  it("goes by what is declared where nobody could plan what an apply would do", () => {
    const address = "aws_eks_node_group.main";
    const { resources } = drift(
      { resource_drift: [change(address, [scaling(2, 10), { ...scaling(3, 12), status: "X" }])] },
      { onlyRefreshed: true },
    );
    expect(resources.map(({ attributes }) => attributes.map(({ path }) => path))).toEqual([
      ["scaling_config[0].max_size"],
    ]);
  });
});

describe("what was added by hand", () => {
  const known = (address: string, values: Record<string, unknown>) => ({
    address,
    mode: "managed" as const,
    type: address.slice(0, address.indexOf(".")),
    values,
  });
  const state = (...resources: ReturnType<typeof known>[]): RefreshedPlan => ({
    prior_state: { values: { root_module: { resources } } },
  });

  it("is a role's policy that no attachment of ours made", () => {
    const { resources } = drift(
      state(
        known("aws_iam_role.node", {
          name: "node",
          managed_policy_arns: [
            "arn:aws:iam::aws:policy/Worker",
            "arn:aws:iam::aws:policy/AdministratorAccess",
          ],
          inline_policy: [{ name: "ours", policy: "{}" }],
        }),
        known("aws_iam_role_policy_attachment.worker", {
          role: "node",
          policy_arn: "arn:aws:iam::aws:policy/Worker",
        }),
        known("aws_iam_role_policy.ours", { role: "node", name: "ours" }),
      ),
    );
    expect(resources).toMatchObject([
      {
        address: "aws_iam_role.node",
        kind: "added",
        attributes: [{ path: "managed_policy_arns", after: "arn:aws:iam::aws:policy/AdministratorAccess" }],
        dangers: [{ what: "node gets the managed policy AdministratorAccess." }],
        added: {
          undo: "aws iam detach-role-policy --role-name node --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
        },
      },
    ]);
  });

  it("is a security group's rule that is no resource of ours, whichever way the group writes it", () => {
    const rule = {
      description: "",
      self: false,
      ipv6_cidr_blocks: [],
      prefix_list_ids: [],
      security_groups: [],
    };
    const { resources } = drift(
      state(
        known("aws_security_group.endpoints", {
          id: "sg-1",
          ingress: [
            {
              ...rule,
              protocol: "tcp",
              from_port: 443,
              to_port: 443,
              cidr_blocks: ["10.0.0.0/16", "0.0.0.0/0"],
            },
            { ...rule, protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: [], self: true },
          ],
        }),
        known("aws_vpc_security_group_ingress_rule.https", {
          security_group_id: "sg-1",
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_ipv4: "10.0.0.0/16",
          cidr_ipv6: null,
        }),
        known("aws_vpc_security_group_ingress_rule.own", {
          security_group_id: "sg-1",
          ip_protocol: "-1",
          from_port: null,
          to_port: null,
          referenced_security_group_id: "sg-1",
        }),
      ),
    );
    expect(resources).toMatchObject([
      {
        kind: "added",
        attributes: [{ path: "ingress", after: "tcp 443 from 0.0.0.0/0" }],
        dangers: [{ rule: "security-group-opened" }],
        added: {
          undo: "aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]'",
        },
      },
    ]);
  });
});
