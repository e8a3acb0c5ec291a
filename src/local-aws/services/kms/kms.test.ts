import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ReEncryptCommand,
  RetireGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const day = 86_400_000;
let now: Date;
let test: TestAws;
let kms: KMSClient;

beforeEach(() => {
  now = new Date("2026-11-23T00:00:00Z");
  test = testAws({ now: () => now });
  kms = test.client(KMSClient);
});

async function newKey(options: object = {}): Promise<{ KeyId: string; Arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(options));
  return { KeyId: KeyMetadata?.KeyId ?? "", Arn: KeyMetadata?.Arn ?? "" };
}

describe("keys", () => {
  it("are found by id, ARN, alias and the alias's ARN", async () => {
    const { KeyId, Arn } = await newKey({ Description: "data" });
    expect(Arn).toBe(`arn:aws:kms:ap-southeast-1:123456789012:key/${KeyId}`);
    await kms.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: KeyId }));
    const names = [KeyId, Arn, "alias/data", "arn:aws:kms:ap-southeast-1:123456789012:alias/data"];
    for (const name of names) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: name }));
      expect(KeyMetadata).toMatchObject({
        KeyId,
        Description: "data",
        KeyState: "Enabled",
        KeyManager: "CUSTOMER",
      });
    }
    const nobody = kms.send(new DescribeKeyCommand({ KeyId: "alias/nobody" }));
    await expect(nobody).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Alias arn:aws:kms:ap-southeast-1:123456789012:alias/nobody is not found.",
    });
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    expect(JSON.parse(Policy ?? "").Statement[0].Principal).toEqual({
      AWS: "arn:aws:iam::123456789012:root",
    });
  });

  it("wait for their deletion, can be saved from it, and are gone after it", async () => {
    const { KeyId } = await newKey();
    await kms.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: KeyId }));
    const schedule = () => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(test.aws.inventory().map(({ type }) => type)).toEqual(["AWS::KMS::Key", "AWS::KMS::Alias"]);
    expect(await schedule()).toMatchObject({ KeyState: "PendingDeletion" });
    expect(test.aws.inventory().map(({ type }) => type)).toEqual(["AWS::KMS::Alias"]);
    const use = kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
    await expect(use).rejects.toMatchObject({
      name: "KMSInvalidStateException",
      message: expect.stringMatching(/is pending deletion/),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(schedule()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Disabled", Enabled: false });
    expect(KeyMetadata?.DeletionDate).toBeUndefined();
    await kms.send(new EnableKeyCommand({ KeyId }));
    await schedule();
    now = new Date(now.getTime() + 7 * day);
    await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    expect(Aliases.map(({ AliasName }) => AliasName)).not.toContain("alias/data");
  });

  it.each([
    [3, "greater than or equal to 7"],
    [31, "less than or equal to 30"],
  ])("do not wait %i days", async (PendingWindowInDays, bound) => {
    const { KeyId } = await newKey();
    const schedule = kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    await expect(schedule).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected: Value '${PendingWindowInDays}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`,
    });
  });

  it("are used only while they are enabled", async () => {
    const { KeyId } = await newKey();
    await kms.send(new DisableKeyCommand({ KeyId }));
    const use = kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
    await expect(use).rejects.toMatchObject({ name: "DisabledException" });
  });

  it("of AWS's services are there when they are asked for, and are nobody's to delete", async () => {
    const target = async () => {
      const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
      return Aliases.find(({ AliasName }) => AliasName === "alias/aws/s3");
    };
    expect(await target()).toMatchObject({ AliasName: "alias/aws/s3" });
    expect((await target())?.TargetKeyId).toBeUndefined();
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect((await target())?.TargetKeyId).toBe(KeyMetadata?.KeyId);
    expect(KeyMetadata).toMatchObject({ KeyManager: "AWS", KeyState: "Enabled" });
    const again = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    expect(again.KeyMetadata?.KeyId).toBe(KeyMetadata?.KeyId);
    const gone = kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(gone).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(test.aws.inventory()).toEqual([]);
  });

  it("carry tags", async () => {
    const { KeyId } = await newKey({ Tags: [{ TagKey: "a", TagValue: "1" }] });
    const Tags = [
      { TagKey: "a", TagValue: "2" },
      { TagKey: "b", TagValue: "" },
    ];
    await kms.send(new TagResourceCommand({ KeyId, Tags }));
    expect(await kms.send(new ListResourceTagsCommand({ KeyId }))).toMatchObject({ Tags, Truncated: false });
  });

  it("are listed in pages", async () => {
    const made = [await newKey(), await newKey(), await newKey()];
    const first = await kms.send(new ListKeysCommand({ Limit: 2 }));
    expect(first.Truncated).toBe(true);
    const rest = await kms.send(new ListKeysCommand({ Marker: first.NextMarker }));
    expect(rest.Truncated).toBe(false);
    const listed = [...(first.Keys ?? []), ...(rest.Keys ?? [])].map(({ KeyId }) => KeyId);
    expect(listed).toEqual(made.map(({ KeyId }) => KeyId));
  });
});

