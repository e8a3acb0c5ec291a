import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  type GrantConstraints,
  type GrantOperation,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  RetireGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { beforeEach, describe, expect, it } from "vitest";
import { assume, document, makeRole } from "../../iam/test-principals.ts";
import { type TestAws, testAws } from "../../test-aws.ts";

const root = "arn:aws:iam::123456789012:root";
const other = "999988887777";
const Plaintext = Buffer.from("secret");
const toAccount = { Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
let test: TestAws;
let kms: KMSClient;

beforeEach(() => {
  test = testAws();
  kms = test.client(KMSClient);
});

async function newKey(options: object = {}): Promise<{ KeyId: string; Arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(options));
  return { KeyId: KeyMetadata?.KeyId ?? "", Arn: KeyMetadata?.Arn ?? "" };
}

/** A client of a role that may do this, and the role's ARN. */
async function role(name: string, ...may: object[]): Promise<{ client: KMSClient; arn: string }> {
  const arn = await makeRole(test, name, { may: may as Record<string, unknown>[] });
  return { client: test.client(KMSClient, { as: await assume(test, arn) }), arn };
}

describe("a key's policy", () => {
  it("leaves the decision to identity policies where it names the account", async () => {
    const { KeyId, Arn } = await newKey();
    const reader = await role("reader", { Action: "kms:DescribeKey", Resource: Arn });
    await reader.client.send(new DescribeKeyCommand({ KeyId }));
    await expect(reader.client.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::123456789012:assumed-role/reader/test is not authorized to perform: kms:Encrypt on resource: ${Arn} because no identity-based policy allows the kms:Encrypt action`,
    });
  });

  it("lets in whom it names, and without naming the account keeps even the administrator out", async () => {
    const { client, arn } = await role("owner");
    const Policy = document({ Principal: { AWS: arn }, Action: "kms:*", Resource: "*" });
    const { KeyId } = await newKey({ Policy, BypassPolicyLockoutSafetyCheck: true });
    await client.send(new EncryptCommand({ KeyId, Plaintext }));
    await expect(kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /not authorized to perform: kms:Encrypt .* because no resource-based policy allows the kms:Encrypt action/,
      ),
    });
  });

  it("may ask for an encryption context, an alias and the key's own tags", async () => {
    const uses = [
      { StringEquals: { "kms:EncryptionContext:team": "ml" } },
      { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/data" } },
      { StringEquals: { "aws:ResourceTag/stage": "dev" } },
    ];
    const { KeyId } = await newKey({ Policy: document(toAccount) });
    const used = { EncryptionContext: { team: "ml" } };
    const names = ["by-context", "by-alias", "by-tag"];
    const clients = [];
    for (const [i, Condition] of uses.entries())
      clients.push((await role(names[i] ?? "", { Action: "kms:Encrypt", Resource: "*", Condition })).client);
    const encrypt = (client: KMSClient | undefined, more: object = {}) =>
      client?.send(new EncryptCommand({ KeyId, Plaintext, ...more }));
    for (const client of clients)
      await expect(encrypt(client)).rejects.toMatchObject({ name: "AccessDeniedException" });
    await kms.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: KeyId }));
    await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "stage", TagValue: "dev" }] }));
    await encrypt(clients[0], used);
    await encrypt(clients[1]);
    await encrypt(clients[2]);
    const Condition = { StringEquals: { "kms:RequestAlias": "alias/data" } };
    const named = await role("by-request", { Action: "kms:Encrypt", Resource: "*", Condition });
    await encrypt(named.client, { KeyId: "alias/data" });
    await expect(encrypt(named.client)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("opens the key to other accounts by its ARN, for use and not for administration", async () => {
    const shared = { Principal: { AWS: other }, Action: "kms:*", Resource: "*" };
    const { Arn } = await newKey({ Policy: document(toAccount, shared) });
    const closed = await newKey();
    const theirs = test.client(KMSClient, { account: other });
    const { CiphertextBlob } = await theirs.send(new EncryptCommand({ KeyId: Arn, Plaintext }));
    const back = await theirs.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(back.Plaintext ?? []).toString()).toBe("secret");
    const refused = [
      new ScheduleKeyDeletionCommand({ KeyId: Arn }),
      new GetKeyPolicyCommand({ KeyId: Arn }),
      new DescribeKeyCommand({ KeyId: closed.Arn }),
      new DescribeKeyCommand({ KeyId: `${closed.Arn.slice(0, -1)}x` }),
    ];
    for (const command of refused)
      await expect(theirs.send(command as DescribeKeyCommand)).rejects.toMatchObject({
        name: "AccessDeniedException",
      });
    expect((await theirs.send(new ListKeysCommand({}))).Keys ?? []).toEqual([]);
  });
});

describe("data", () => {
  it("moves from key to key with a permission on each", async () => {
    const [from, to] = [await newKey(), await newKey()];
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: from.KeyId, Plaintext }));
    const move = (client: KMSClient) =>
      client.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: to.KeyId }));
    const out = { Action: "kms:ReEncryptFrom", Resource: from.Arn };
    const half = await role("half", out);
    await expect(move(half.client)).rejects.toMatchObject({
      message: expect.stringMatching(/kms:ReEncryptTo on resource/),
    });
    const whole = await role("whole", out, { Action: "kms:ReEncryptTo", Resource: to.Arn });
    expect(await move(whole.client)).toMatchObject({ SourceKeyId: from.Arn, KeyId: to.Arn });
  });
});

describe("grants", () => {
  it("are given only for operations that the giver may give", async () => {
    const { KeyId } = await newKey();
    const Condition = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } };
    const { client, arn } = await role("giver", { Action: "kms:CreateGrant", Resource: "*", Condition });
    const give = (...Operations: GrantOperation[]) =>
      client.send(new CreateGrantCommand({ KeyId, GranteePrincipal: arn, Operations }));
    await give("Decrypt");
    await expect(give("Decrypt", "Encrypt")).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("let in who has no other permission, for their operations and encryption context", async () => {
    const { KeyId } = await newKey();
    const { client, arn } = await role("worker");
    const EncryptionContext = { volume: "1", zone: "a" };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
    const decrypt = () => client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    await expect(decrypt()).rejects.toMatchObject({ name: "AccessDeniedException" });
    const grant = (volume: string) =>
      kms.send(
        new CreateGrantCommand({
          KeyId,
          GranteePrincipal: arn,
          RetiringPrincipal: arn,
          Operations: ["Decrypt"],
          Constraints: { EncryptionContextSubset: { volume } },
        }),
      );
    await grant("2");
    await expect(decrypt()).rejects.toMatchObject({ name: "AccessDeniedException" });
    const { GrantToken } = await grant("1");
    expect(Buffer.from((await decrypt()).Plaintext ?? []).toString()).toBe("secret");
    const encrypt = client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
    await expect(encrypt).rejects.toMatchObject({ name: "AccessDeniedException" });
    await client.send(new RetireGrantCommand({ GrantToken }));
    await expect(decrypt()).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("let who lives by a grant alone give away no more than it holds", async () => {
    const { KeyId } = await newKey();
    const { client, arn: GranteePrincipal } = await role("worker");
    const held = { EncryptionContextSubset: { volume: "1" } };
    const give = (from: KMSClient, Operations: GrantOperation[], Constraints?: GrantConstraints) =>
      from.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations, Constraints }));
    await give(kms, ["CreateGrant", "Decrypt"], held);
    await give(client, ["Decrypt"], held);
    await give(client, ["Decrypt"], { EncryptionContextEquals: { volume: "1", zone: "a" } });
    const denied = { name: "AccessDeniedException" };
    await expect(give(client, ["Decrypt", "Encrypt"], held)).rejects.toMatchObject(denied);
    await expect(give(client, ["Decrypt"])).rejects.toMatchObject(denied);
    const elsewhere = { EncryptionContextSubset: { volume: "2" } };
    await expect(give(client, ["Decrypt"], elsewhere)).rejects.toMatchObject(denied);
  });

  it("are retired by whom they name and by their account, whatever the key's policy allows others", async () => {
    const { client, arn } = await role("worker");
    const { KeyId } = await newKey({
      Policy: document(toAccount, { Principal: { AWS: arn }, Action: "kms:RetireGrant", Resource: "*" }),
    });
    const give = (RetiringPrincipal?: string) =>
      kms.send(
        new CreateGrantCommand({
          KeyId,
          GranteePrincipal: arn,
          RetiringPrincipal,
          Operations: ["Decrypt"],
        }),
      );
    const own = await give(arn);
    const others = await give();
    const denied = { name: "AccessDeniedException" };
    const { GrantId, GrantToken } = others;
    await expect(client.send(new RetireGrantCommand({ GrantToken }))).rejects.toMatchObject(denied);
    await expect(client.send(new RetireGrantCommand({ KeyId, GrantId }))).rejects.toMatchObject(denied);
    // A token decides, whichever key and grant are named beside it.
    const both = new RetireGrantCommand({ KeyId, GrantId: own.GrantId, GrantToken });
    await expect(client.send(both)).rejects.toMatchObject(denied);
    await client.send(new RetireGrantCommand({ KeyId, GrantId: own.GrantId }));
    await kms.send(new RetireGrantCommand({ GrantToken }));
    await expect(kms.send(new RetireGrantCommand({ KeyId, GrantId }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  it("to nobody are refused", async () => {
    const { KeyId } = await newKey();
    const GranteePrincipal = "arn:aws:iam::123456789012:role/nobody";
    const grant = kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt"] }));
    await expect(grant).rejects.toMatchObject({ name: "InvalidArnException" });
  });
});

describe("key policies", () => {
  it("may not lock their writer out, unless it insists", async () => {
    const { KeyId } = await newKey();
    const reading = document({ Principal: { AWS: root }, Action: "kms:Describe*", Resource: "*" });
    const put = (more: object) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy: reading, ...more }));
    const refusal = {
      name: "MalformedPolicyDocumentException",
      message: "The new key policy will not allow you to update the key policy in the future.",
    };
    await expect(put({})).rejects.toMatchObject(refusal);
    await expect(newKey({ Policy: reading })).rejects.toMatchObject(refusal);
    await put({ BypassPolicyLockoutSafetyCheck: true });
    await expect(put({})).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("need no permission of their writer's own beyond the policy's", async () => {
    const { client } = await role("maker", { Action: "kms:CreateKey", Resource: "*" });
    await client.send(new CreateKeyCommand({ Policy: document(toAccount) }));
  });

  it.each([
    ["no JSON", "{", /./],
    [
      "a role that is not there",
      document(toAccount, { ...toAccount, Principal: { AWS: "arn:aws:iam::123456789012:role/x" } }),
      /^Policy contains a statement with one or more invalid principals\.$/,
    ],
    [
      "another account's user that is not there",
      document(toAccount, { ...toAccount, Principal: { AWS: `arn:aws:iam::${other}:user/x` } }),
      /invalid principals/,
    ],
    ["no principal", document({ Action: "kms:*", Resource: "*" }), /Principal/],
  ])("are refused for %s", async (_what, Policy, message) => {
    const refused = { name: "MalformedPolicyDocumentException", message: expect.stringMatching(message) };
    await expect(newKey({ Policy })).rejects.toMatchObject(refused);
  });
});

describe("aliases", () => {
  it("ask for a permission on themselves and on the key", async () => {
    const { KeyId, Arn } = await newKey();
    const alias = "arn:aws:kms:ap-southeast-1:123456789012:alias/*";
    const create = (client: KMSClient) =>
      client.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: KeyId }));
    const onKey = await role("on-key", { Action: "kms:CreateAlias", Resource: Arn });
    await expect(create(onKey.client)).rejects.toMatchObject({
      message: expect.stringMatching(/alias\/data because no identity/),
    });
    const onAlias = await role("on-alias", { Action: "kms:CreateAlias", Resource: alias });
    await expect(create(onAlias.client)).rejects.toMatchObject({
      message: expect.stringMatching(/key\/.* because no identity/),
    });
    const both = await role("both", { Action: "kms:CreateAlias", Resource: [Arn, alias] });
    await create(both.client);
    const list = both.client.send(new ListAliasesCommand({}));
    await expect(list).rejects.toMatchObject({
      message: expect.stringMatching(/kms:ListAliases on resource: \*/),
    });
  });

  it("move only with a permission on both keys", async () => {
    const [from, to] = [await newKey(), await newKey()];
    await kms.send(new CreateAliasCommand({ AliasName: "alias/data", TargetKeyId: from.KeyId }));
    const alias = "arn:aws:kms:ap-southeast-1:123456789012:alias/data";
    const move = (client: KMSClient) =>
      client.send(new UpdateAliasCommand({ AliasName: "alias/data", TargetKeyId: to.KeyId }));
    const onNew = await role("on-new", { Action: "kms:UpdateAlias", Resource: [alias, to.Arn] });
    await expect(move(onNew.client)).rejects.toMatchObject({ message: expect.stringMatching(from.KeyId) });
    const all = await role("all", { Action: "kms:UpdateAlias", Resource: [alias, from.Arn, to.Arn] });
    await move(all.client);
  });

  it("are limited per key", async () => {
    test = testAws({ quotas: { "kms:aliases-per-key": 1, "kms:keys": 1 } });
    kms = test.client(KMSClient);
    const { KeyId } = await newKey();
    await kms.send(new CreateAliasCommand({ AliasName: "alias/a", TargetKeyId: KeyId }));
    const second = kms.send(new CreateAliasCommand({ AliasName: "alias/b", TargetKeyId: KeyId }));
    await expect(second).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect(newKey()).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});
