import {
  CreateVpcCommand,
  DeleteVpcCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreateUserCommand, IAMClient, TagUserCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, it } from "vitest";
import { assume, makeRole } from "../local-aws/iam/test-principals.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { type TestAws, testAws } from "../local-aws/test-aws.ts";
import { Trail } from "./trail.ts";

const start = Date.parse("2026-11-23T10:00:00Z");
let now = start;
let test: TestAws;
let trail: Trail;

const trailWith = (props: { paceMs?: number; account?: string } = {}) =>
  new Trail({
    account: "123456789012",
    region: "ap-southeast-1",
    paceMs: props.paceMs ?? 0,
    access: {
      endpoint: "http://127.0.0.1",
      credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
      requestHandler: memoryTransport(test.aws),
    },
  });

beforeEach(() => {
  now = start;
  test = testAws({ now: () => new Date(now) });
  trail = trailWith();
});

afterEach(() => trail.close());

async function vpcOfDeployer(): Promise<string> {
  const role = await makeRole(test, "admin", { may: [{ Action: "ec2:*", Resource: "*" }] });
  const ec2 = test.client(EC2Client, { as: await assume(test, role) });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  now += 60_000;
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: Vpc?.VpcId, EnableDnsHostnames: { Value: true } }));
  return Vpc?.VpcId ?? "";
}

it("says who changed something, with what, when and from where, the latest first", async () => {
  const vpc = await vpcOfDeployer();
  const { events, cut } = await trail.events({ names: [vpc] });
  expect(cut).toBe(false);
  expect(events.map(({ name }) => name)).toEqual(["ModifyVpcAttribute", "CreateVpc"]);
  expect(events[0]).toMatchObject({
    time: "2026-11-23T10:01:00.000Z",
    who: { name: "test", type: "AssumedRole", role: "admin" },
    from: expect.any(String),
    parameters: expect.stringContaining(vpc),
  });
});

it("leaves out what was before, and what was refused", async () => {
  const vpc = await vpcOfDeployer();
  const { events } = await trail.events({ names: [vpc], since: new Date(start + 1000) });
  expect(events.map(({ name }) => name)).toEqual(["ModifyVpcAttribute"]);
  const missing = "vpc-0123456789abcdef0";
  await expect(test.client(EC2Client).send(new DeleteVpcCommand({ VpcId: missing }))).rejects.toThrow();
  expect((await trail.events({ names: [missing] })).events).toEqual([]);
});

it("finds what IAM changed where its events are, whichever region is ours", async () => {
  const iam = test.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  await iam.send(new TagUserCommand({ UserName: "ann", Tags: [{ Key: "a", Value: "b" }] }));
  expect((await trail.events({ names: ["ann"] })).events).toEqual([]);
  expect((await trail.events({ names: ["ann"], global: true })).events).toHaveLength(2);
});

it("asks for further names only until the question is answered", async () => {
  const vpc = await vpcOfDeployer();
  const asked: number[] = [];
  const enough = (events: readonly unknown[]) => asked.push(events.length) > 0 && events.length > 0;
  await trail.events({ names: ["nothing", vpc, "never asked for"], enough });
  expect(asked).toEqual([0, 2]);
});

it("asks no faster than AWS takes questions", async () => {
  const slow = trailWith({ paceMs: 60 });
  const began = performance.now();
  await slow.events({ names: ["a", "b", "c"] });
  slow.close();
  expect(performance.now() - began).toBeGreaterThan(110);
});
