import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, DeleteBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalServer, serve } from "../local-aws/server.ts";
import { testAws } from "../local-aws/test-aws.ts";
import { fakeEngine, lines } from "../terraform/fake-engine.ts";
import { Workspace } from "../terraform/workspace.ts";
import type { Invocation } from "./command.ts";
import { Converging } from "./converging.ts";
import type { Deployment } from "./deployment.ts";
import { makePlan } from "./planning/planning.ts";
import { findProject } from "./project.ts";
import { screenFor } from "./screen.ts";
import { testIo } from "./test-io.ts";

const hook = { resource: { addr: "aws_vpc.vpc", resource_type: "aws_vpc" }, action: "create" };
const planned = { type: "planned_change", change: hook };
const say = (...events: object[]) => events.map((event) => `say(${JSON.stringify(event)});`).join("");

/** The file in the working directory that counts the calls of a command; `n` is how many there have been. */
const counted = (name: string) =>
  `const n = fs.existsSync("${name}") ? Number(fs.readFileSync("${name}")) + 1 : 1; fs.writeFileSync("${name}", String(n));`;

const change = `${say(lines.version, planned, lines.summary("plan", 1))} process.exitCode = 2;`;
const nothing = say(lines.version);

const throttled = lines.error(
  "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 503, RequestID: 1, api error RequestLimitExceeded: Request limit exceeded.",
  "aws_vpc.vpc",
);
const lock = {
  type: "diagnostic",
  diagnostic: {
    severity: "error",
    summary: "Error acquiring the state lock",
    detail: "Error message: PreconditionFailed\nLock Info:\n  ID:        1234\n  Who:       me@here\n",
  },
};

/** What `state pull` prints of a VPC. */
const stateOf = (id: string) => ({
  version: 4,
  resources: [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: { id } }] }],
});

