import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import type { SynthesizedStack } from "../../infra/stack.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { costDifference, estimateCost } from "../review/cost/estimate.ts";
import type { PlanJson } from "../review/plan.ts";
import { costInputsOf, costingOf } from "./costing.ts";
import { UserError } from "./errors.ts";
import { findProject } from "./project.ts";
import { testIo } from "./test-io.ts";

let cache: string;
let stack: SynthesizedStack;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "costing-"));
  const { settings } = checkSettings(
    "dev",
    { account_id: "123456789012" },
    { today: new Date("2026-11-23") },
  );
  if (!settings) throw new Error("dev's settings are refused");
  stack = synthesize("dev", settings);
});

afterAll(() => rmSync(cache, { recursive: true, force: true }));

const asking = (usage: string[] = []) => ({
  io: { ...testIo(), now: () => Date.parse("2026-11-23") },
  project: findProject({ INFRA_CACHE_DIR: cache }),
  options: { usage },
});

/** A plan as its events tell it: what happens to whom, without any values. */
function told(action: (address: string) => string): PlanJson {
  return {
    resource_changes: stack.resources.map(({ address, type }) => ({
      address,
      type,
      mode: "managed",
      change: { actions: [action(address)] },
    })),
  };
}

async function difference(plan: PlanJson) {
  return costDifference(await costInputsOf(asking(), { environment: "dev", stack, plan }));
}

describe("what a plan changes in the bill, told by its events alone", () => {
  it("is the whole estimate when everything is made, and the same back when everything goes", async () => {
    const { total } = estimateCost(await costInputsOf(asking(), { environment: "dev", stack }));
    expect(total).toBeGreaterThan(200);
    expect(await difference(told(() => "create"))).toMatchObject({ before: 0, after: total });
    expect(await difference(told(() => "delete"))).toMatchObject({ before: total, after: 0 });
  });

  it("leaves nothing to pay after the removal of what a stopped apply had made", async () => {
    const { resource_changes = [] } = told(() => "delete");
    const made = resource_changes.filter(({ type }) => type !== "aws_eks_node_group");
    const { before, after } = await difference({ resource_changes: made });
    expect(before).toBeGreaterThan(100);
    expect(after).toBe(0);
  });

  it("is nothing when nothing changes", async () => {
    const { before, after, lines } = await difference(told(() => "no-op"));
    expect(lines).toEqual([]);
    expect(after).toBe(before);
  });

  it("is what one resource costs when it alone comes", async () => {
    const { lines } = await difference(told((address) => (address === "aws_eip.nat_a" ? "create" : "no-op")));
    expect(lines).toEqual([
      { address: "aws_eip.nat_a", what: "public IPv4 addresses", before: 0, after: 3.65 },
    ]);
  });

  it("is refused before anything is planned where the assumptions are wrong", async () => {
    const refused = costingOf(asking(["nat_gp=3"]), { environment: "dev", stack });
    await expect(refused).rejects.toThrow(UserError);
  });
});