describe("rotation", () => {
  it("comes with time, and old ciphertexts stay readable", async () => {
    const { KeyId } = await newKey();
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("old") }));
    now = new Date(now.getTime() + 100 * day);
    const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect(status).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect(status.NextRotationDate).toEqual(new Date("2027-05-22T00:00:00Z"));
    const { Rotations } = await kms.send(new ListKeyRotationsCommand({ KeyId }));
    expect(Rotations).toMatchObject([
      { RotationType: "AUTOMATIC", RotationDate: new Date("2027-02-21T00:00:00Z") },
    ]);
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(Plaintext ?? []).toString()).toBe("old");
  });
});

describe("aliases", () => {
  it("move from key to key and are taken once", async () => {
    const [first, second] = [await newKey(), await newKey()];
    const AliasName = "alias/data";
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.KeyId }));
    const again = kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second.KeyId }));
    await expect(again).rejects.toMatchObject({ name: "AlreadyExistsException" });
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.KeyId }));
    expect((await kms.send(new ListAliasesCommand({ KeyId: first.KeyId }))).Aliases).toEqual([]);
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: second.KeyId }));
    expect(Aliases).toMatchObject([{ AliasName, TargetKeyId: second.KeyId }]);
    const reserved = kms.send(
      new CreateAliasCommand({ AliasName: "alias/aws/mine", TargetKeyId: first.KeyId }),
    );
    await expect(reserved).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });
});

describe("encryption", () => {
  it("gives back any bytes under the same context, in any order, and under no other", async () => {
    const { KeyId } = await newKey();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.dictionary(fc.string(), fc.string()),
        async (Plaintext, context) => {
          const EncryptionContext = { ...context, aws: "s3" };
          const { CiphertextBlob } = await kms.send(
            new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
          );
          const reversed = Object.fromEntries(Object.entries(EncryptionContext).reverse());
          const back = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reversed }));
          expect(Buffer.from(back.Plaintext ?? []).equals(Plaintext)).toBe(true);
          const wrong = new DecryptCommand({ CiphertextBlob, EncryptionContext: { ...context, aws: "ec2" } });
          await expect(kms.send(wrong)).rejects.toMatchObject({ name: "InvalidCiphertextException" });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("moves to another key without showing the bytes", async () => {
    const [from, to] = [await newKey(), await newKey()];
    const data = await kms.send(new GenerateDataKeyCommand({ KeyId: from.KeyId, KeySpec: "AES_256" }));
    expect(data.Plaintext).toHaveLength(32);
    const moved = await kms.send(
      new ReEncryptCommand({ CiphertextBlob: data.CiphertextBlob, DestinationKeyId: to.KeyId }),
    );
    expect(moved).toMatchObject({ SourceKeyId: from.Arn, KeyId: to.Arn });
    const back = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, KeyId: to.Arn }));
    expect(back.Plaintext).toEqual(data.Plaintext);
    const other = kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, KeyId: from.Arn }));
    await expect(other).rejects.toMatchObject({ name: "IncorrectKeyException" });
  });

  it("stays in its region", async () => {
    const { KeyId } = await newKey();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));
    const tokyo = test.client(KMSClient, { region: "ap-northeast-1" });
    const there = tokyo.send(new DecryptCommand({ CiphertextBlob }));
    await expect(there).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("grants", () => {
  it("are made once per name, listed by grantee, and end by their token", async () => {
    const { KeyId, Arn } = await newKey();
    const GranteePrincipal = "arn:aws:iam::123456789012:role/nodes";
    const early = kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"] }));
    await expect(early).rejects.toMatchObject({ name: "InvalidArnException" });
    await makeRole(test, "nodes");
    const grant = () =>
      kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"], Name: "volumes" }));
    const { GrantId, GrantToken } = await grant();
    expect((await grant()).GrantId).toBe(GrantId);
    const list = (more: object) => kms.send(new ListGrantsCommand({ KeyId, ...more }));
    expect((await list({ GranteePrincipal })).Grants).toMatchObject([
      { KeyId: Arn, GrantId, Operations: ["Decrypt"] },
    ]);
    expect((await list({ GranteePrincipal: "arn:aws:iam::123456789012:role/x" })).Grants).toEqual([]);
    await kms.send(new RetireGrantCommand({ GrantToken }));
    expect((await list({})).Grants).toEqual([]);
  });
});
