import { beforeAll, describe, expect, it } from "vitest";
import { checkSettings } from "../../../infra/settings/check-settings.ts";
import type { DriftedResource } from "../../review/drift/drifted.ts";
import { type TakeOver, takeOvers } from "./settings.ts";

const today = new Date("2026-11-23");

function settings() {
  const checked = checkSettings("dev", { account_id: "123456789012" }, { today });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  return checked.settings;
}

const changed = (address: string, path: string, after: unknown): DriftedResource => ({
  address,
  type: address.slice(0, address.indexOf(".")),
  module: "",
  kind: "changed",
  attributes: [{ path, after, sensitive: false, forcesReplacement: false }],
  replacedWhenTakenBack: false,
  values: {},
  dangers: [],
});

const deleted = (address: string): DriftedResource => ({
  ...changed(address, "", undefined),
  kind: "deleted",
  attributes: [],
});

const office = ["203.0.113.7/32"];
const types = ["t3.large", "t3.medium", "m5.large"];

const drifted = {
  days: changed("aws_cloudwatch_log_group.application", "retention_in_days", 60),
  nodes: changed("aws_eks_node_group.main", "scaling_config[0].max_size", 12),
  endpoint: changed("aws_eks_cluster.eks", "vpc_config[0].public_access_cidrs", office),
  types: changed("aws_eks_node_group.main", "instance_types", types),
  spot: deleted("aws_eks_node_group.spot"),
  rotation: changed("aws_kms_key.s3", "enable_key_rotation", false),
  noSuchDays: changed("aws_cloudwatch_log_group.application", "retention_in_days", 61),
  vpc: deleted("aws_vpc.vpc"),
  tag: changed("aws_s3_bucket.data", 'tags["Owner"]', undefined),
  secret: secret(changed("aws_cloudwatch_log_group.flow_logs", "retention_in_days", 60)),
};

function secret(one: DriftedResource): DriftedResource {
  return { ...one, attributes: one.attributes.map((each) => ({ ...each, sensitive: true })) };
}

describe("the setting that takes drift over", () => {
  let found: ReadonlyMap<DriftedResource, readonly TakeOver[]>;
  const settingsFor = (name: keyof typeof drifted) => found.get(drifted[name]);

  // One question for all: each variable is tried once for whatever drifted.
  beforeAll(async () => {
    const trying = { environment: "dev", settings: settings(), today };
    found = await takeOvers(trying, Object.values(drifted));
  }, 60_000);

  it("is none for what no setting declares, such as a tag that was taken away", () => {
    expect(settingsFor("tag")).toEqual([]);
  });

  it("is found for a number, with what else it changes", () => {
    expect(settingsFor("days")).toMatchObject([
      {
        variable: "log_retention_days",
        value: 60,
        attributes: ["retention_in_days"],
        alsoChanges: expect.arrayContaining(["aws_cloudwatch_log_group.control_plane"]),
      },
    ]);
  });

  it("is found inside an object, and changes nothing else of it", () => {
    expect(settingsFor("nodes")).toMatchObject([
      { variable: "node_group_scaling_config", value: { desired_size: 2, max_size: 12, min_size: 1 } },
    ]);
  });

  it("is found for a list, in whichever order AWS has it", () => {
    expect(settingsFor("endpoint")).toMatchObject([
      { variable: "cluster_public_access_cidrs", value: office },
    ]);
    expect(settingsFor("types")).toMatchObject([{ variable: "node_group_instance_types", value: types }]);
  });

  it("leaves out what was deleted", () => {
    expect(settingsFor("spot")).toMatchObject([{ variable: "spot_node_group", value: null, attributes: [] }]);
  });

  it("is none where no setting decides it, and none that the settings' rules refuse", () => {
    expect(settingsFor("rotation")).toEqual([]);
    expect(settingsFor("noSuchDays")).toEqual([]);
    expect(settingsFor("vpc")).toEqual([]);
  });

  it("is never tried for a value that is a secret", () => {
    expect(settingsFor("secret")).toEqual([]);
  });

  it("is one where one setting is to take over several changes, since it can be written once", async () => {
    const nodes = {
      ...changed("aws_eks_node_group.main", "scaling_config[0].max_size", 12),
      attributes: [
        ...drifted.nodes.attributes,
        { path: "scaling_config[0].min_size", after: 2, sensitive: false, forcesReplacement: false },
      ],
    };
    const one = { ...drifted.days };
    const other = changed("aws_cloudwatch_log_group.control_plane", "retention_in_days", 30);
    const together = await takeOvers({ environment: "dev", settings: settings(), today }, [
      nodes,
      one,
      other,
    ]);
    expect(together.get(nodes)).toMatchObject([
      {
        variable: "node_group_scaling_config",
        value: { desired_size: 2, max_size: 12, min_size: 2 },
        attributes: ["scaling_config[0].max_size", "scaling_config[0].min_size"],
      },
    ]);
    // No number is both: each is told for itself, with what else it changes.
    expect(together.get(one)).toMatchObject([
      { value: 60, alsoChanges: expect.arrayContaining([other.address]) },
    ]);
    expect(together.get(other)?.every(({ value }) => value === 30)).toBe(true);
  }, 60_000);
});
