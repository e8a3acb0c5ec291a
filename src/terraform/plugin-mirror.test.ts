import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { parseHcl } from "./hcl.ts";
import { configurePlugins } from "./plugin-mirror.ts";
import { releasePlatform } from "./release-platform.ts";
import { testFolder } from "./test-folder.ts";

const AWS = "registry.terraform.io/hashicorp/aws";
const engine = { product: "terraform" } as const;

let home: string;
let cacheDir: string;
let software: string;

beforeEach(async () => {
  const root = await testFolder();
  home = join(root, "home");
  cacheDir = join(root, "cache");
  software = join(root, "opt");
  await mkdir(home);
  await mkdir(software);
});

function configure(env: NodeJS.ProcessEnv = {}, options: { lockFile?: string; product?: "tofu" } = {}) {
  const { product = engine.product, lockFile } = options;
  return configurePlugins({ env, cacheDir, engine: { product }, lockFile, home, softwareRoots: [software] });
}

async function mirror(
  folder: string,
  address = AWS,
  version = "5.100.0",
  label = releasePlatform(),
): Promise<string> {
  await mkdir(join(folder, address, version, label), { recursive: true });
  return folder;
}

async function file(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

test("without mirrors and configuration the engine's own defaults do, and a missing configuration file is ignored", async () => {
  const { cliConfigFile, mirrors, env } = await configure({
    TF_CLI_CONFIG_FILE: join(home, "missing.rc"),
    HOME: home,
  });
  expect({ cliConfigFile, mirrors }).toEqual({ cliConfigFile: undefined, mirrors: [] });
  expect(env).toEqual({ HOME: home });
});

test("a mirror under a root for optional software is found, and what it has not comes from the registry", async () => {
  const folder = await mirror(join(software, "anything"));
  await mkdir(join(software, "unrelated"));
  const { cliConfigFile, mirrors, env } = await configure();
  expect(mirrors).toMatchObject([
    { folder, foundBy: "software root", providers: [{ versions: ["5.100.0"] }] },
  ]);
  expect(cliConfigFile).toBe(join(cacheDir, "terraform.rc"));
  expect(env.TF_CLI_CONFIG_FILE).toBe(cliConfigFile);
  const { body } = await parseHcl(await readFile(cliConfigFile ?? "", "utf8"));
  expect(body).toEqual({
    provider_installation: [
      { filesystem_mirror: [{ path: folder, include: [AWS] }], direct: [{ exclude: [AWS] }] },
    ],
  });
});

test("a packed mirror counts, one for another machine or registry does not", async () => {
  const packed = join(software, "packed");
  await file(join(packed, AWS, `terraform-provider-aws_5.99.1_${releasePlatform()}.zip`), "");
  await mirror(join(software, "other-machine"), AWS, "5.100.0", "plan9_mips");
  await mirror(join(software, "other-registry"), "registry.opentofu.org/hashicorp/aws");
  const { mirrors } = await configure();
  expect(mirrors).toMatchObject([{ folder: packed, providers: [{ versions: ["5.99.1"] }] }]);
  const forTofu = await configure({}, { product: "tofu" });
  expect(forTofu.mirrors.map(({ folder }) => folder)).toEqual([join(software, "other-registry")]);
});

test("TF_PLUGIN_MIRROR comes first, and may name several", async () => {
  const [first, second] = [
    await mirror(join(home, "a")),
    await mirror(join(home, "b"), "example.com/acme/thing", "1.0.0"),
  ];
  await mirror(join(software, "c"));
  const { mirrors } = await configure({ TF_PLUGIN_MIRROR: [first, second, "/not/there"].join(delimiter) });
  expect(mirrors.map(({ foundBy }) => foundBy)).toEqual([
    "TF_PLUGIN_MIRROR",
    "TF_PLUGIN_MIRROR",
    "software root",
  ]);
  const text = await readFile(join(cacheDir, "terraform.rc"), "utf8");
  expect(text).toContain(`exclude = ["${AWS}","example.com/acme/thing"]`);
});

test("the engine's implied mirrors need no configuration of ours", async () => {
  const folder = await mirror(join(home, ".terraform.d", "plugins"));
  const { cliConfigFile, mirrors } = await configure();
  expect(cliConfigFile).toBeUndefined();
  expect(mirrors).toMatchObject([{ folder, foundBy: "implied" }]);
});

test("implied mirrors are written too once there is a configuration, since that turns them off in the engine", async () => {
  const implied = await mirror(join(home, ".terraform.d", "plugins"), "example.com/acme/thing", "1.0.0");
  await mirror(join(software, "c"));
  await configure();
  expect(await readFile(join(cacheDir, "terraform.rc"), "utf8")).toContain(JSON.stringify(implied));
});

test("a user's configuration that chooses sources is used as it is", async () => {
  await mirror(join(software, "c"));
  const own = await file(join(home, ".terraformrc"), "provider_installation {\n  direct {}\n}\n");
  expect(await configure()).toMatchObject({
    cliConfigFile: own,
    mirrors: [],
    env: { TF_CLI_CONFIG_FILE: own },
  });
  const named = await file(join(home, "named.rc"), "provider_installation {\n  direct {}\n}\n");
  expect(await configure({ TF_CLI_CONFIG_FILE: named })).toMatchObject({ cliConfigFile: named });
});

test("a user's configuration without sources is kept, with the mirrors added, readable by its owner only", async () => {
  await mirror(join(software, "c"));
  await file(join(home, ".terraformrc"), 'plugin_cache_dir = "/somewhere"\n');
  const { cliConfigFile = "" } = await configure();
  const { body } = await parseHcl(await readFile(cliConfigFile, "utf8"));
  expect(body).toMatchObject({ plugin_cache_dir: "/somewhere", provider_installation: [{}] });
  expect((await stat(cliConfigFile)).mode & 0o077).toBe(0);
});

test("tofu's own configuration comes before Terraform's", async () => {
  await file(join(home, ".terraformrc"), "provider_installation {\n  direct {}\n}\n");
  const tofurc = await file(join(home, ".tofurc"), "provider_installation {\n  direct {}\n}\n");
  expect(await configure({}, { product: "tofu" })).toMatchObject({ cliConfigFile: tofurc });
});

test("a mirror without the locked version is passed over, or init would fail on it", async () => {
  await mirror(join(software, "c"));
  const lock = (version: string) =>
    `provider "${AWS}" {\n  version     = "${version}"\n  hashes = [\n    "h1:x=",\n  ]\n}\n`;
  const lockFile = await file(join(home, ".terraform.lock.hcl"), lock("6.20.0"));
  expect((await configure({}, { lockFile })).mirrors).toEqual([]);
  await file(lockFile, lock("5.100.0"));
  expect((await configure({}, { lockFile })).mirrors).toHaveLength(1);
});

test("a configuration that did not change is not written again", async () => {
  await mirror(join(software, "c"));
  const { cliConfigFile = "" } = await configure();
  const before = await stat(cliConfigFile);
  await configure();
  expect((await stat(cliConfigFile)).ino).toBe(before.ino);
});
