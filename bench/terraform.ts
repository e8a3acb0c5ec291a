import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connectLocalAws, localAwsEnvironment, stopLocalAws } from "../src/local-aws/daemon.ts";
import { alternating, report, sample, show, timed } from "./measure.ts";

const root = process.env.PROJECT_ROOT as string;
const cache = join(root, ".cache", "bench", "terraform");

/** What the tool adds to Terraform: the same commands on the same JSON, raw and through the tool, on equal endpoints. */
export default async function terraform(): Promise<void> {
  rmSync(cache, { recursive: true, force: true });
  const tool = await throughTheTool();
  const raw = await rawTerraform();
  const noop = await alternating(5, { tool: tool.noopPlan, raw: raw.noopPlan });
  const destroy = { tool: await tool.destroy(), raw: await raw.destroy() };
  await Promise.all([tool.stop(), raw.stop()]);
  const rehearsal = await timed(process.execPath, [join(root, "bin", "infra.mjs"), "rehearse", "dev"], {
    env: toolEnv(),
  });

  const compare = (what: string, mine: number, theirs: number, target: string) =>
    report(
      what,
      `${seconds(mine)} s, raw ${seconds(theirs)} s`,
      `${(mine / theirs).toFixed(2)} × raw`,
      target,
    );
  compare("infra plan, nothing there yet", tool.plan, raw.plan, "1.05 ×");
  compare("infra apply of a saved plan", tool.apply, raw.apply, "1.05 ×");
  report(
    "infra plan, nothing to change",
    show(noop.tool, "s"),
    `${(noop.tool.median / noop.raw.median).toFixed(2)} × raw ${show(noop.raw, "s")}`,
    "1.05 ×",
  );
  compare("infra destroy", destroy.tool, destroy.raw, "-");
  const sum = raw.init + raw.plan + raw.apply + raw.output + noop.raw.median + destroy.raw;
  compare("infra rehearse dev, against the sum of it", rehearsal, sum, "1.00 ×");
}

async function throughTheTool() {
  const env = toolEnv();
  const infra = (...args: string[]) =>
    timed(process.execPath, [join(root, "bin", "infra.mjs"), ...args, "--local"], { env });
  await infra("init", "dev");
  return {
    plan: await infra("plan", "dev"),
    apply: await infra("apply", "dev", "--yes"),
    noopPlan: () => infra("plan", "dev"),
    destroy: () => infra("destroy", "dev", "--yes"),
    stop: () => stopLocalAws(join(cache, "tool", "local-aws")),
  };
}

/** The JSON that the tool wrote, in a folder of its own, on an endpoint of its own, run by the binary itself. */
async function rawTerraform() {
  const stateDir = join(cache, "raw-aws");
  const directory = join(cache, "raw");
  mkdirSync(directory, { recursive: true });
  const written = join(cache, "tool", "work", "local", "dev");
  for (const file of ["cdk.tf.json", ".terraform.lock.hcl"])
    if (existsSync(join(written, file))) cpSync(join(written, file), join(directory, file));
  const { terraform: settings } = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
  const { bucket, region } = settings.backend.s3 as { bucket: string; region: string };
  const server = await connectLocalAws({ stateDir, bundle: join(root, "dist", "local-aws.mjs") });
  const account = bucket.slice(-12);
  const configured = join(cache, "tool", "terraform.rc");
  const env = {
    ...localAwsEnvironment(server, account, region, process.env),
    ...(existsSync(configured) ? { TF_CLI_CONFIG_FILE: configured } : {}),
  };
  await makeBucket(server.endpoint, bucket, account, region);
  const run = (...args: string[]) => timed(engine(), args, { cwd: directory, env });
  return {
    init: await run("init", "-input=false"),
    plan: await run("plan", "-input=false", "-out=plan.tfplan"),
    apply: await run("apply", "-input=false", "plan.tfplan"),
    output: await run("output", "-json"),
    noopPlan: () => run("plan", "-input=false", "-out=noop.tfplan"),
    destroy: () => run("destroy", "-auto-approve"),
    stop: () => stopLocalAws(stateDir),
  };
}

function engine(): string {
  const version = JSON.parse(
    execFileSync(process.execPath, [join(root, "bin", "infra.mjs"), "version", "--json"], {
      encoding: "utf8",
    }),
  );
  return String(version.engine).startsWith("OpenTofu") ? "tofu" : "terraform";
}

async function makeBucket(endpoint: string, bucket: string, account: string, region: string): Promise<void> {
  const { CreateBucketCommand, S3Client } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "local" },
  });
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: region as never },
    }),
  );
}

function toolEnv(): NodeJS.ProcessEnv {
  return { ...process.env, INFRA_CACHE_DIR: join(cache, "tool") };
}

function seconds(milliseconds: number): string {
  return (sample([milliseconds]).median / 1000).toFixed(1);
}
