import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { ensureStateBucket } from "./state-bucket.ts";

const LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";
const account = "123456789012";
const region = "ap-southeast-1";
const bucket = `terraform-state-retail-mlops-${account}`;

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly [part: string]: unknown;
}

describe("the state bucket", () => {
  let aws: LocalAws;
  /** What happens once, behind our back, after a request of ours. */
  let after: ((request: { readonly method: string }) => unknown) | undefined;
  const accessOf = (accessKeyId: string) => ({
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId, secretAccessKey: "local" },
    requestHandler: watched(memoryTransport(aws)),
  });
  const watched = (transport: ReturnType<typeof memoryTransport>) => ({
    ...transport,
    async handle(request: Parameters<typeof transport.handle>[0]) {
      const answer = await transport.handle(request);
      const happens = after?.(request);
      if (happens) after = undefined;
      await happens;
      return answer;
    },
  });
  const ensure = (over: { caller?: string; region?: string; key?: string } = {}) =>
    ensureStateBucket({
      bucket,
      key: over.key ?? "dev/terraform.tfstate",
      account,
      region: over.region ?? region,
      access: accessOf(over.caller ?? account),
    });
  const s3 = (caller = account, at = region) => new S3Client({ region: at, ...accessOf(caller) });

  const make = (owner: string) =>
    s3(owner).send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
  const statements = async (): Promise<Statement[]> => {
    const { Policy = "" } = await s3().send(new GetBucketPolicyCommand({ Bucket: bucket }));
    return JSON.parse(Policy).Statement;
  };
  const rules = async (): Promise<LifecycleRule[]> =>
    (await s3().send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))).Rules ?? [];
  /** The access key of a user who may do just this. */
  const user = async (actions: readonly string[]): Promise<string> => {
    const iam = new IAMClient({ region, ...accessOf(account) });
    const UserName = `user-${actions.length}`;
    await iam.send(new CreateUserCommand({ UserName }));
    const Statement = [{ Effect: "Allow", Action: ["sts:*", ...actions], Resource: "*" }];
    await iam.send(
      new PutUserPolicyCommand({
        UserName,
        PolicyName: "some",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return AccessKey?.AccessKeyId ?? "";
  };

  beforeEach(() => {
    aws = new LocalAws({ services, seed: 1 });
    after = undefined;
  });

  test("is made when S3 does not find it at first", async () => {
    aws.faults.set("s3 stale=1m");
    expect(await ensure()).toMatchObject({ created: true, set: expect.arrayContaining(["versioning"]) });
  });

  test("is made through many failures", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    aws.faults.set("s3 throttle=1 times=8");
    let settled = false;
    const ensured = ensure().finally(() => {
      settled = true;
    });
    while (!settled) await vi.advanceTimersByTimeAsync(1000);
    expect(await ensured).toMatchObject({ created: true });
  });

  test("is made versioned, encrypted, closed to the public, TLS only, states undeletable, old ones kept 90 days", async () => {
    expect(await ensure()).toEqual({
      bucket,
      created: true,
      // S3 itself encrypts new buckets, closes them to the public, and ends access lists.
      set: ["versioning", "policy", "lifecycle"],
      was: {
        versioning: "off",
        policy: "TLS only: missing, no deletion of states: missing",
        lifecycle: "missing",
      },
      warnings: [],
    });
    const client = s3();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status).toBe("Enabled");
    const { ServerSideEncryptionConfiguration: encryption } = await client.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
    expect(
      (await client.send(new GetPublicAccessBlockCommand({ Bucket: bucket }))).PublicAccessBlockConfiguration,
    ).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const { OwnershipControls } = await client.send(
      new GetBucketOwnershipControlsCommand({ Bucket: bucket }),
    );
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
    expect(await statements()).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "StatesStay",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        NotResource: [
          `arn:aws:s3:::${bucket}/*/terraform.tfstate.tflock`,
          `arn:aws:s3:::${bucket}/*/infra/*`,
        ],
      },
    ]);
    expect(await rules()).toMatchObject([
      {
        ID: "dev: old states",
        Filter: { Prefix: "dev/terraform.tfstate" },
        NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 20 },
      },
      {
        ID: "dev: old locks",
        Filter: { Prefix: "dev/terraform.tfstate.tflock" },
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        Expiration: { ExpiredObjectDeleteMarker: true },
      },
      {
        ID: "dev: old notes",
        Filter: { Prefix: "dev/infra/" },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        Expiration: { ExpiredObjectDeleteMarker: true },
      },
      { ID: "incomplete uploads", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]);
  });

  test("is left alone the second time", async () => {
    await ensure();
    expect(await ensure()).toEqual({ bucket, created: false, set: [], was: {}, warnings: [] });
  });

  describe("once somebody changed it by hand", () => {
    const owned = { Bucket: bucket };
    const drifts: readonly (readonly [string, string, (client: S3Client) => Promise<unknown>])[] = [
      [
        "versioning",
        "Suspended",
        (client) =>
          client.send(
            new PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: "Suspended" } }),
          ),
      ],
      ["public access block", "missing", (client) => client.send(new DeletePublicAccessBlockCommand(owned))],
      [
        "public access block",
        "without BlockPublicPolicy, RestrictPublicBuckets",
        (client) =>
          client.send(
            new PutPublicAccessBlockCommand({
              ...owned,
              PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
            }),
          ),
      ],
      [
        "object ownership",
        "ObjectWriter",
        async (client) => {
          await client.send(
            new PutBucketOwnershipControlsCommand({
              ...owned,
              OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
            }),
          );
          await client.send(new PutBucketAclCommand({ ...owned, GrantWrite: `uri="${LOG_DELIVERY}"` }));
        },
      ],
      [
        "policy",
        "TLS only: missing, no deletion of states: missing",
        (client) => client.send(new DeleteBucketPolicyCommand(owned)),
      ],
      [
        "policy",
        "TLS only: changed",
        async (client) => {
          const [tls, ...others] = await statements();
          const weaker = { ...tls, Action: "s3:PutObject" };
          const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [weaker, ...others] });
          await client.send(new PutBucketPolicyCommand({ ...owned, Policy }));
        },
      ],
      ["lifecycle", "missing", (client) => client.send(new DeleteBucketLifecycleCommand(owned))],
      [
        "lifecycle",
        "changed",
        async (client) => {
          const [first, ...others] = await rules();
          const Rules = [{ ...first, Status: "Disabled" } as LifecycleRule, ...others];
          await client.send(
            new PutBucketLifecycleConfigurationCommand({ ...owned, LifecycleConfiguration: { Rules } }),
          );
        },
      ],
    ];
    test.each(drifts)("%s (%s) is mended, and nothing else", async (setting, was, change) => {
      await ensure();
      await change(s3());
      expect(await ensure()).toMatchObject({ created: false, set: [setting], was: { [setting]: was } });
      expect(await ensure()).toMatchObject({ set: [] });
    });
  });

  test("keeps a customer's key, and what others wrote into its policy", async () => {
    await ensure();
    const reader = {
      Sid: "Reader",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: reader });
    await s3().send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    await s3().send(
      new PutBucketEncryptionCommand({
        Bucket: bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }],
        },
      }),
    );
    expect(await ensure()).toMatchObject({ set: ["policy"] });
    expect((await statements()).map(({ Sid }) => Sid)).toEqual(["Reader", "TlsOnly", "StatesStay"]);
  });

  test("means the same in whatever order and form a policy says it", async () => {
    await ensure();
    const Statement = (await statements()).reverse().map(({ Action, ...rest }) => ({
      ...rest,
      Principal: { AWS: "*" },
      Action: [Action].flat().reverse(),
    }));
    await s3().send(
      new PutBucketPolicyCommand({
        Bucket: bucket,
        Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
    expect(await ensure()).toMatchObject({ set: [] });
  });

  test("serves several environments, whose rules and those of others stay", async () => {
    await ensure();
    const archive: LifecycleRule = {
      ID: "archive",
      Status: "Enabled",
      Prefix: "reports/",
      Transitions: [{ Days: 90, StorageClass: "GLACIER" }],
    };
    await s3().send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: [...(await rules()), archive] },
      }),
    );
    expect(await ensure({ key: "prod/terraform.tfstate" })).toMatchObject({ set: ["lifecycle"] });
    expect(await ensure({ key: "dev/terraform.tfstate" })).toMatchObject({ set: [], warnings: [] });
    expect((await rules()).map(({ ID }) => ID)).toEqual([
      "dev: old states",
      "dev: old locks",
      "dev: old notes",
      "archive",
      "prod: old states",
      "prod: old locks",
      "prod: old notes",
      "incomplete uploads",
    ]);
  });

  test("says which rules of others delete states", async () => {
    await ensure();
    const rule = (ID: string, rest: Partial<LifecycleRule>): LifecycleRule => ({
      ID,
      Filter: { Prefix: "" },
      ...rest,
      Status: "Enabled",
    });
    const foreign = [
      rule("clean", { Expiration: { Days: 30 } }),
      rule("short", { NoncurrentVersionExpiration: { NoncurrentDays: 7 } }),
      rule("elsewhere", { Filter: { Prefix: "logs/" }, Expiration: { Days: 30 } }),
    ];
    await s3().send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: [...(await rules()), ...foreign] },
      }),
    );
    expect((await ensure()).warnings).toEqual([
      'Lifecycle rule "clean" of the state bucket deletes states, the current one too: remove it, or narrow its prefix.',
      'Lifecycle rule "short" of the state bucket deletes old states after 7 days, not after 90.',
    ]);
  });

  test("lets nobody delete a state, the administrator neither, but locks and notes", async () => {
    await ensure();
    const client = s3();
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "{}" }));
    const remove = (Key: string, VersionId?: string) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
    const state = "dev/terraform.tfstate";
    const { VersionId } = await put(state);
    await expect(remove(state)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(remove(state, VersionId)).rejects.toMatchObject({ name: "AccessDenied" });
    for (const Key of [`${state}.tflock`, "dev/infra/run.json"]) {
      await put(Key);
      await expect(remove(Key)).resolves.toMatchObject({ DeleteMarker: true });
    }
    await expect(put(state)).resolves.toBeDefined();
  });

  test("credentials of another account are refused before anything is made", async () => {
    await expect(ensure({ caller: "999999999999" })).rejects.toMatchObject({
      name: "StateBucketRefused",
      problems: [
        {
          received: expect.stringContaining("account 999999999999"),
          expected: `account_id ${account}`,
        },
      ],
    });
    expect(aws.inventory()).toEqual([]);
  });

  test("a bucket of another account is refused, as that account's", async () => {
    await make("999999999999");
    await expect(ensure()).rejects.toMatchObject({
      name: "StateBucketRefused",
      message: "The state bucket exists, and belongs to another account.",
    });
  });

  test("a name that another account takes in this very moment is refused", async () => {
    after = (request) => (request.method === "HEAD" ? make("999999999999") : undefined);
    await expect(ensure()).rejects.toMatchObject({
      name: "StateBucketRefused",
      message: "Another account took the name of the state bucket.",
    });
  });

  test("a bucket that vanishes while it is looked at is said to", async () => {
    await ensure();
    after = (request) =>
      request.method === "HEAD" ? s3().send(new DeleteBucketCommand({ Bucket: bucket })) : undefined;
    await expect(ensure()).rejects.toMatchObject({
      name: "StateBucketRefused",
      message: "The state bucket vanished while it was looked at.",
    });
  });

  test("a bucket in another region is refused, and its region named", async () => {
    await ensure();
    await expect(ensure({ region: "eu-west-1" })).rejects.toMatchObject({
      name: "StateBucketRefused",
      problems: [{ received: `s3://${bucket} in ${region}` }],
    });
  });

  test("a bucket of ours that is closed to these credentials is told from another account's", async () => {
    await ensure();
    const caller = await user(["s3:ListAllMyBuckets"]);
    await expect(ensure({ caller })).rejects.toMatchObject({
      message: "The state bucket is this account's, but closed to these credentials.",
    });
    await expect(ensure({ caller: await user([]) })).rejects.toMatchObject({
      message: "The state bucket exists, but this account may not use it.",
    });
  });

  test("credentials that may not make it are told which permission they lack", async () => {
    const caller = await user(["s3:ListBucket"]);
    await expect(ensure({ caller })).rejects.toMatchObject({
      problems: [{ received: expect.stringContaining("s3:CreateBucket is refused") }],
    });
  });

  test("is made by two at once, for two environments, with the rules of both", async () => {
    await Promise.all([ensure(), ensure({ key: "prod/terraform.tfstate" })]);
    const { Rules = [] } = await s3().send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    expect(Rules.map(({ ID }) => ID)).toEqual(
      expect.arrayContaining(["dev: old states", "prod: old states"]),
    );
    expect((await ensure()).set).toEqual([]);
    expect((await ensure({ key: "prod/terraform.tfstate" })).set).toEqual([]);
  });

  test("is waited for while somebody else makes it", async () => {
    const send = S3Client.prototype.send as (this: S3Client, command: object) => Promise<unknown>;
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(S3Client.prototype, "send").mockImplementation(async function (this: S3Client, command: object) {
      const answer = await send.call(this, command);
      if (command instanceof CreateBucketCommand)
        throw Object.assign(new Error("A conflicting operation"), { name: "OperationAborted" });
      return answer;
    } as never);
    expect(await ensure()).toMatchObject({ created: false, set: expect.arrayContaining(["versioning"]) });
  });

  test("names every permission that is missing at once, and sets what it may", async () => {
    await ensure();
    await s3().send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    await s3().send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Suspended" } }),
    );
    const caller = await user([
      ...["s3:ListBucket", "s3:GetBucket*", "s3:PutBucketVersioning", "s3:GetEncryptionConfiguration"],
    ]);
    await expect(ensure({ caller })).rejects.toMatchObject({
      message: expect.stringMatching(/could not all be checked or set\. versioning: set\.$/),
      problems: [
        { received: "s3:GetLifecycleConfiguration is refused" },
        { received: "s3:PutBucketPolicy is refused" },
      ],
    });
  });

  test("is made in us-east-1 too, which S3 wants unnamed", async () => {
    expect(await ensure({ region: "us-east-1" })).toMatchObject({ created: true });
  });
});
