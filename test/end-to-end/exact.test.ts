import { rmSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stateBackend } from "../../infra/state-backend.ts";
import { StateStore } from "../../src/operate/state-store.ts";
import { deployedDev } from "./deployed-dev.ts";
import type { Infra } from "./infra.ts";
import {
  planOfOtherCode,
  planOfOtherProvider,
  stateOfSomebodyElse,
  withoutPublicAccessBlock,
} from "./stale-plan.ts";

const minutes = 60_000;
const account = "123456789012";
const region = "ap-southeast-1";
const apply = ["apply", "dev", "--local", "--yes"];
const kept = ["--var", "log_retention_days=90"];

/** One dev with real Terraform: plans that were approved, and what came in between. */
describe("exactly the approved plan", { timeout: 5 * minutes }, () => {
  let infra: Infra;
  let access: {
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  const directory = () => join(infra.cacheDir, "work", "local", "dev");

  beforeAll(async () => {
    infra = await deployedDev();
    const { endpoint } = await infra.json<{ endpoint: string }>("local", "start");
    access = { endpoint, credentials: { accessKeyId: account, secretAccessKey: "local" } };
    const file = join(infra.cacheDir, "first.infra");
    const planned = await infra.run("plan", "dev", "--local", ...kept, "--out", file);
    expect(planned.code, planned.stderr).toBe(0);
    // As on the machine that applies, which made no plan.
    rmSync(join(directory(), "plan.json"));
    rmSync(join(directory(), "plan.tfplan"));
    const applied = await infra.run(...apply, ...kept, "--plan", file);
    expect(applied.code, applied.stderr).toBe(0);
  }, 9 * minutes);

  afterAll(() => infra.remove());

  it("names settings, code, provider lock and state where they differ, and applies nothing", async () => {
    await infra.run("plan", "dev", "--local", "--var", "log_retention_days=60");
    planOfOtherCode(directory());
    planOfOtherProvider(directory());
    const store = new StateStore({
      ...{ account, region, access },
      ...stateBackend("dev", { account_id: account, region }),
    });
    await stateOfSomebodyElse(store);
    store.close();
    const { code, stdout, stderr } = await infra.run(...apply);
    expect(stdout).toMatch(/settings +log_retention_days 60 → \d+\n/);
    expect(stdout).toMatch(/code +aws_s3_bucket\.data\n/);
    expect(stdout).toMatch(/provider lock +hashicorp\/aws 5\.99\.0 → \d/);
    expect(stdout).toMatch(/state +serial (\d+) → \d+, written \S+/);
    expect(stderr).toContain("Nothing was applied");
    expect(code).toBe(1);
  });

  it("looks at AWS once more: what was changed by hand since the plan is named, and put back once that was seen", async () => {
    // The plan that the refused apply left, with nothing to change: no excuse for not looking.
    await withoutPublicAccessBlock(new S3Client({ region, ...access, forcePathStyle: true }));
    const refused = await infra.run(...apply);
    expect(refused.stdout).toMatch(/Somebody changed AWS.*aws_s3_bucket_public_access_block\.data is gone/s);
    expect(refused.stdout).toContain("1 to create");
    expect(refused.code).toBe(1);
    const applied = await infra.run(...apply);
    expect(applied.stdout).toContain("Nothing changed in AWS since the plan");
    expect(applied.code, applied.stderr).toBe(0);
  });

  it("applies nothing in CI that nobody planned", async () => {
    infra.env.CI = "true";
    const { code, stderr } = await infra.run(...apply);
    expect(stderr).toMatch(/There is no plan to apply.*infra plan dev --local\n/s);
    expect(code).toBe(1);
  });
});
