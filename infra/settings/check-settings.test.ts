import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, formatCidr, networkOf } from "../cidr.ts";
import { usualZones } from "../regions.ts";
import { type Settings, variableNames } from "../variables.ts";
import { checkSettings, type Problem } from "./check-settings.ts";

const today = new Date("2026-11-23");
const account = { account_id: "123456789012" };

/** The problems of dev's settings with these values. */
function problems(values: Record<string, unknown>, environment = "dev"): readonly Problem[] {
  return checkSettings(environment, { ...account, ...values }, { today }).problems ?? [];
}

/** The settings that these values make, which must be right. */
function settings(values: Record<string, unknown> = {}, environment = "dev"): Settings {
  const checked = checkSettings(environment, { ...account, ...values }, { today });
  expect(checked.problems).toBeUndefined();
  return checked.settings as Settings;
}

describe("checkSettings completes", () => {
  it("an account id to a whole environment", () => {
    expect(Object.keys(settings()).sort()).toEqual([...variableNames].sort());
    expect(settings()).toMatchObject({
      account_id: "123456789012",
      region: "ap-southeast-1",
      environment: "dev",
      zones: ["a", "b", "c"],
      eks_cluster_version: "1.36",
      replica_region: null,
    });
  });

  it("presets of the environment over the schema's defaults, and own values over both", () => {
    expect(settings({}, "prod").nat_gateways).toBe("per-az");
    expect(settings({ nat_gateways: "single" }, "prod").nat_gateways).toBe("single");
    expect(settings({}, "staging").trail_insights).toBe(false);
  });

  it("zones by region: those that new accounts see", () => {
    expect(settings({ region: "ap-northeast-1" }).zones).toEqual(["a", "c", "d"]);
    expect(settings({ region: "us-west-1" }).zones).toEqual(usualZones("us-west-1"));
  });

  it("null to the default, except where null is a value of its own", () => {
    expect(settings({ vpc_cidr: null, zones: null })).toMatchObject({
      vpc_cidr: "10.0.0.0/16",
      zones: ["a", "b", "c"],
    });
    expect(settings().spot_node_group).not.toBeNull();
    expect(settings({ spot_node_group: null }).spot_node_group).toBeNull();
  });
});

describe("checkSettings converts as Terraform does", () => {
  it("text of TF_VAR_ and --var to numbers and bools, inside objects too", () => {
    expect(
      settings({
        log_retention_days: "90",
        force_destroy: "true",
        trail_insights: "0",
        node_group_scaling_config: { desired_size: "3", max_size: "6", min_size: 1 },
      }),
    ).toMatchObject({
      log_retention_days: 90,
      force_destroy: true,
      trail_insights: false,
      node_group_scaling_config: { desired_size: 3, max_size: 6, min_size: 1 },
    });
  });

  it("an account id without quotes to text", () => {
    expect(settings({ account_id: 123456789012 }).account_id).toBe("123456789012");
  });

  it("nothing that Terraform would refuse", () => {
    expect(problems({ force_destroy: "yes" })).toMatchObject([
      { variable: "force_destroy", received: '"yes"' },
    ]);
    expect(problems({ log_retention_days: "ninety" })).toMatchObject([{ variable: "log_retention_days" }]);
    expect(problems({ zones: "a" })).toMatchObject([{ variable: "zones", received: '"a"' }]);
  });
});

