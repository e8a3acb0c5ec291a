import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pictureOf } from "../../src/review/picture/picture.ts";
import { declared, deployed, everything, many, planned, twice } from "./declared.ts";
import { faults } from "./sheet.ts";

const zones = { two: ["a", "b"], three: ["a", "b", "c"], six: ["a", "b", "c", "d", "e", "f"] };
const cases = ["dev", "staging", "prod"].flatMap((environment) =>
  Object.values(zones).flatMap((letters) =>
    [null, "eu-west-1"].map((replica) => [environment, letters.length, replica, letters] as const),
  ),
);

describe("a picture", () => {
  test.each(cases)(
    "of %s with %i zones and replicas in %s: nothing overlaps, nothing is cut",
    async (environment, _count, replica_region, letters) => {
      const resources = declared(environment, { region: "us-east-1", zones: letters, replica_region });
      expect(await faults(pictureOf(resources, environment))).toEqual([]);
    },
  );

  test.each(["create", "delete", "replace", "update"] as const)(
    "whose every box is marked: %s",
    async (change) => {
      const resources = planned(declared("prod", everything), { "*": change });
      const findings = resources.map(({ address }) => ({ address }));
      expect(await faults(pictureOf(resources, "prod"), findings)).toEqual([]);
    },
  );

  test("read from a state", async () => {
    expect(await faults(pictureOf(deployed(declared("prod", everything)), "prod"))).toEqual([]);
  });

  test("of a cluster with a public endpoint, which is reached past the VPC", async () => {
    const cluster_public_access_cidrs = ["203.0.113.0/24", "198.51.100.0/24"];
    for (const values of [{}, everything]) {
      const resources = declared("prod", { ...values, cluster_public_access_cidrs });
      expect(await faults(pictureOf(resources, "prod"))).toEqual([]);
    }
  });

  test.each([
    ["without a network", (module: string) => module !== "vpc"],
    ["of a network alone", (module: string) => module === "vpc"],
    ["without a cluster and keys", (module: string) => !["eks", "kms"].includes(module)],
  ])("%s", async (_what, kept) => {
    const resources = declared("dev").filter(({ module }) => kept(module));
    expect(await faults(pictureOf(resources, "dev"))).toEqual([]);
  });

  test.each([
    ["dev", {}],
    ["prod", everything],
  ])("of two networks and two of everything else: %s", async (environment, values) => {
    const widest = 1100;
    expect(await faults(pictureOf(twice(declared(environment, values)), environment), [], widest)).toEqual(
      [],
    );
  });

  test("of 2,000 resources", async () => {
    expect(await faults(pictureOf(many, "many"))).toEqual([]);
  });

  test("node groups that leave out zones between", async () => {
    const resources = declared("prod", { region: "us-east-1", zones: ["a", "b", "c", "d"] }).map(
      (resource) =>
        resource.address === "aws_eks_node_group.spot"
          ? {
              ...resource,
              references: {
                ...resource.references,
                subnet_ids: ["aws_subnet.private_a", "aws_subnet.private_d"],
              },
            }
          : resource,
    );
    expect(await faults(pictureOf(resources, "prod"))).toEqual([]);
  });

  test("with any settings, names and changes", async () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 90 }),
      fc.stringMatching(/^[a-zA-Z0-9/_.-]{1,120}$/),
    );
    const change = fc.constantFrom("none", "create", "update", "replace", "delete" as const);
    const settings = fc.record({
      region: fc.constant("us-east-1"),
      zones: fc.subarray(zones.six, { minLength: 2 }),
      nat_gateways: fc.constantFrom("single", "per-az"),
      cluster_public_access_cidrs: fc.constantFrom([], ["203.0.113.0/24"]),
      interface_endpoints: fc.constantFrom([], ["private-eks"], ["private-eks-sagemaker"]),
      replica_region: fc.constantFrom(null, "ap-northeast-1"),
    });
    const environment = fc.constantFrom("dev", "staging", "prod");
    const property = fc.asyncProperty(
      environment,
      settings,
      fc.array(name, { minLength: 5, maxLength: 5 }),
      fc.array(change, { minLength: 7, maxLength: 7 }),
      async (where, values, names, changes) => {
        const resources = declared(where, values).map((resource, index) => ({
          ...resource,
          change: changes[index % 7] ?? "none",
          declared:
            index % 3 === 0 && resource.declared?.name
              ? { ...resource.declared, name: names[index % 5] }
              : resource.declared,
        }));
        expect(await faults(pictureOf(resources, "x"))).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });
});
