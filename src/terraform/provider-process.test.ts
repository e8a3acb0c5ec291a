import { spawn } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { startProvider } from "./provider-process.ts";
import { testFolder } from "./test-folder.ts";

/** A provider in debug mode: says where it listens, then serves for ever. */
const SERVES = `
  fs.writeFileSync(path.join(__dirname, "env.json"), JSON.stringify(process.env));
  console.error("warming up");
  console.log("Provider started. To attach, set:\\n\\n\\tTF_REATTACH_PROVIDERS='" + JSON.stringify({
    "registry.terraform.io/hashicorp/aws": { Protocol: "grpc", ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: { Network: "unix", String: "/tmp/x" } },
  }) + "'\\n");
  setInterval(() => {}, 1000);
`;

async function fakeProvider(body: string): Promise<{ binary: string; folder: string }> {
  const folder = await testFolder();
  const binary = join(folder, "terraform-provider-aws_v5.100.0_x5");
  await writeFile(
    binary,
    `#!${process.execPath}\nconst fs = require("node:fs"), path = require("node:path");\n${body}`,
  );
  await chmod(binary, 0o755);
  return { binary, folder };
}

const terraform = { product: "terraform" } as const;
const env = { PATH: process.env.PATH, AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_CA_BUNDLE: "/etc/ca.pem" };

test("a provider runs until it is stopped, and says how to reach it", async () => {
  const { binary, folder } = await fakeProvider(SERVES);
  const provider = await startProvider({ binary, engine: terraform, env });
  expect(JSON.parse(provider.reattach)).toMatchObject({
    "registry.terraform.io/hashicorp/aws": { Pid: provider.pid, ProtocolVersion: 5 },
  });
  expect(isAlive(provider.pid)).toBe(true);
  await provider.stop();
  await provider.stop();
  expect(await diesSoon(provider.pid)).toBe(true);
  const seen = JSON.parse(await readFile(join(folder, "env.json"), "utf8"));
  expect(seen.AWS_ENDPOINT_URL).toBe("http://127.0.0.1:1");
  expect(seen).not.toHaveProperty("AWS_CA_BUNDLE");
});

test("OpenTofu looks for it under its own registry", async () => {
  const { binary } = await fakeProvider(SERVES);
  const provider = await startProvider({ binary, engine: { product: "tofu" }, env });
  expect(Object.keys(JSON.parse(provider.reattach))).toEqual(["registry.opentofu.org/hashicorp/aws"]);
  await provider.stop();
});

test("one that ignores the first signal is killed", async () => {
  const { binary } = await fakeProvider(`process.on("SIGTERM", () => {});${SERVES}`);
  const provider = await startProvider({ binary, engine: terraform, env });
  await provider.stop();
  expect(await diesSoon(provider.pid)).toBe(true);
});

test.each([
  ["ends at once", 'console.error("no such region"); process.exit(1);', "no such region"],
  ["never says where it listens", "setInterval(() => {}, 1000);", "no answer within 0.5 seconds"],
])("one that %s is an error with its reason", async (_, body, reason) => {
  const { binary } = await fakeProvider(body);
  await expect(startProvider({ binary, engine: terraform, env, timeoutMs: 500 })).rejects.toThrow(reason);
});

test("an executable that is not there is an error", async () => {
  await expect(startProvider({ binary: "/no/such/provider", engine: terraform, env })).rejects.toThrow(
    "did not start",
  );
});

test("when our process is killed, the provider goes with it", async () => {
  const { binary, folder } = await fakeProvider(SERVES);
  const script = join(folder, "owner.mjs");
  await build({
    stdin: {
      contents: `import { startProvider } from "./provider-process.ts";
        const provider = await startProvider({ binary: ${JSON.stringify(binary)}, engine: { product: "terraform" }, env: process.env });
        console.log(provider.pid);`,
      resolveDir: import.meta.dirname,
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const owner = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = await new Promise<number>((resolve) =>
    owner.stdout.once("data", (data) => resolve(Number(data))),
  );
  expect(isAlive(pid)).toBe(true);
  owner.kill("SIGKILL");
  expect(await diesSoon(pid)).toBe(true);
});

async function diesSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!isAlive(pid)) return true;
    await delay(50);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