describe("what checkSettings proposes, it accepts itself", () => {
  /** The first value in quotes that a fix says to write. */
  const proposal = (fix = "") => /(?:Write|for example) "([^"]+)"/.exec(fix)?.[1];

  it.each([
    ["8.8.8.8/16", "10.0.0.0/16"],
    ["8.8.8.8/20", "10.0.0.0/20"],
    ["8.0.0.0/8", "10.0.0.0/16"],
    ["8.8.8.0/24", "10.0.0.0/16"],
    ["10.0.1.0/8", "10.0.0.0/16"],
    ["10.7.1.5/24", "10.7.0.0/16"],
    ["172.20.1.1/16", "10.0.0.0/16"],
    ["172.20.0.0/14", "10.0.0.0/16"],
    ["172.20.8.0/24", "10.0.0.0/16"],
    ["192.168.9.9/18", "192.168.0.0/18"],
  ])("for the VPC's block %s: %s", (vpc_cidr, expected) => {
    const proposals = problems({ vpc_cidr }).map(({ fix }) => proposal(fix));
    expect(proposals).toContain(expected);
    for (const each of proposals) expect(problems({ vpc_cidr: each })).toEqual([]);
  });

  it.each([
    [["203.0.113.7/24"], "203.0.113.0/24"],
    [["10.0.0.1/8"], undefined],
    [["203.0.113.0/24", "203.0.113.7/24"], undefined],
  ])("for the endpoint's sources %j: %s", (cluster_public_access_cidrs, expected) => {
    const [{ fix } = { fix: "" }, ...others] = problems({ cluster_public_access_cidrs });
    expect(others).toEqual([]);
    expect(proposal(fix)).toBe(expected);
    if (!expected) expect(fix).toBe('Remove it, or write one like "203.0.113.7/32".');
  });

  it("for a zone that is none: a letter that is not in the list yet", () => {
    const [{ fix } = { fix: "" }] = problems({ zones: ["a", "x", "b"] });
    expect(proposal(fix)).toBe("c");
    expect(problems({ zones: ["a", "ap-southeast-1a"] })[0]?.fix).toContain('Write "b"');
  });
});