describe("apply and destroy on a bad day", () => {
  let server: LocalServer;
  let vpc = "";
  let s3: S3Client;
  beforeAll(async () => {
    const { aws, client } = testAws();
    server = await serve(aws);
    s3 = client(S3Client);
    vpc = (await client(EC2Client).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).Vpc?.VpcId ?? "";
  });
  afterAll(() => server.close());

  async function machine(commands: Record<string, string>, limit = 10) {
    const engine = await fakeEngine({ commands, big: true });
    const directory = mkdtempSync(join(tmpdir(), "infra-"));
    const workspace = new Workspace({ engine, directory, env: process.env });
    const io = testIo();
    const deployment = {
      environment: "dev",
      target: "local",
      place: "the embedded AWS",
      stack: { resources: [], configuration: { terraform: {}, provider: {} } },
      settings: { account_id: "123456789012", region: "ap-southeast-1" },
      local: { endpoint: server.endpoint },
      workspace,
      engine,
      directory,
      rehearsal: true,
    } as unknown as Deployment;
    const project = findProject({ INFRA_CACHE_DIR: directory });
    const invocation: Invocation = { io, screen: screenFor(io, false), project, args: ["dev"], options: {} };
    const converging = new Converging({ deployment, invocation, limit, outside: [] });
    return {
      converging,
      apply: async () => converging.apply(await makePlan(deployment, "apply", invocation)),
      shown: () => io.written.stdout,
      calls: () =>
        readFileSync(join(engine.folder, "calls.log"), "utf8")
          .trim()
          .split("\n")
          .map((line) =>
            JSON.parse(line)
              .slice(0, 2)
              .join(" ")
              .replace(/ -json$/, ""),
          ),
    };
  }

  test("applies again after a failure, and compares state and AWS at both stops", async () => {
    const on = await machine({
      plan: change,
      apply: `${counted("apply")} ${say(lines.version)} if (n === 1) { ${say(throttled)} process.exitCode = 1; } else { ${say(lines.summary("apply", 1))} }`,
      state:
        `if (fs.readFileSync("apply") == "1") say({ version: 4, resources: [] }); else ${say(stateOf("PLACE"))}`.replace(
          "PLACE",
          vpc,
        ),
    });
    await on.apply();
    expect(on.calls()).toEqual(["plan", "apply", "state pull", "plan", "apply", "state pull"]);
    expect(on.converging.stops).toEqual([
      {
        stage: "apply",
        attempt: 1,
        failed: ["aws_vpc.vpc: RequestLimitExceeded: Request limit exceeded."],
        unknown: [{ type: "AWS::EC2::VPC", id: vpc }],
        missing: [],
      },
      { stage: "apply", attempt: 2, failed: [], unknown: [], missing: [] },
    ]);
    expect(on.shown()).toMatch(new RegExp(`exists, but the state does not know it: AWS::EC2::VPC\\s+${vpc}`));
    expect(on.shown()).toContain("Once more: apply 2, of at most 10.");
  });

  test("on a good day the first failure is the last", async () => {
    const on = await machine(
      {
        plan: change,
        apply: `${say(lines.version, throttled)} process.exitCode = 1;`,
        state: say(stateOf(vpc)),
      },
      1,
    );
    await expect(on.apply()).rejects.toThrow("RequestLimitExceeded");
    expect(on.calls()).toEqual(["plan", "apply", "state pull"]);
  });

  test.each([1, 10])(
    "a bucket that AWS keeps is emptied, with %i tries, and the destroy goes on",
    async (limit) => {
      await s3.send(new CreateBucketCommand({ Bucket: "files" }));
      await s3.send(new PutObjectCommand({ Bucket: "files", Key: "a", Body: "1" }));
      const kept = lines.error("deleting S3 Bucket (files): api error BucketNotEmpty: it is not empty");
      const attributes = { id: "files", bucket: "files" };
      const bucket = { mode: "managed", type: "aws_s3_bucket", name: "files", instances: [{ attributes }] };
      const failures = Math.min(limit, 2);
      const on = await machine(
        {
          plan: change,
          apply: `${counted("apply")} ${say(lines.version)} if (n <= ${failures}) { ${say(kept)} process.exitCode = 1; }`,
          state: say({ version: 4, resources: [bucket] }),
        },
        limit,
      );
      await on.converging.destroy();
      expect(on.shown()).toContain("Emptied files");
      expect(on.calls().filter((call) => call === "apply")).toHaveLength(failures + 1);
      await s3.send(new DeleteBucketCommand({ Bucket: "files" }));
    },
  );

  test("a lock that a lost answer left is released, since nobody else can hold it", async () => {
    const on = await machine({
      plan: `${counted("plan")} if (n === 1) { ${say(lines.version, lock)} process.exitCode = 1; } else { ${nothing} }`,
      "force-unlock": "",
      state: say(stateOf(vpc)),
    });
    expect(await on.converging.destroy()).toBe(0);
    expect(on.calls()).toEqual(["plan", "force-unlock -force", "state pull", "plan", "state pull"]);
    expect(on.shown()).toContain("terraform force-unlock 1234");
  });

  test("a state that could not be saved is saved before it goes on", async () => {
    const on = await machine({
      plan: change,
      apply: `${counted("apply")} ${say(lines.version)} if (n === 1) { fs.writeFileSync("errored.tfstate", "{}"); ${say(lines.error("Failed to save state"))} process.exitCode = 1; }`,
      state: say(stateOf(vpc)),
    });
    await on.apply();
    expect(on.calls()).toEqual(["plan", "apply", "state push", "state pull", "plan", "apply", "state pull"]);
  });

  test("what a later plan still finds is applied as well, as long as tries are left", async () => {
    const plan = `${counted("plan")} if (n < 4) { ${change} } else { ${nothing} }`;
    const commands = { plan, apply: say(lines.version), state: say(stateOf(vpc)) };
    const on = await machine(commands);
    await on.apply();
    expect(await on.converging.settle()).toBe(true);
    expect(on.converging.attemptsOf("apply")).toBe(3);
    const once = await machine(commands, 1);
    await once.apply();
    expect(await once.converging.settle()).toBe(false);
  });
});
