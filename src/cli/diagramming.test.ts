import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeDiagram } from "./diagramming.ts";
import { run } from "./run.ts";
import { testIo } from "./test-io.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diagram-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function diagram(...args: readonly string[]) {
  const io = testIo({ env: { INFRA_CACHE_DIR: join(folder, "cache"), TF_VAR_account_id: "123456789012" } });
  const code = await run(["diagram", ...args], io);
  return { code, ...io.written };
}

test("what is declared is drawn without an account; one line says where it is and what it shows", async () => {
  const file = join(folder, "dev.svg");
  const { code, stdout } = await diagram("dev", "--from", "declaration", "-o", file);
  expect(code).toBe(0);
  expect(stdout).toBe(`Written to ${file}: 108 resources in 38 boxes, 26 lines.\n`);
  const svg = await readFile(file, "utf8");
  expect(svg).toMatch(/^<svg [^>]*class="infra-picture auto"/);
  expect(svg).toContain("<title ");
  expect(svg).toContain(">dev, as declared<");
});

test("stdout has the diagram alone: Mermaid by itself, SVG with -o -", async () => {
  const mermaid = await diagram("dev", "--from", "declaration", "--format", "mermaid");
  expect(mermaid.stdout).toMatch(/^flowchart TB\n/);
  const svg = await diagram("dev", "--from", "declaration", "--theme", "dark", "-o", "-");
  expect(svg.stdout).toMatch(/^<svg [^>]*class="infra-picture dark"[\s\S]*<\/svg>\n$/);
});

test("--json has the boxes and lines, and the text where no file is named", async () => {
  const { code, stdout } = await diagram("dev", "--from", "declaration", "--json");
  const given = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(given).toMatchObject({
    formatVersion: 1,
    environment: "dev",
    from: "declaration",
    format: "svg",
    resources: 108,
  });
  expect(given.text).toMatch(/^<svg /);
  expect(given.picture.boxes[1]).toMatchObject({ kind: "region", title: "Region ap-southeast-1" });
  const file = join(folder, "dev.svg");
  const named = JSON.parse((await diagram("dev", "--from", "declaration", "--json", "-o", file)).stdout);
  expect(named).toMatchObject({ file });
  expect(named.text).toBeUndefined();
});

test("every bad value at once, before anything is done", async () => {
  const { code, stderr } = await diagram(
    "dev",
    "--from",
    "stat",
    "--format",
    "png",
    "--theme",
    "pink",
    "-o",
    "",
  );
  expect(code).toBe(1);
  for (const part of [
    "--from",
    'Did you mean "state"?',
    "--format",
    "svg, mermaid",
    "--theme",
    "auto, light, dark",
    "--output",
  ])
    expect(stderr).toContain(part);
});

test.each([
  [["--format", "mermaid", "--theme", "dark"], "--theme"],
  [["--json", "-o", "-"], "--output"],
])("options that do not go together are named: %j", async (args, option) => {
  const { code, stderr } = await diagram("dev", "--from", "declaration", ...args);
  expect(code).toBe(1);
  expect(stderr).toContain(option);
  expect(stderr).toContain("together with");
});

test("a folder that is not there is the user's to make", async () => {
  const { code, stderr } = await diagram("dev", "--from", "declaration", "-o", join(folder, "no", "dev.svg"));
  expect(code).toBe(1);
  expect(stderr).toContain("Make the folder, or name another file.");
});

test("a file of somebody else's is overwritten only when it is named", async () => {
  const file = join(folder, "diagram-dev.svg");
  const drawn = '<svg class="infra-picture auto"></svg>';
  await writeFile(file, "<svg>drawn by hand</svg>");
  await expect(writeDiagram(drawn, file, true)).rejects.toMatchObject({
    problems: [{ expected: expect.stringMatching("this one was not drawn by infra diagram") }],
  });
  expect(await readFile(file, "utf8")).toBe("<svg>drawn by hand</svg>");
  await writeDiagram(drawn, file, false);
  await writeDiagram(`${drawn}\n`, file, true);
  expect(await readFile(file, "utf8")).toBe(`${drawn}\n`);
});