describe("checkSettings refuses, with the way out", () => {
  const cases: [string, Record<string, unknown>, Partial<Problem>][] = [
    [
      "a short account id",
      { account_id: "12345678901" },
      {
        variable: "account_id",
        expected: "12 digits",
        fix: 'Write it in quotes, with its leading zeros: "012345678901".',
      },
    ],
    [
      "an account id that has lost more than zeros",
      { account_id: 12345 },
      {
        variable: "account_id",
        fix: "Write the number that `aws sts get-caller-identity --query Account --output text` prints, in quotes, without hyphens.",
      },
    ],
    [
      "an account id with hyphens",
      { account_id: "1234-5678-9012" },
      { variable: "account_id", received: '"1234-5678-9012"' },
    ],
    [
      "a missing account id",
      { account_id: undefined },
      {
        variable: "account_id",
        received: "nothing",
        fix: 'Add it, for example account_id = "123456789012".',
      },
    ],
    [
      "a misspelt region",
      { region: "ap-southeast1" },
      { variable: "region", fix: 'Did you mean "ap-southeast-1" (Singapore)?' },
    ],
    [
      "a zone for a region",
      { region: "eu-west-1a" },
      { variable: "region", fix: 'Did you mean "eu-west-1" (Ireland)?' },
    ],
    [
      "a region of another partition",
      { region: "cn-north-1" },
      { variable: "region", expected: "a region of the commercial partition" },
    ],
    [
      "another environment than the folder's",
      { environment: "prod" },
      { variable: "environment", fix: 'Write environment = "dev", or run the command for prod.' },
    ],
    [
      "an environment that there is not",
      { environment: "qa" },
      { variable: "environment", fix: 'Write environment = "dev".' },
    ],
    [
      "a malformed CIDR",
      { vpc_cidr: "10.0.0.0" },
      { variable: "vpc_cidr", expected: "an IPv4 block in CIDR notation" },
    ],
    [
      "a CIDR with host bits",
      { vpc_cidr: "10.0.1.0/16" },
      { variable: "vpc_cidr", fix: 'Write "10.0.0.0/16", the block that "10.0.1.0/16" is in.' },
    ],
    [
      "a public CIDR",
      { vpc_cidr: "8.8.0.0/16" },
      { variable: "vpc_cidr", expected: "inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16" },
    ],
    [
      "a CIDR too small for the zones",
      { vpc_cidr: "10.0.0.0/22" },
      { variable: "vpc_cidr", fix: 'Take a larger block, for example "10.0.0.0/16".' },
    ],
    [
      "a CIDR larger than a VPC",
      { vpc_cidr: "10.0.0.0/8" },
      { variable: "vpc_cidr", fix: 'Write "10.0.0.0/16".' },
    ],
    [
      "the CIDR of Kubernetes services",
      { vpc_cidr: "172.20.0.0/18" },
      { variable: "vpc_cidr", fix: 'Write "10.0.0.0/18".' },
    ],
    ["one zone", { zones: ["a"] }, { variable: "zones", expected: "2 to 6 zones: EKS needs two" }],
    [
      "a zone twice",
      { zones: ["a", "b", "a"] },
      { variable: "zones", path: [2], received: '"a"', fix: 'Remove the second "a".' },
    ],
    [
      "a zone with its region",
      { zones: ["ap-southeast-1a", "b"] },
      { variable: "zones", path: [0], fix: 'Write "a", the zone without its region.' },
    ],
    [
      "a zone that the region lacks",
      { zones: ["a", "b", "d"] },
      { variable: "zones", path: [2], received: '"d"', expected: "a zone of ap-southeast-1: a, b, c" },
    ],
    [
      "min over desired",
      { node_group_scaling_config: { desired_size: 1, max_size: 4, min_size: 2 } },
      {
        variable: "node_group_scaling_config",
        path: ["desired_size"],
        received: "1",
        expected: "at least min_size, which is 2",
      },
    ],
    [
      "desired over max",
      { node_group_scaling_config: { desired_size: 5, max_size: 4, min_size: 2 } },
      { path: ["desired_size"], fix: "Write desired_size = 4, or raise max_size." },
    ],
    [
      "min over max",
      { node_group_scaling_config: { desired_size: 3, max_size: 2, min_size: 4 } },
      { path: ["min_size"] },
    ],
    [
      "half a node",
      { node_group_scaling_config: { desired_size: 1.5, max_size: 2, min_size: 1 } },
      { path: ["desired_size"], received: "1.5" },
    ],
    [
      "no node",
      { node_group_scaling_config: { desired_size: 0, max_size: 2, min_size: 0 } },
      { path: ["desired_size"], fix: "Write desired_size = 1." },
    ],
    [
      "a scaling config that lacks something",
      { node_group_scaling_config: { desired_size: 1, max_size: 2 } },
      { path: ["min_size"], received: "nothing", expected: "number" },
    ],
    [
      "a misspelt attribute",
      { node_group_scaling_config: { desired_size: 1, max_size: 2, min_size: 1, max_sise: 3 } },
      { path: ["max_sise"], fix: 'Did you mean "max_size"? Otherwise remove it.' },
    ],
    [
      "mixed architectures",
      { node_group_instance_types: ["m7g.large", "m6i.large", "m5.large"], spot_node_group: null },
      {
        variable: "node_group_instance_types",
        fix: "Remove m7g.large: images run on one architecture only.",
      },
    ],
    [
      "a spot group of another architecture",
      { node_group_instance_types: ["t4g.large"] },
      { variable: "spot_node_group", path: ["instance_types"] },
    ],
    ["no instance type at all", { node_group_instance_types: [] }, { variable: "node_group_instance_types" }],
    [
      "an impossible instance type",
      { node_group_instance_types: ["t3.mediun"] },
      { path: [0], received: '"t3.mediun"', expected: "an EC2 instance type" },
    ],
    [
      "an ended Kubernetes version",
      { eks_cluster_version: "1.28" },
      {
        variable: "eks_cluster_version",
        expected: "a Kubernetes version that EKS offers: 1.37, 1.36, 1.35, 1.34, 1.33, 1.32, 1.31",
      },
    ],
    [
      "a Kubernetes version that nobody knows",
      { eks_cluster_version: "2.0" },
      { variable: "eks_cluster_version" },
    ],
    [
      "a session as an admin",
      { cluster_admins: ["arn:aws:sts::123456789012:assumed-role/admin/me"] },
      { path: [0], expected: "the ARN of an IAM role or user" },
    ],
    ["root as an admin", { cluster_admins: ["arn:aws:iam::123456789012:root"] }, { path: [0] }],
    ["everyone as an admin", { cluster_admins: ["arn:aws:iam::123456789012:role/*"] }, { path: [0] }],
    [
      "a private block for the public endpoint",
      { cluster_public_access_cidrs: ["10.1.0.0/16"] },
      { path: [0] },
    ],
    [
      "public blocks that overlap",
      { cluster_public_access_cidrs: ["203.0.113.0/24", "203.0.113.7/32"] },
      { path: [1], fix: 'Remove "203.0.113.7/32": "203.0.113.0/24" covers it.' },
    ],
    ["no NAT and no endpoints", { nat_gateways: "none" }, { variable: "interface_endpoints" }],
    [
      "a kind of NAT that is not there",
      { nat_gateways: "one" },
      { variable: "nat_gateways", received: '"one"' },
    ],
    [
      "an endpoint that is not there",
      { interface_endpoints: ["com.amazonaws.ap-southeast-1.ecr.api"] },
      { path: [0], fix: 'Did you mean "ecr.api"?' },
    ],
    [
      "a retention that CloudWatch lacks",
      { log_retention_days: 100 },
      { variable: "log_retention_days", fix: "Write 120." },
    ],
    [
      "a replica in the same region",
      { replica_region: "ap-southeast-1" },
      { variable: "replica_region", expected: "another region than region" },
    ],
    ["a domain for a hosted zone", { hosted_zone_ids: ["example.com"] }, { path: [0] }],
    [
      "a hosted zone with its prefix",
      { hosted_zone_ids: ["/hostedzone/Z0123456789ABC"] },
      { path: [0], fix: 'Write "Z0123456789ABC".' },
    ],
    ["a policy that is not there", { sagemaker_policy: "full" }, { variable: "sagemaker_policy" }],
    [
      "an unknown variable",
      { vpc_cdir: "10.0.0.0/16" },
      { variable: "vpc_cdir", fix: 'Did you mean "vpc_cidr"? Otherwise remove it.' },
    ],
    ["a variable like no other", { zzz: 1 }, { variable: "zzz", received: "1" }],
  ];

  it.each(cases)("%s", (_, values, expected) => {
    const found = problems(values);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject(expected);
    expect(found[0]?.fix).toMatch(/\.$|\?$/);
  });

  it("everything at once, rules over several settings included", () => {
    const found = problems({
      account_id: "1",
      environment: "prod",
      vpc_cidr: "172.20.0.0/16",
      zones: ["a", "e"],
      node_group_scaling_config: { desired_size: 9, max_size: 2, min_size: 1 },
      eks_cluster_version: "1.28",
      replica_region: "ap-southeast-1",
      acount_id: "2",
    });
    expect(found.map(({ variable }) => variable).sort()).toEqual([
      "account_id",
      "acount_id",
      "eks_cluster_version",
      "environment",
      "node_group_scaling_config",
      "replica_region",
      "vpc_cidr",
      "zones",
    ]);
  });

  it("every wrong entry of a list, each at its place", () => {
    const found = problems({ cluster_admins: ["x", "arn:aws:iam::123456789012:role/admin", "y"] });
    expect(found.map(({ path }) => path)).toEqual([[0], [2]]);
  });
});

