import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import fc from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { testAws } from "../test-aws.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { targetOf } from "./target.ts";

const folder = mkdtempSync(join(tmpdir(), "faults-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Sends requests one after the other to a fresh AWS; gives the faults that they met, without when. */
async function run(rules: string, requests: readonly number[]): Promise<{ file: string; faults: object[] }> {
  const { aws, client } = testAws();
  const file = join(folder, `${files++}.jsonl`);
  aws.faults.writeTo(file);
  aws.faults.set(rules);
  const [ec2, iam, kms] = [client(EC2Client), client(IAMClient), client(KMSClient)];
  for (const n of requests) {
    const send = [
      () => ec2.send(new CreateVpcCommand({ CidrBlock: `10.${n}.0.0/16` })),
      () => ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "cidr", Values: [`10.${n}.0.0/16`] }] })),
      () => iam.send(new GetRoleCommand({ RoleName: `role-${n}` })),
      () => kms.send(new ListKeysCommand({})),
    ][n % 4];
    // Whether a request fails is not what is asked here.
    await send?.().catch(() => undefined);
  }
  return { file, faults: readJournal(file).map(unplaced).sort(byText) };
}

const unplaced = ({ service, operation, target, occurrence, fault, detail }: JournalEntry): object => ({
  service,
  operation,
  target,
  occurrence,
  fault,
  detail,
});

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const requests = fc.array(fc.nat(11), { minLength: 5, maxLength: 25 });
const shuffled = requests.chain((order) =>
  fc.tuple(fc.constant(order), fc.shuffledSubarray(order, { minLength: order.length })),
);
const rules = "throttle=0.3,error=0.2,drop=0.3,latency=0-2";

describe("the journal of faults", () => {
  test("is the same for the same requests in any order under a seed", async () => {
    const same = fc.asyncProperty(shuffled, fc.nat(1000), async ([order, other], seed) => {
      const { faults } = await run(`${rules},seed=${seed}`, order);
      expect((await run(`${rules},seed=${seed}`, other)).faults).toEqual(faults);
    });
    await fc.assert(same, { numRuns: 15 });
  });

  test("differs under another seed", async () => {
    const order = Array.from({ length: 30 }, (_, i) => i % 12);
    const { faults } = await run(`${rules},seed=1`, order);
    expect(faults.length).toBeGreaterThan(5);
    expect((await run(`${rules},seed=2`, order)).faults).not.toEqual(faults);
  });

  test("is replayed exactly, in another order too", async () => {
    const same = fc.asyncProperty(shuffled, async ([order, other]) => {
      const { file, faults } = await run(`${rules},times=6`, order);
      expect((await run(`replay=${file}`, other)).faults).toEqual(faults);
    });
    await fc.assert(same, { numRuns: 15 });
  });

  test("is replayed from its last section", async () => {
    const { file } = await run("ec2 throttle=1", [0]);
    writeFileSync(file, readFileSync(file, "utf8").repeat(2));
    expect(readJournal(file)).toHaveLength(1);
  });

  test("begins anew with new rules, whatever is still under way of the old ones", async () => {
    const { aws, client } = testAws();
    const file = join(folder, `${files++}.jsonl`);
    aws.faults.writeTo(file);
    aws.faults.set("ec2 latency=30,throttle=1");
    const slow = client(EC2Client).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    await vi.waitFor(() => expect(readJournal(file)).toMatchObject([{ fault: "latency" }]), { interval: 1 });
    aws.faults.set("kms throttle=1");
    await expect(slow).rejects.toMatchObject({ name: "RequestLimitExceeded" });
    expect(readJournal(file)).toEqual([]);
  });

  test("that is replayed has no seed of its own to tell", async () => {
    const { file } = await run("throttle=1,seed=3", [0]);
    const { faults } = testAws().aws;
    faults.set(`replay=${file}`);
    expect(faults.report()).not.toHaveProperty("seed");
    faults.set("throttle=1,seed=3");
    expect(faults.report()).toMatchObject({ seed: 3 });
  });

  test("says which line is none of a journal, and which file is not there", async () => {
    const file = join(folder, "other.jsonl");
    writeFileSync(file, '{"rules":"","seed":1}\nhello\n');
    await expect(run(`replay=${file}`, [])).rejects.toThrow(`Line 2 of ${file}`);
    await expect(run("replay=nowhere.jsonl", [])).rejects.toThrow("There is no journal nowhere.jsonl.");
  });
});

describe("a target", () => {
  test.each([
    [{ VpcId: "vpc-0123456789abcdef0" }, { VpcId: "vpc-0fedcba9876543210" }],
    [
      { ClientToken: "terraform-1", CidrBlock: "10.0.0.0/16" },
      { CidrBlock: "10.0.0.0/16", ClientToken: "b" },
    ],
    [{ name: "nodes-20261123145250123400000001" }, { name: "nodes-20261124145250123400000002" }],
    [{ Key: "6c98b4b0-36bb-4e1d-8a44-3c0b3c1f2d11" }, { Key: "0b1f2d11-36bb-4e1d-8a44-3c0b3c1f6c98" }],
    [{ Values: ["b", "a"] }, { Values: ["a", "b"] }],
    [
      { Key: "state", Body: Buffer.from("1") },
      { Key: "state", Body: Buffer.from("2") },
    ],
    [{ at: new Date(1) }, { at: new Date(2) }],
  ])("is the same in every run: %j", (one, other) => {
    expect(targetOf("eu-west-1", one)).toBe(targetOf("eu-west-1", other));
  });

  test.each([
    [{ CidrBlock: "10.0.0.0/16" }, { CidrBlock: "10.1.0.0/16" }],
    [{ RoleName: "forecast-dev-nodes" }, { RoleName: "forecast-dev-cluster" }],
    [{ VpcId: "vpc-0123456789abcdef0" }, { SubnetId: "subnet-0123456789abcdef0" }],
  ])("tells apart what differs: %j", (one, other) => {
    expect(targetOf("eu-west-1", one)).not.toBe(targetOf("eu-west-1", other));
  });
});
