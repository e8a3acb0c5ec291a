import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const guide = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** CONTRIBUTING.md's blocks, applied to a copy of the project, in which everything is then checked and tried. */
describe("CONTRIBUTING.md's recipes", { timeout: 120_000 }, () => {
  let copy: string;

  beforeAll(() => {
    mkdirSync(join(root, ".cache"), { recursive: true });
    copy = mkdtempSync(join(root, ".cache", "recipes-"));
    for (const part of [
      "infra",
      "src",
      "build",
      "bin",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "biome.json",
      "vitest.config.ts",
      "test",
    ])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    for (const block of blocks()) apply(copy, block);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it("are five, and touch as little as they say", () => {
    const sections = guide.split(/^## /m).slice(1);
    expect(sections.map((section) => section.split("\n")[0])).toHaveLength(5);
    const changed = sections.map(
      (section) =>
        new Set(
          blocks(section)
            .filter(({ language }) => language === "diff")
            .map(({ file }) => file),
        ),
    );
    expect(changed.map((files) => files.size)).toEqual([1, 1, 1, 1, 1]);
  });

  it("pass the type checker and the linter", () => {
    expect(run("node_modules/.bin/tsc", ["--noEmit"])).toBe("");
    // The copy lies in an ignored folder; what counts is the files, not git's opinion of them.
    run("node_modules/.bin/biome", ["lint", "--vcs-enabled=false", "--error-on-warnings", "infra", "src"]);
  });

  it("pass the tests that stand beside them", () => {
    const output = run("node_modules/.bin/vitest", [
      "run",
      "--dir",
      copy,
      "src/local-aws/services/auto-scaling",
      "src/review/rules",
    ]);
    expect(output).toMatch(/0 failed/);
    expect(output).toMatch(/account-limits\.test\.ts/);
  });

  it("give a command that runs", () => {
    expect(run(process.execPath, ["bin/infra.mjs", "zones", "ap-southeast-1"]).trim()).toBe("a b c");
  });

  it("give a module and an environment that synthesize", async () => {
    const { synthesize } = (await import(
      join(copy, "infra", "synthesize.ts")
    )) as typeof import("../infra/synthesize.ts");
    const { checkSettings } = (await import(
      join(copy, "infra", "settings", "check-settings.ts")
    )) as typeof import("../infra/settings/check-settings.ts");
    const values = { account_id: "123456789012", environment: "sandbox" };
    const checked = checkSettings("sandbox", values, { today: new Date("2026-11-23") });
    if (!("settings" in checked) || !checked.settings) throw new Error(JSON.stringify(checked));
    const { resources } = synthesize("sandbox", checked.settings);
    const addresses = resources.map(({ address }) => address);
    expect(addresses).toContain("aws_sns_topic.alerts");
    expect(addresses).toContain("aws_subnet.private_b");
    expect(addresses).not.toContain("aws_subnet.private_c");
  });

  function run(command: string, args: string[]): string {
    const env = {
      ...process.env,
      FORCE_COLOR: "0",
      NO_COLOR: "1",
      INFRA_CACHE_DIR: join(copy, ".cache"),
      VITEST: undefined,
    };
    try {
      return execFileSync(command, args, {
        cwd: copy,
        env,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
    }
  }
});

function blocks(text = guide): Block[] {
  return [...text.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", file = "", body = ""]) => ({ language, file, text: body }),
  );
}

function apply(copy: string, { language, file, text }: Block): void {
  const path = join(copy, file);
  if (language !== "diff") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const lines = text.trimEnd().split("\n");
  const side = (mark: string) =>
    lines
      .filter((line) => line[0] === " " || line[0] === mark)
      .map((line) => line.slice(1))
      .join("\n");
  const source = readFileSync(path, "utf8");
  if (source.split(side("-")).length !== 2)
    throw new Error(`CONTRIBUTING.md's change to ${file} does not fit: ${side("-")}`);
  writeFileSync(
    path,
    source.replace(side("-"), () => side("+")),
  );
}