describe("checkSettings accepts", () => {
  it.each([
    [{ nat_gateways: "none", interface_endpoints: ["private-eks"] }],
    [{ node_group_instance_types: ["t4g.large"], spot_node_group: null }],
    [
      {
        cluster_admins: [
          "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
        ],
      },
    ],
    [{ cluster_public_access_cidrs: ["203.0.113.0/24", "198.51.100.7/32"] }],
    [{ replica_region: "ap-northeast-1" }],
    [{ eks_cluster_version: "1.31" }],
  ])("%j", (values) => expect(settings(values)).toMatchObject(values));
});

describe("checkSettings warns", () => {
  const warnings = (values: Record<string, unknown>, on = today) => {
    const checked = checkSettings("dev", { ...account, ...values }, { today: on });
    return checked.warnings?.map(({ variable }) => variable);
  };
  const admins = { cluster_admins: ["arn:aws:iam::123456789012:role/admin"] };

  it("of a version whose support ends, by the day it is told", () => {
    expect(warnings(admins)).toEqual([]);
    expect(warnings({ ...admins, eks_cluster_version: "1.34" })).toEqual(["eks_cluster_version"]);
    expect(warnings({ ...admins, eks_cluster_version: "1.34" }, new Date("2026-06-01"))).toEqual([]);
  });

  it("of a cluster that nobody or everybody can reach", () => {
    expect(warnings({})).toEqual(["cluster_admins"]);
    expect(warnings({ ...admins, cluster_public_access_cidrs: ["0.0.0.0/0"] })).toEqual([
      "cluster_public_access_cidrs",
    ]);
  });

  it("of a zone that EKS leaves out, in the regions that have one", () => {
    const { warnings: found } = checkSettings(
      "dev",
      { ...account, ...admins, region: "us-east-1" },
      { today },
    );
    expect(found).toEqual([
      { variable: "zones", message: expect.stringContaining("--region us-east-1 --zone-ids use1-az3") },
    ]);
    expect(warnings({ ...admins, region: "eu-west-1" })).toEqual([]);
  });
});

