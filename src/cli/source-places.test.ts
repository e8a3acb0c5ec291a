import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { withSources } from "./source-places.ts";

const root = resolve(import.meta.dirname, "..", "..");

function prod() {
  const { settings } = checkSettings(
    "prod",
    { account_id: "123456789012" },
    { today: new Date("2026-11-23") },
  );
  if (!settings) throw new Error("prod's defaults are not complete");
  return withSources(synthesize("prod", settings).resources, root);
}

describe("where resources are declared", () => {
  const found = new Map(prod().map(({ address, source }) => [address, source]));

  it.each([
    ["aws_vpc.vpc", /^infra\/modules\/vpc\/vpc\.ts:\d+$/],
    ["aws_nat_gateway.a", /^infra\/modules\/vpc\/subnets\.ts:\d+$/],
    ["aws_subnet.private_a", /^infra\/modules\/vpc\/subnets\.ts/],
    ["aws_kms_key.s3", /^infra\/modules\/kms\/key\.ts:\d+, part of infra\/modules\/kms\/kms\.ts:\d+$/],
    ["aws_cloudtrail.cloudtrail", /^infra\/modules\/cloudtrail\/cloudtrail\.ts:\d+$/],
    [
      "aws_iam_role.vpc_cni",
      /^infra\/modules\/iam-irsa\/service-account-role\.ts:\d+, part of infra\/modules\/eks\/addons\.ts:\d+$/,
    ],
    ["aws_iam_role.sagemaker_exec", /^infra\/sagemaker-role\.ts:\d+$/],
  ])("%s", (address, place) => {
    expect(found.get(address)).toMatch(place);
  });

  it("leaves out none", () => {
    const missing = [...found].filter(([, source]) => source === undefined).map(([address]) => address);
    expect(missing).toEqual([]);
  });
});
