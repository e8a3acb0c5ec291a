import { copyFile, mkdir, readFile, rm, utimes } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findEngine } from "./engine.ts";
import { PINNED_VERSION } from "./engine-download.ts";
import { EngineNotFound } from "./errors.ts";
import { fakeEngine } from "./fake-engine.ts";
import { testFolder } from "./test-folder.ts";

const noNetwork = async () => {
  throw new Error("downloading failed: getaddrinfo ENOTFOUND releases.example");
};

async function cache(): Promise<string> {
  return testFolder();
}

async function notFound(env: NodeJS.ProcessEnv, cacheDir: string): Promise<EngineNotFound> {
  const error = await findEngine({ env, cacheDir, download: noNetwork }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EngineNotFound);
  return error as EngineNotFound;
}

test("terraform on PATH is taken before tofu", async () => {
  const [terraform, tofu] = [await fakeEngine(), await fakeEngine({ product: "tofu" })];
  const env = { PATH: [tofu.folder, terraform.folder].join(delimiter) };
  expect(await findEngine({ env, cacheDir: await cache() })).toEqual({
    product: "terraform",
    version: "1.11.4",
    path: terraform.path,
    source: "PATH",
  });
});

test("tofu is known by what it answers, whatever its file is called", async () => {
  const tofu = await fakeEngine({ product: "tofu", version: "1.10.3" });
  const found = { product: "tofu", version: "1.10.3" };
  expect(await findEngine({ env: { PATH: tofu.folder }, cacheDir: await cache() })).toMatchObject(found);
  const disguised = join(tofu.folder, "terraform");
  await copyFile(tofu.path, disguised);
  const engine = await findEngine({ env: { PATH: tofu.folder }, cacheDir: await cache() });
  expect(engine).toMatchObject({ ...found, path: disguised });
});

test("one that is too old is passed over for a later one on PATH", async () => {
  const [old, recent] = [await fakeEngine({ version: "1.10.5" }), await fakeEngine({ version: "1.12.0" })];
  const env = { PATH: [old.folder, recent.folder].join(delimiter) };
  expect(await findEngine({ env, cacheDir: await cache() })).toMatchObject({
    version: "1.12.0",
    path: recent.path,
  });
});

test("INFRA_TERRAFORM wins over PATH, by path or by name", async () => {
  const [named, other] = [await fakeEngine({ product: "tofu" }), await fakeEngine()];
  const PATH = [other.folder, named.folder].join(delimiter);
  const expected = { path: named.path, source: "INFRA_TERRAFORM", product: "tofu" };
  for (const INFRA_TERRAFORM of [named.path, "tofu"]) {
    expect(await findEngine({ env: { PATH, INFRA_TERRAFORM }, cacheDir: await cache() })).toMatchObject(
      expected,
    );
  }
});

test("a wrong INFRA_TERRAFORM is an error even when PATH has an engine", async () => {
  const { folder } = await fakeEngine();
  const error = await notFound({ PATH: folder, INFRA_TERRAFORM: "/no/such/terraform" }, await cache());
  expect(error.message).toContain("/no/such/terraform (INFRA_TERRAFORM): not there");
  expect(error.message).toContain("Correct INFRA_TERRAFORM");
});

test("when nothing can be had, the error says what was looked for, where, and what to install", async () => {
  const old = await fakeEngine({ version: "1.5.7" });
  const broken = await fakeEngine({
    product: "tofu",
    commands: { version: "console.error('no libc'); process.exit(3);" },
  });
  const cacheDir = await cache();
  const error = await notFound({ PATH: [old.folder, broken.folder].join(delimiter) }, cacheDir);
  expect(error.searched.map(({ what, where, outcome }) => [what, where, outcome])).toEqual([
    ["terraform 1.5.7", old.path, "older than 1.11"],
    ["an engine", broken.path, "no libc"],
    [
      `Terraform ${PINNED_VERSION}`,
      "download from releases.hashicorp.com",
      "downloading failed: getaddrinfo ENOTFOUND releases.example",
    ],
  ]);
  expect(error.message).toContain("Terraform 1.11 or newer, or OpenTofu 1.10 or newer");
  expect(error.message).toContain("INFRA_TERRAFORM");
  expect(error.message).toContain(join(cacheDir, "terraform", PINNED_VERSION));
});

test("a program that prints no JSON is no engine", async () => {
  const { folder, path } = await fakeEngine({ commands: { version: "console.log('Terraform v1.11.4')" } });
  const error = await notFound({ PATH: folder }, await cache());
  expect(error.searched).toContainEqual({
    what: "an engine",
    where: path,
    outcome: "`version -json` prints no JSON",
  });
});

test("a download is announced, made once, and found again without one", async () => {
  const released = await fakeEngine({ version: PINNED_VERSION });
  const cacheDir = await cache();
  const messages: string[] = [];
  const found = await findEngine({
    env: { PATH: "" },
    cacheDir,
    onProgress: (message) => messages.push(message),
    download: async ({ version, path }) => {
      expect(version).toBe(PINNED_VERSION);
      await mkdir(dirname(path), { recursive: true });
      await copyFile(released.path, path);
    },
  });
  expect(found).toMatchObject({ product: "terraform", version: PINNED_VERSION, source: "download" });
  expect(messages.join()).toContain(`downloading Terraform ${PINNED_VERSION}`);
  expect(await findEngine({ env: { PATH: "" }, cacheDir, download: noNetwork })).toEqual(found);
});

test("the same file is asked for its version once; a changed one, or a version manager's script, again", async () => {
  const engine = await fakeEngine({ big: true });
  const [env, cacheDir] = [{ PATH: engine.folder }, await cache()];
  const calls = async () =>
    (await readFile(join(engine.folder, "calls.log"), "utf8")).trim().split("\n").length;
  await findEngine({ env, cacheDir });
  await findEngine({ env, cacheDir });
  expect(await calls()).toBe(1);
  await utimes(engine.path, new Date(), new Date(Date.now() + 5000));
  await findEngine({ env, cacheDir });
  expect(await calls()).toBe(2);
  await rm(join(cacheDir, "terraform", "versions.json"));
  await findEngine({ env, cacheDir });
  expect(await calls()).toBe(3);

  const script = await fakeEngine();
  for (const _ of [1, 2]) await findEngine({ env: { PATH: script.folder }, cacheDir });
  expect((await readFile(join(script.folder, "calls.log"), "utf8")).trim().split("\n")).toHaveLength(2);
});