describe("whatever is given", () => {
  const anything = fc.dictionary(fc.constantFrom(...variableNames, "other"), fc.jsonValue());

  it("checkSettings answers with settings or with problems that can be read, and never throws", () => {
    fc.assert(
      fc.property(anything, (values) => {
        const checked = checkSettings("dev", values, { today });
        for (const problem of checked.problems ?? [
          { variable: "-", received: "-", expected: "-", fix: "-" },
        ]) {
          for (const text of [problem.variable, problem.received, problem.expected, problem.fix]) {
            expect(text).toEqual(expect.any(String));
          }
        }
        expect(checked.problems === undefined || checked.problems.length > 0).toBe(true);
      }),
    );
  });

  it("an attribute that every object inherits is unknown, as any other", () => {
    expect(problems({ spot_node_group: { valueOf: 0 } })).toContainEqual(
      expect.objectContaining({ variable: expect.stringMatching(/^spot_node_group/) }),
    );
  });

  it("a private block of /16 to /21 without host bits is a VPC, apart from the services' block", () => {
    const blocks = fc.tuple(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 16, max: 21 }));
    fc.assert(
      fc.property(blocks, ([offset, prefix]) => {
        const vpc_cidr = formatCidr(networkOf({ address: 10 * 2 ** 24 + offset, prefix }));
        expect(problems({ vpc_cidr })).toEqual([]);
      }),
    );
  });

  it("a block that no VPC can have is refused at the VPC's block", () => {
    const blocks = fc.record({
      address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      prefix: fc.integer({ min: 0, max: 32 }),
    });
    fc.assert(
      fc.property(blocks, (block) => {
        const privateBlocks = [
          { address: 0x0a000000, prefix: 8 },
          { address: 0xac100000, prefix: 12 },
          { address: 0xc0a80000, prefix: 16 },
        ];
        const isPrivate = privateBlocks.some((outer) => contains(outer, { ...block, prefix: 32 }));
        fc.pre(!isPrivate || block.prefix < 16 || block.prefix > 21);
        expect(problems({ vpc_cidr: formatCidr(block) })).toContainEqual(
          expect.objectContaining({ variable: "vpc_cidr" }),
        );
      }),
    );
  });

  it("a scaling config is accepted exactly when 0 ≤ min ≤ desired ≤ max ≤ 450 and there is a node", () => {
    const size = fc.integer({ min: -3, max: 460 });
    fc.assert(
      fc.property(size, size, size, (desired_size, max_size, min_size) => {
        const possible =
          0 <= min_size &&
          min_size <= desired_size &&
          desired_size <= max_size &&
          max_size <= 450 &&
          desired_size >= 1;
        const found = problems({ node_group_scaling_config: { desired_size, max_size, min_size } });
        expect(found.length === 0).toBe(possible);
      }),
    );
  });

  it("a slip in a name is answered with the name", () => {
    fc.assert(
      fc.property(fc.constantFrom(...variableNames), fc.nat(), (name, at) => {
        const index = at % name.length;
        const slipped = name.slice(0, index) + name.slice(index + 1);
        expect(problems({ [slipped]: 1 })[0]?.fix).toContain(`"${name}"`);
      }),
    );
  });
});

it("what must stay and what may be emptied cannot both be asked for", () => {
  const given = { account_id: "123456789012", deletion_protection: true, force_destroy: true };
  const { problems } = checkSettings("staging", given, { today: new Date("2026-11-23") });
  expect(problems).toMatchObject([
    { variable: "deletion_protection", fix: expect.stringMatching(/force_destroy = false/) },
  ]);
});
