import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { calls, FaultsRefused, faultReport, setFaults } from "../daemon.ts";
import { type LocalServer, serve } from "../server.ts";
import { testAws } from "../test-aws.ts";

describe("faults over HTTP", () => {
  let server: LocalServer;
  beforeEach(async () => {
    server = await serve(testAws().aws);
  });
  afterEach(() => server.close());

  const ec2 = (maxAttempts: number) =>
    new EC2Client({
      region: "ap-southeast-1",
      credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
      endpoint: server.endpoint,
      maxAttempts,
    });
  const create = (attempts = 1) => ec2(attempts).send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const made = async () => {
    const { Vpcs = [] } = await ec2(1).send(new DescribeVpcsCommand({}));
    return Vpcs.filter(({ CidrBlock }) => CidrBlock === "10.0.0.0/16").length;
  };

  test("a connection that is cut before a request took effect leaves nothing behind", async () => {
    await setFaults(server.endpoint, "ec2:CreateVpc drop-before=1");
    await expect(create()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await made()).toBe(0);
  });

  test("a connection that is cut after it leaves what was made, and a retry makes it twice", async () => {
    await setFaults(server.endpoint, "ec2:CreateVpc drop-after=1 times=1");
    await create(2);
    expect(await made()).toBe(2);
    expect(await calls(server.endpoint)).toMatchObject({ retries: 1 });
  });

  test("are switched and reported while the server runs", async () => {
    expect(await setFaults(server.endpoint, "ec2 throttle=1,times=1; seed=7")).toMatchObject({
      rules: "ec2 throttle=1,times=1\nseed=7",
      seed: 7,
    });
    await expect(create()).rejects.toThrow("Request limit exceeded.");
    await create();
    expect(await faultReport(server.endpoint)).toMatchObject({
      injected: { throttle: 1 },
      byService: { ec2: 1 },
    });
    expect(await calls(server.endpoint)).toMatchObject({ errorsByCode: { RequestLimitExceeded: 1 } });
    expect(await setFaults(server.endpoint, "")).toMatchObject({ rules: "" });
  });

  test("are refused with everything that is wrong with them, and the old ones stay", async () => {
    await setFaults(server.endpoint, "ec2 throttle=1");
    const refused = await setFaults(server.endpoint, "ec3 throttle=1\nerror=2\nec2:CreateVPC error=1").catch(
      (error) => error,
    );
    expect(refused).toBeInstanceOf(FaultsRefused);
    expect(refused.message).toContain("1:1 received ec3");
    expect(refused.message).toContain("2:1 received error=2");
    expect(refused.problems).toMatchObject([
      { received: "ec3", nearest: "ec2" },
      { received: "error=2" },
      { nearest: "CreateVpc" },
    ]);
    expect(await faultReport(server.endpoint)).toMatchObject({ rules: "ec2 throttle=1" });
  });
});
