import { describe, expect, it } from "vitest";
import { adoptionPlan, type FoundThing } from "./adoption.ts";

const tags = { Project: "retail-forecast", Environment: "dev" };
const key = "aws_kms_key.s3";

function thing(candidate: Partial<FoundThing["candidate"]> = {}, address = key): FoundThing {
  const type = address.split(".")[0] ?? "";
  const own = { ...tags, TerraformAddress: address };
  return { address, type, region: "eu-west-1", by: "tag", candidate: { id: "one", tags: own, ...candidate } };
}

interface Beside {
  readonly creates?: readonly string[];
  /** The run that made what the state holds as the key. */
  readonly heldRun?: string;
}

function planOf(found: readonly FoundThing[], { creates = [key], heldRun }: Beside = {}) {
  const planned = creates.map((address) => ({ address, type: address.split(".")[0] ?? "", values: {} }));
  const declared = new Map(
    [key, "aws_s3_bucket.data", "aws_iam_role.node", "aws_vpc.vpc"].map((one) => [one, "eu-west-1"]),
  );
  const held = new Map(heldRun ? [[key, { TerraformRun: heldRun }]] : []);
  const plan = adoptionPlan({ planned, found, declared, held, tags });
  return {
    adopted: plan.adoptions.map(({ address, importId }) => [address, importId]),
    conflicts: plan.conflicts.map(({ address, why }) => [address, why]),
    duplicates: plan.duplicates.map(({ thing, instead }) => [thing.candidate.id, instead]),
    undeclared: plan.undeclared.map(({ address }) => address),
    kept: plan.duplicates.filter(({ kept }) => kept).map(({ thing }) => thing.candidate.id),
  };
}
const nothing = { adopted: [], conflicts: [], duplicates: [], undeclared: [], kept: [] };
const madeBy = (run: string) => ({ tags: { ...tags, TerraformAddress: key, TerraformRun: run }, users: [] });

describe("what is there already", () => {
  it("is taken over when a plan would create it", () => {
    expect(planOf([thing()])).toEqual({ ...nothing, adopted: [[key, "one"]] });
  });

  it("is a duplicate when the state has another of its address", () => {
    const vpc = thing({}, "aws_vpc.vpc");
    expect(planOf([vpc], { creates: [] })).toEqual({ ...nothing, duplicates: [["one", undefined]] });
  });

  it("is a key to be removed only beside one of the same run: another run's may open data", () => {
    const once = thing({ id: "once", ...madeBy("r1") });
    const twin = thing({ id: "twin", ...madeBy("r1"), made: new Date(5) });
    expect(planOf([once], { creates: [], heldRun: "r1" })).toMatchObject({ kept: [] });
    expect(planOf([once], { creates: [], heldRun: "r2" })).toMatchObject({ kept: ["once"] });
    expect(planOf([once], { creates: [] })).toMatchObject({ kept: ["once"] });
    expect(planOf([thing({ id: "old" })], { creates: [] })).toMatchObject({ kept: ["old"] });
    expect(planOf([once, twin])).toMatchObject({ adopted: [[key, "once"]], kept: [] });
    const later = thing({ id: "later", ...madeBy("r2"), made: new Date(9) });
    expect(planOf([once, later])).toMatchObject({ adopted: [[key, "once"]], kept: ["later"] });
  });

  it("is another thing in another region: neither taken over nor removed", () => {
    const elsewhere = { ...thing(), region: "eu-central-1" };
    expect(planOf([elsewhere])).toEqual({ ...nothing, undeclared: [key] });
    expect(planOf([elsewhere], { creates: [] })).toEqual({ ...nothing, undeclared: [key] });
  });

  it("of two, what AWS failed to make is not taken over, whatever still names it", () => {
    const failed = thing({ id: "failed", broken: "failed", users: ["rtb-1"] });
    expect(planOf([failed, thing({ id: "whole" })])).toMatchObject({
      adopted: [[key, "whole"]],
      duplicates: [["failed", "whole"]],
      conflicts: [],
    });
  });

  it("of two, the one that is used is taken over; of two unused ones the older", () => {
    const older = thing({ id: "older", made: new Date(1000), ...madeBy("r1") });
    const newer = thing({ id: "newer", made: new Date(2000), ...madeBy("r1") });
    expect(planOf([newer, older])).toEqual({
      ...nothing,
      adopted: [[key, "older"]],
      duplicates: [["newer", "older"]],
    });
    const used = thing({ id: "newer", made: new Date(2000), ...madeBy("r1"), users: ["alias/x"] });
    expect(planOf([older, used])).toEqual({
      ...nothing,
      adopted: [[key, "newer"]],
      duplicates: [["older", "newer"]],
    });
  });

  it("is left alone when nothing declares it", () => {
    expect(planOf([thing({}, "aws_vpc.old")])).toEqual({ ...nothing, undeclared: ["aws_vpc.old"] });
  });

  it("is not taken from anybody else", () => {
    const role = "aws_iam_role.node";
    const other = thing({ tags: { ...tags, Environment: "prod" } }, role);
    expect(planOf([other], { creates: [role] })).toEqual({ ...nothing, conflicts: [[role, "not-ours"]] });
    expect(planOf([thing({ tags: {} }, role)], { creates: [role] })).toEqual({
      ...nothing,
      conflicts: [[role, "not-ours"]],
    });
    const renamed = thing({ tags: { ...tags, TerraformAddress: "aws_iam_role.nodes" } }, role);
    expect(planOf([renamed], { creates: [role] })).toEqual({
      ...nothing,
      conflicts: [[role, "other-address"]],
    });
  });

  it("is a bucket that was made and not yet tagged, when nothing is in it", () => {
    const bucket = "aws_s3_bucket.data";
    const plan = (candidate: Partial<FoundThing["candidate"]>) =>
      planOf([thing(candidate, bucket)], { creates: [bucket] });
    expect(plan({ tags: {}, empty: true })).toEqual({ ...nothing, adopted: [[bucket, "one"]] });
    expect(plan({ tags: {}, empty: false })).toEqual({ ...nothing, conflicts: [[bucket, "holds-objects"]] });
    expect(plan({ foreign: "another account" })).toEqual({ ...nothing, conflicts: [[bucket, "foreign"]] });
  });

  it("is not used when AWS failed to make it", () => {
    expect(planOf([thing({ broken: "CREATE_FAILED" })])).toEqual({
      ...nothing,
      conflicts: [[key, "broken"]],
    });
  });
});
