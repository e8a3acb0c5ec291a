import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DriftedResource, RefreshedPlan } from "../../review/drift/drifted.ts";
import { EngineFailed } from "../../terraform/errors.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { screenFor } from "../screen.ts";
import { testIo } from "../test-io.ts";
import { readDrift } from "./read-drift.ts";
import { whoChanged } from "./trail.ts";

const io = testIo();
const invocation = { io, screen: screenFor(io, false) } as unknown as Invocation;
const address = "aws_s3_bucket.data";

const planWith = (action?: "update" | "delete"): RefreshedPlan => {
  const [before, after] = [
    { bucket: "data-1", tags: { a: "1" } },
    { bucket: "data-1", tags: { a: "2" } },
  ];
  const resource = { address, mode: "managed" as const, type: "aws_s3_bucket" };
  const change = { actions: [action ?? "no-op"], before, after: action === "delete" ? null : after };
  return {
    resource_drift: action ? [{ ...resource, change }] : [],
    prior_state: { values: { root_module: { resources: [{ ...resource, values: before }] } } },
  };
};

/** A deployment whose engine gives these plans, one after the other, and the arguments of each. */
function deploymentOf(plans: readonly (RefreshedPlan | EngineFailed)[]) {
  const asked: string[][] = [];
  const directory = mkdtempSync(join(tmpdir(), "infra-"));
  const workspace = {
    async plan({ extra = [] }: { extra?: string[] }) {
      asked.push(extra);
      const answer = plans[asked.length - 1];
      if (answer instanceof EngineFailed) throw answer;
      return { planFile: join(directory, "drift.tfplan") };
    },
    show: async () => plans[asked.length - 1],
  };
  const stack = {
    resources: [{ address, module: "s3", path: "data" }],
    configuration: { resource: { aws_s3_bucket: { data: { tags: { a: "1" } } } } },
  };
  return { asked, deployment: { stack, workspace } as unknown as Deployment };
}

const failed = (summary: string) =>
  new EngineFailed({
    command: "plan",
    exitCode: 1,
    interrupted: false,
    diagnostics: [{ severity: "error", summary, detail: "" }],
    output: "",
  });

describe("readDrift", () => {
  it("looks once more for what seems gone: AWS answers 404 by mistake, too", async () => {
    const back = deploymentOf([planWith("delete"), planWith()]);
    expect((await readDrift(back.deployment, invocation))?.resources).toEqual([]);
    expect(back.asked).toEqual([[], ["-refresh-only", `-target=${address}`]]);
    const gone = deploymentOf([planWith("delete"), planWith("delete")]);
    expect((await readDrift(gone.deployment, invocation))?.resources).toMatchObject([
      { address, kind: "deleted" },
    ]);
  });

  it("tells drift also where taking it back is prevented", async () => {
    const { deployment, asked } = deploymentOf([failed("Instance cannot be destroyed"), planWith("update")]);
    expect((await readDrift(deployment, invocation))?.resources).toMatchObject([
      { address, attributes: [{ path: "tags.a", before: "1", after: "2" }] },
    ]);
    expect(asked).toEqual([[], ["-refresh-only"]]);
  });

  it("takes no other failure for an answer", async () => {
    const { deployment } = deploymentOf([failed("No valid credential sources found")]);
    await expect(readDrift(deployment, invocation)).rejects.toThrow(EngineFailed);
  });

  it("says that nothing is deployed, which is no drift", async () => {
    expect(await readDrift(deploymentOf([{}]).deployment, invocation)).toBeUndefined();
  });
});

describe("whoChanged", () => {
  let server: Server | undefined;

  afterEach(() => server?.close());

  /** An AWS that answers everything with this error. */
  async function refusing(type: string): Promise<Deployment> {
    server = createServer((_, response) => {
      response.writeHead(400, { "Content-Type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: type, message: "no" }));
    });
    await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    return {
      settings: { account_id: "123456789012", region: "ap-southeast-1" },
      local: { endpoint: `http://127.0.0.1:${port}` },
      state: { bucket: "states", key: "dev/terraform.tfstate", region: "ap-southeast-1" },
    } as unknown as Deployment;
  }

  const resource = {
    address,
    type: "aws_s3_bucket",
    kind: "changed",
    attributes: [],
    values: { bucket: "data-1" },
  } as unknown as DriftedResource;

  it("names the permission that is missing, and goes on without", async () => {
    const { byAddress, unreadable } = await whoChanged(
      await refusing("AccessDeniedException"),
      [resource],
      invocation,
    );
    expect(unreadable).toBe("these credentials may not read it (cloudtrail:LookupEvents is missing)");
    expect(byAddress.size).toBe(0);
  });

  it("repeats what else AWS says", async () => {
    const { unreadable } = await whoChanged(await refusing("OperationNotPermitted"), [resource], invocation);
    expect(unreadable).toMatch(/^CloudTrail did not answer \(OperationNotPermitted\w*: no\)$/);
  });
});
