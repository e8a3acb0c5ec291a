import {
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalServer, serve } from "../../../local-aws/server.ts";
import { testAws } from "../../../local-aws/test-aws.ts";
import { clientOptions } from "../../../operate/access.ts";
import { changed, staying } from "../../../review/dangers/testing.ts";
import type { ResourceChange } from "../../../review/plan.ts";
import { summarize } from "../../../review/summary.ts";
import { EngineFailed } from "../../../terraform/errors.ts";
import type { Invocation } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { testIo } from "../../test-io.ts";
import { rescueKeys } from "./keys.ts";
import { readAgain } from "./missed.ts";
import { untaintHealthy, untaintProtected } from "./tainted.ts";

const account = "123456789012";
const region = "eu-west-1";
let server: LocalServer;
let kms: KMSClient;

beforeAll(async () => {
  server = await serve(testAws().aws);
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const options = clientOptions({ region, access: { endpoint: server.endpoint, credentials } });
  kms = new KMSClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  s3.destroy();
});
afterAll(async () => {
  kms.destroy();
  await server.close();
});

interface Given {
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly tainted?: boolean;
  /** How often the engine does not find it, when it is asked again. @default always */
  readonly missed?: number;
}

const typeOf = (address: string) => address.slice(0, address.indexOf("."));

/** A deployment whose state holds this, and what the engine was asked to do. */
function deployed({ address, attributes, tainted = false, missed = Number.POSITIVE_INFINITY }: Given) {
  const calls: string[] = [];
  const workspace = {
    stateResources: async () => [{ address, type: typeOf(address), attributes }],
    stateTainted: async () => (tainted ? [address] : []),
    untaint: async (one: string) => void calls.push(`untaint ${one}`),
    async plan({ onEvent }: { onEvent: (event: unknown) => void }) {
      calls.push("plan");
      const gone = { type: "resource_drift", change: { action: "delete", resource: { addr: address } } };
      if (calls.length <= missed) onEvent(gone);
    },
  };
  const settings = { account_id: account, region };
  const deployment = { environment: "dev", settings, local: { endpoint: server.endpoint }, workspace };
  return { deployment: deployment as unknown as Deployment, calls };
}

function invoked(options: Invocation["options"] = {}): Invocation {
  const look = { columns: 80, paint: (_: unknown, text: string) => text };
  return { io: testIo(), options, screen: { say: () => undefined, look } } as unknown as Invocation;
}

function planned(acts: boolean, change: ResourceChange, drift: readonly ResourceChange[] = []) {
  const said: string[] = [];
  const summary = summarize({ resource_changes: [change, staying], resource_drift: drift }, []);
  return { said, summary, planFile: "", acts, later: (_: string, text: string) => void said.push(text) };
}

/** A plan that makes anew what the refresh did not find. */
const missing = (address: string, acts = true) =>
  planned(acts, changed(address, undefined, {}), [changed(address, {}, undefined)]);

const taintedPlan = (address: string, acts = true) =>
  planned(
    acts,
    changed(address, {}, {}, { actions: ["delete", "create"], action_reason: "replace_because_tainted" }),
  );

async function doomedKey() {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { KeyId = "", Arn = "" } = KeyMetadata ?? {};
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  return { KeyId, key: { address: "aws_kms_key.s3", attributes: { id: KeyId, key_id: KeyId, arn: Arn } } };
}

const stateOf = async (KeyId: string) =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

test("a key that waits for its deletion is kept after a yes, and can be used again", async () => {
  const { KeyId, key } = await doomedKey();
  const done = await rescueKeys(deployed(key).deployment, missing(key.address), invoked({ yes: true }));
  expect(done).toEqual([expect.stringMatching(/aws_kms_key\.s3 is kept/)]);
  expect(await stateOf(KeyId)).toBe("Enabled");
});

test("the state is read once for a plan: whoever mends it asks nobody again", async () => {
  const bucket = {
    address: "aws_s3_bucket.data",
    type: "aws_s3_bucket",
    attributes: { id: "data", bucket: "data" },
  };
  const { deployment, calls } = deployed({ ...bucket, attributes: {} });
  const plan = { ...taintedPlan(bucket.address), held: [bucket] };
  expect(await untaintHealthy(deployment, plan, invoked())).toHaveLength(1);
  expect(calls).toEqual([`untaint ${bucket.address}`]);
});

