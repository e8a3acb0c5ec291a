import { afterAll, describe, expect, it } from "vitest";
import { Infra } from "./infra.ts";

interface Rehearsal {
  readonly left: readonly unknown[];
  readonly report: {
    readonly faults: Readonly<Record<string, number>>;
    readonly stops: readonly { readonly stage: string; readonly unknown: readonly unknown[] }[];
  };
}

/**
 * Each of these is made, and nobody is told: a second request meets the name, or makes a second one. What begins only when others are there, such as
 * node groups, is in the campaign of `make chaos`: each would take one more apply here.
 */
const LOST = [
  ...["kms:CreateKey", "kms:CreateAlias", "ec2:CreateVpc", "ec2:CreateSubnet", "ec2:CreateSecurityGroup"],
  ...["ec2:AllocateAddress", "ec2:CreateInternetGateway", "iam:CreateRole", "ecr:CreateRepository"],
  ...["logs:CreateLogGroup", "s3:CreateBucket", "cloudtrail:CreateTrail"],
];

describe("answers that get lost on the way of what was made", { timeout: 540_000 }, () => {
  const infra = new Infra();
  afterAll(() => infra.remove(), 60_000);

  it("leave nothing twice and nothing behind: it is taken over, and what is unused is removed", async () => {
    const faults = LOST.map((operation) => `${operation} drop-after=1,times=1`).join("; ");
    const { left, report } = await infra.json<Rehearsal>("rehearse", "dev", "--faults", faults);
    expect(report.faults["drop-after"]).toBe(LOST.length);
    const applied = report.stops.filter(({ stage }) => stage === "apply");
    expect(applied[0]?.unknown).not.toEqual([]);
    expect(applied.at(-1)?.unknown).toEqual([]);
    expect(left).toEqual([]);
  });
});
