import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type ConnectOptions,
  connectLocalAws,
  faultReport,
  findLocalAws,
  inventory,
  localAwsEnvironment,
  resetLocalAws,
  setFaults,
  stopLocalAws,
} from "../src/local-aws/daemon.ts";
import { readJournal } from "../src/local-aws/faults/journal.ts";

const root = resolve(import.meta.dirname, "..");
const bundle = join(root, "dist", "local-aws.mjs");

/** The embedded AWS as users run it: a process of its own that owns a folder. */
describe("the embedded AWS as a process", () => {
  let stateDir: string;
  const connect = (options: Partial<ConnectOptions> = {}) =>
    connectLocalAws({ stateDir, bundle, ...options });
  const kms = (endpoint: string) =>
    new KMSClient({
      endpoint,
      region: "ap-southeast-1",
      credentials: { accessKeyId: "123456789012", secretAccessKey: "local" },
    });

  beforeAll(() => {
    execFileSync(process.execPath, [join(root, "bin", "infra.mjs"), "--help"]);
  });

  beforeEach(() => {
    mkdirSync(join(root, ".cache"), { recursive: true });
    stateDir = mkdtempSync(join(root, ".cache", "process-"));
  });

  afterEach(async () => {
    await stopLocalAws(stateDir);
    rmSync(stateDir, { recursive: true, force: true });
  });

  it("is one for all who ask at the same time", async () => {
    const servers = await Promise.all([connect(), connect(), connect(), connect()]);
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(servers[0]?.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await stopLocalAws(stateDir);
    await sleep(500);
    expect(await findLocalAws(stateDir), "a late one claimed the folder").toBeUndefined();
  });

  it.each(["", "999999999"])("is one however many start at once, over a claim that says %j", async (left) => {
    const claims = join(stateDir, "owner.pid");
    for (let round = 0; round < 3; round++) {
      if (left) writeFileSync(claims, left);
      const started = Array.from({ length: 6 }, () =>
        spawn(process.execPath, [bundle, "--state-dir", stateDir], { stdio: "ignore" }),
      );
      const codes = started.map((child) => new Promise((done) => child.once("exit", done)));
      await expect.poll(() => findLocalAws(stateDir), { timeout: 8000 }).toBeDefined();
      await expect
        .poll(() => started.filter(({ exitCode }) => exitCode === null).length, { timeout: 8000 })
        .toBe(1);
      await stopLocalAws(stateDir);
      expect((await Promise.all(codes)).sort()).toEqual([0, 3, 3, 3, 3, 3]);
    }
  });

  it("says everything that is wrong with its behaviour, and leaves the folder alone", async () => {
    const refused = connect({ behaviour: { faults: "ec3 throttle=1, error=2" } });
    await expect(refused).rejects.toThrow(
      "1:1 received ec3, expected the name of a service or a setting; did you mean ec2?",
    );
    await expect(refused).rejects.toThrow("1:17 received error=2, expected error= with a share from 0 to 1");
    expect(readdirSync(stateDir)).toEqual(["server.log"]);
  });

  it("writes its faults down, so that they can be replayed", async () => {
    const { endpoint } = await connect({
      behaviour: { faults: "kms:CreateKey throttle=1,times=1", seed: 7 },
    });
    await kms(endpoint).send(new CreateKeyCommand({}));
    const { journal = "", seed } = await faultReport(endpoint);
    expect(seed).toBe(7);
    const entry = { service: "kms", operation: "CreateKey", occurrence: 1, fault: "throttle" };
    expect(readJournal(journal)).toEqual([expect.objectContaining(entry)]);
    expect(await setFaults(endpoint, `replay=${journal}`)).toMatchObject({ injected: {} });
    await kms(endpoint).send(new CreateKeyCommand({}));
    expect(await faultReport(endpoint)).toMatchObject({ injected: { throttle: 1 } });
  });

  it("remembers after it was stopped, and forgets after a reset", async () => {
    const first = await connect();
    const { KeyMetadata } = await kms(first.endpoint).send(new CreateKeyCommand({}));
    expect(await stopLocalAws(stateDir)).toBe(true);
    expect(await findLocalAws(stateDir)).toBeUndefined();
    const second = await connect();
    const found = await kms(second.endpoint).send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(found.KeyMetadata?.Arn).toBe(KeyMetadata?.Arn);
    await resetLocalAws(stateDir);
    expect(await inventory((await connect()).endpoint)).toEqual([]);
  });

  it("starts again after it was killed, with what it had saved", async () => {
    const first = await connect();
    await kms(first.endpoint).send(new CreateKeyCommand({}));
    await sleep(600);
    process.kill(first.pid, "SIGKILL");
    const second = await connect();
    expect(second.pid).not.toBe(first.pid);
    expect((await inventory(second.endpoint)).map(({ type }) => type)).toEqual(["AWS::KMS::Key"]);
  });

  it("says in one sentence that its state is damaged", async () => {
    writeFileSync(join(stateDir, "state.bin"), "not a state");
    await expect(connect()).rejects.toThrow(
      /^The embedded AWS did not start\. The state in .*state\.bin cannot be used: .* damaged\.$/,
    );
  });

  it("says that a port is taken", async () => {
    const other = createServer();
    const port = await new Promise<number>((done) =>
      other.listen(0, "127.0.0.1", () => done((other.address() as { port: number }).port)),
    );
    await expect(connect({ port })).rejects.toThrow(
      `The embedded AWS did not start. Port ${port} is in use by another program.`,
    );
    other.close();
  });

  it("ends by itself when nobody asks it anything", async () => {
    await connect({ idleExitSeconds: 1 });
    await expect.poll(() => findLocalAws(stateDir), { timeout: 8000, interval: 200 }).toBeUndefined();
  });

  it("gives clients an administrator's key and none of the caller's own credentials", () => {
    const env = localAwsEnvironment({ endpoint: "http://127.0.0.1:1" }, "999988887777", "eu-west-1", {
      PATH: "/bin",
      AWS_PROFILE: "real",
      AWS_SESSION_TOKEN: "real",
      AWS_SECRET_ACCESS_KEY: "real",
    });
    expect(env).toMatchObject({
      PATH: "/bin",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "999988887777",
      AWS_REGION: "eu-west-1",
    });
    expect(Object.values(env)).not.toContain("real");
  });
});
