import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudTrailClient, ListTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryTransport } from "../memory-transport.ts";
import { type TestAws, testAws } from "../test-aws.ts";

interface Refusal extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers: Readonly<Record<string, string>> };
}

/** The least that every service's client has. */
interface AnyClient {
  // biome-ignore lint/suspicious/noExplicitAny: clients and commands of all services stand in one table
  send(command: any): Promise<unknown>;
}

async function refused(sent: Promise<unknown>): Promise<Refusal> {
  return sent.then(
    () => expect.unreachable("it was not refused"),
    (error) => error as Refusal,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: clients of all services stand in one table
type ClientClass = new (options: any) => AnyClient;

type Codes = Readonly<Record<"throttle" | "internal" | "unavailable", readonly [string, number]>>;

type Row = readonly [string, ClientClass, new (input: never) => object, Codes];

const unknown = "InternalFailure";

/** The codes of November 2026: the API references of each service. */
const table: readonly Row[] = [
  ["autoscaling", AutoScalingClient, DescribeAutoScalingGroupsCommand, query(unknown)],
  ["cloudtrail", CloudTrailClient, ListTrailsCommand, json(unknown)],
  [
    "ec2",
    EC2Client,
    DescribeVpcsCommand,
    {
      throttle: ["RequestLimitExceeded", 503],
      internal: ["InternalError", 500],
      unavailable: ["Unavailable", 503],
    },
  ],
  ["ecr", ECRClient, DescribeRepositoriesCommand, json("ServerException")],
  [
    "eks",
    EKSClient,
    ListClustersCommand,
    {
      throttle: ["ThrottlingException", 429],
      internal: ["ServerException", 500],
      unavailable: ["ServiceUnavailableException", 503],
    },
  ],
  ["iam", IAMClient, ListRolesCommand, query("ServiceFailureException")],
  ["kms", KMSClient, ListKeysCommand, json("KMSInternalException")],
  [
    "logs",
    CloudWatchLogsClient,
    DescribeLogGroupsCommand,
    { ...json(unknown), unavailable: ["ServiceUnavailableException", 500] },
  ],
  [
    "s3",
    S3Client,
    ListBucketsCommand,
    {
      throttle: ["SlowDown", 503],
      internal: ["InternalError", 500],
      unavailable: ["ServiceUnavailable", 503],
    },
  ],
  ["sts", STSClient, GetCallerIdentityCommand, query(unknown)],
];

function query(internal: string) {
  return { ...json(internal), throttle: ["Throttling", 400] as const };
}

function json(internal: string) {
  return {
    throttle: ["ThrottlingException", 400],
    internal: [internal, 500],
    unavailable: ["ServiceUnavailable", 503],
  } as const;
}

describe.each(table)("a bad day of %s", (service, client, command, codes) => {
  let t: TestAws;
  const ask = () => t.client(client).send(new command({} as never));
  beforeEach(() => {
    t = testAws();
  });

  test("throttles with its own error, and asks to wait", async () => {
    t.aws.faults.set(`${service} throttle=1`);
    const { name, $metadata, $response } = await refused(ask());
    expect([name, $metadata.httpStatusCode]).toEqual(codes.throttle);
    expect($response?.headers["retry-after"]).toBe("1");
  });

  test("fails with its own 500 and 503", async () => {
    t.aws.faults.set(`seed=1; ${service} error=1`);
    const met = new Map<string, number | undefined>();
    for (let i = 0; i < 20; i++) {
      const { name, $metadata } = await refused(ask());
      met.set(name, $metadata.httpStatusCode);
    }
    expect(Object.fromEntries(met)).toEqual(Object.fromEntries([codes.internal, codes.unavailable]));
  });

  test("is down for everything", async () => {
    t.aws.faults.set(`${service} down=1m`);
    const { name, $metadata } = await refused(ask());
    expect([name, $metadata.httpStatusCode]).toEqual(codes.unavailable);
  });

  test.each(["throttle=1", "error=1", "drop-before=1"])(
    "is ridden out by the SDK when it says %s twice",
    async (rule) => {
      vi.useFakeTimers({ toFake: ["setTimeout"] });
      t.aws.faults.set(`${rule} times=2`);
      const retrying = new client({
        region: "ap-southeast-1",
        credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
        requestHandler: memoryTransport(t.aws),
        endpoint: "http://127.0.0.1",
        maxAttempts: 3,
      });
      let settled = false;
      const answer = retrying.send(new command({} as never)).finally(() => {
        settled = true;
      });
      while (!settled) await vi.advanceTimersByTimeAsync(1000);
      await answer;
      expect(t.aws.counts().retries).toBe(2);
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
});

describe("faults", () => {
  let now = new Date("2026-11-23T12:00:00Z");
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  let t: TestAws;
  let ec2: EC2Client;
  beforeEach(() => {
    t = testAws({ now: () => now });
    ec2 = t.client(EC2Client);
  });
  const describeAll = () => ec2.send(new DescribeVpcsCommand({}));

  test("happen to those alone whom a rule names", async () => {
    t.aws.faults.set("ec2:CreateVpc throttle=1; iam throttle=1; iam:ListRoles throttle=0");
    await describeAll();
    await t.client(IAMClient).send(new ListRolesCommand({}));
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).rejects.toThrow(
      "Request limit",
    );
    await expect(t.client(IAMClient).send(new GetRoleCommand({ RoleName: "a" }))).rejects.toThrow(
      "Rate exceeded",
    );
  });

  test("a rule causes no more faults than it may, however many requests are under way at once", async () => {
    const t = testAws();
    t.aws.faults.set("ec2 latency=20 throttle=1 times=2");
    const ec2 = t.client(EC2Client);
    // Both wait, which is what the rule may cause; then none is left to refuse them.
    await Promise.all([1, 2].map((n) => ec2.send(new CreateVpcCommand({ CidrBlock: `10.${n}.0.0/16` }))));
    expect(t.aws.faults.report().injected).toEqual({ latency: 2 });
  });

  test("happen as often as a rule says", async () => {
    t.aws.faults.set("ec2 throttle=1 times=2");
    await refused(describeAll());
    await refused(describeAll());
    await describeAll();
    expect(t.aws.faults.report()).toMatchObject({ injected: { throttle: 2 }, byService: { ec2: 2 } });
  });

  test("of an outage begin and end", async () => {
    t.aws.faults.set("ec2 down=30s@10s");
    await describeAll();
    later(10);
    await refused(describeAll());
    await t.client(STSClient).send(new GetCallerIdentityCommand({}));
    later(30);
    await describeAll();
  });

  test("take their time", async () => {
    t.aws.faults.set("latency=30");
    const began = performance.now();
    await describeAll();
    expect(performance.now() - began).toBeGreaterThan(28);
  });

  test("end with an empty text, and stay as they were after one that cannot be read", async () => {
    t.aws.faults.set("throttle=1");
    expect(() => t.aws.faults.set("throttle=2")).toThrow("a share from 0 to 1");
    await refused(describeAll());
    t.aws.faults.set("");
    await describeAll();
    expect(t.aws.faults.report()).toMatchObject({ rules: "" });
  });

  test("cut a connection before or after a request took effect", async () => {
    t.aws.faults.set("ec2:CreateVpc drop-before=1");
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).rejects.toThrow(
      "socket hang up",
    );
    const before = (await describeAll()).Vpcs?.length ?? 0;
    t.aws.faults.set("ec2:CreateVpc drop-after=1");
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).rejects.toThrow(
      "socket hang up",
    );
    expect((await describeAll()).Vpcs).toHaveLength(before + 1);
  });

  test("let reads lag writes, and writes never", async () => {
    const ids = (await describeAll()).Vpcs?.length ?? 0;
    t.aws.faults.set("stale=10s seed=1");
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const find = () => ec2.send(new DescribeVpcsCommand({ VpcIds: [Vpc?.VpcId as string] }));
    expect((await refused(find())).name).toBe("InvalidVpcID.NotFound");
    expect((await describeAll()).Vpcs).toHaveLength(ids);
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    later(10);
    await find();
    expect((await describeAll()).Vpcs).toHaveLength(ids + 2);
    expect(t.aws.faults.report().injected).toEqual({ stale: 2 });
  });

  test("let IAM's reads lag, and its writes see what there is", async () => {
    t.aws.faults.set("stale=10s seed=1");
    const iam = t.client(IAMClient);
    const role = { RoleName: "nodes", AssumeRolePolicyDocument: trust };
    await iam.send(new CreateRoleCommand(role));
    expect((await refused(iam.send(new GetRoleCommand({ RoleName: "nodes" })))).name).toBe(
      "NoSuchEntityException",
    );
    expect((await refused(iam.send(new CreateRoleCommand(role)))).name).toBe("EntityAlreadyExistsException");
    later(10);
    await iam.send(new GetRoleCommand({ RoleName: "nodes" }));
  });

  test("never blur S3's objects, only its buckets' configurations", async () => {
    const s3 = t.client(S3Client);
    const Bucket = "states-of-a-test";
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: "ap-southeast-1" },
      }),
    );
    t.aws.faults.set("stale=10s seed=1");
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "lock", Body: "held" }));
    await s3.send(new GetObjectCommand({ Bucket, Key: "lock" }));
    const versioning = () => s3.send(new GetBucketVersioningCommand({ Bucket }));
    expect((await versioning()).Status).toBeUndefined();
    later(10);
    expect((await versioning()).Status).toBe("Enabled");
  });

  test("are counted by code", async () => {
    t.aws.faults.set("throttle=1");
    await refused(describeAll());
    expect(t.aws.counts()).toMatchObject({
      errors: 1,
      errorsByCode: { RequestLimitExceeded: 1 },
      retries: 0,
    });
  });

  test("fail what is being made, so often, and tell why nothing can be had", () => {
    const make = (venture: Parameters<typeof t.aws.faults.fate>[0]) =>
      t.aws.faults.fate(venture, { region: "ap-southeast-1" })?.code;
    const nodes = {
      kind: "nodegroup",
      name: "system",
      instanceTypes: ["m5.large", "m6i.large"],
      zones: ["ap-southeast-1a", "ap-southeast-1b"],
    } as const;
    t.aws.faults.set(
      "eks fail=nodegroup times=1; capacity=ap-southeast-1a; capacity=m5.large@ap-southeast-1b",
    );
    expect(make({ kind: "cluster", name: "main" })).toBeUndefined();
    expect(make(nodes)).toBe("NodeCreationFailure");
    expect(make(nodes)).toBeUndefined();
    expect(make({ ...nodes, instanceTypes: ["m5.large"] })).toBe("AsgInstanceLaunchFailures");
    expect(make({ ...nodes, kind: "instance", zones: ["ap-southeast-1a"] })).toBe(
      "InsufficientInstanceCapacity",
    );
  });
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
