import { AllocateAddressCommand, DescribeAddressesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, serve } from "../../../local-aws/server.ts";
import { testAws } from "../../../local-aws/test-aws.ts";
import type { Duplicate } from "../../../review/adoption.ts";
import type { Invocation } from "../../command.ts";
import type { Deployment } from "../../deployment.ts";
import { screenFor } from "../../screen.ts";
import { testIo } from "../../test-io.ts";
import { reportWhatIsThere } from "./report.ts";

const region = "ap-southeast-1";
let server: LocalServer;
let ec2: EC2Client;
let kms: KMSClient;

beforeEach(async () => {
  const { aws, client } = testAws();
  server = await serve(aws);
  [ec2, kms] = [client(EC2Client), client(KMSClient)];
});
afterEach(() => server.close());

const twin = (type: string, id: string, more: Partial<Duplicate> = {}): Duplicate => {
  const address = `${type}.it`;
  return { address, thing: { address, type, region, by: "tag", candidate: { id, users: [] } }, ...more };
};

async function reported(duplicates: readonly Duplicate[], acts = true): Promise<string> {
  const io = testIo();
  const settings = { account_id: "123456789012", region };
  const local = { endpoint: server.endpoint };
  const deployment = { environment: "dev", settings, local } as unknown as Deployment;
  const invocation = { io, screen: screenFor(io, false), options: { yes: true } } as unknown as Invocation;
  const rest = { conflicts: [], undeclared: [], missed: [], creates: false, replaced: [] };
  await reportWhatIsThere(deployment, { ...rest, duplicates }, invocation, acts);
  return io.written.stdout.replace(/\s+/g, " ");
}

test("what nothing uses goes after a yes; a removal that AWS refuses is told, and ends nothing", async () => {
  const { AllocationId = "" } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const said = await reported([twin("aws_vpc", "vpc-0123456789abcdef0"), twin("aws_eip", AllocationId)]);
  expect(said).toContain("vpc-0123456789abcdef0 stays, and nothing uses it: AWS refused a request");
  expect((await ec2.send(new DescribeAddressesCommand({}))).Addresses).toEqual([]);
});

test("a key that may open data stays, whatever is answered, and is not offered", async () => {
  const { KeyMetadata: { KeyId = "" } = {} } = await kms.send(new CreateKeyCommand({}));
  const kept = [twin("aws_kms_key", KeyId, { kept: "another run made it" })];
  expect(await reported(kept)).toContain("nothing uses it now, but another run made it: it is left alone");
  expect(await reported(kept, false)).not.toContain("To remove");
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  expect(KeyMetadata?.KeyState).toBe("Enabled");
});