test("nobody's yes, a look alone, and a key that may be lost change nothing", async () => {
  const { KeyId, key } = await doomedKey();
  const { deployment } = deployed(key);
  const asked = rescueKeys(deployment, missing(key.address), invoked());
  await expect(asked).rejects.toMatchObject({
    next: expect.arrayContaining(["  infra apply dev --local --yes"]),
  });
  const looking = missing(key.address, false);
  expect(await rescueKeys(deployment, looking, invoked())).toEqual([]);
  expect(looking.said).toEqual([expect.stringMatching(/scheduled the key .* for deletion/)]);
  const allowed = invoked({ yes: true, allowLoss: [key.address] });
  expect(await rescueKeys(deployment, missing(key.address), allowed)).toEqual([]);
  expect(await stateOf(KeyId)).toBe("PendingDeletion");
});

const bucket = (more: Partial<Given> = {}): Given => ({
  address: "aws_s3_bucket.data",
  attributes: { id: "data", bucket: "data", region },
  ...more,
});

test("a bucket that is there and marked as unfinished loses its mark", async () => {
  const { deployment, calls } = deployed(bucket());
  expect(await untaintHealthy(deployment, taintedPlan("aws_s3_bucket.data"), invoked())).toHaveLength(1);
  expect(calls).toEqual(["untaint aws_s3_bucket.data"]);
});

test("the mark stays on what is not there, and while nobody acts", async () => {
  const gone = deployed(bucket({ attributes: { id: "other", bucket: "other", region } }));
  expect(await untaintHealthy(gone.deployment, taintedPlan("aws_s3_bucket.data"), invoked())).toEqual([]);
  const looking = taintedPlan("aws_s3_bucket.data", false);
  const well = deployed(bucket());
  expect(await untaintHealthy(well.deployment, looking, invoked())).toEqual([]);
  expect(looking.said).toHaveLength(1);
  expect([...gone.calls, ...well.calls]).toEqual([]);
});

const prevented = (address: string) => {
  const detail = `Resource ${address} has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.`;
  const diagnostics = [{ severity: "error" as const, summary: "Instance cannot be destroyed", detail }];
  return new EngineFailed({ command: "plan", exitCode: 1, interrupted: false, diagnostics, output: "" });
};

test("a taint that a protected bucket may not be destroyed for is taken away, and nothing else is", async () => {
  const tainted = deployed(bucket({ tainted: true }));
  expect(await untaintProtected(tainted.deployment, prevented("aws_s3_bucket.data"))).toHaveLength(1);
  const renamed = deployed(bucket());
  expect(await untaintProtected(renamed.deployment, prevented("aws_s3_bucket.data"))).toEqual([]);
  expect([tainted.calls, renamed.calls]).toEqual([["untaint aws_s3_bucket.data"], []]);
});

test("what AWS did not find once and then does is planned anew", async () => {
  const { deployment, calls } = deployed(bucket({ missed: 0 }));
  const done = await readAgain(deployment, missing("aws_s3_bucket.data"), invoked());
  expect(done).toEqual([expect.stringMatching(/did not find aws_s3_bucket\.data at first/)]);
  expect(calls).toEqual(["plan"]);
});

test("what only the provider does not find stops everything", async () => {
  const { deployment } = deployed(bucket());
  await expect(readAgain(deployment, missing("aws_s3_bucket.data"), invoked())).rejects.toThrow(
    /AWS contradicts itself/,
  );
});

test("what is gone is not asked for again, and what was never there is not asked for at all", async () => {
  const { deployment, calls } = deployed(bucket({ attributes: { id: "other", bucket: "other", region } }));
  expect(await readAgain(deployment, missing("aws_s3_bucket.data"), invoked())).toEqual([]);
  const first = planned(true, changed("aws_s3_bucket.data", undefined, {}));
  expect(await readAgain(deployment, first, invoked())).toEqual([]);
  expect(calls).toEqual([]);
});
