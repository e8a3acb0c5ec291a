import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "./test-folder.ts";
import { readVariables } from "./tfvars.ts";

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await testFolder();
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(path, name), text)));
  return path;
}

async function read(text: string, rest: Partial<Parameters<typeof readVariables>[0]> = {}) {
  const path = await folder({ "terraform.tfvars": text });
  return readVariables({ file: join(path, "terraform.tfvars"), env: {}, ...rest });
}

test("values of every kind come with file and line", async () => {
  const variables = await read(`account_id = "012345678901"
# the size
node_group_scaling_config = {
  desired_size = 2
  "max_size"   = 10
}
types  = ["t3.medium", "t3.large"]
public = false
nothing = null
`);
  expect(variables.problems).toEqual([]);
  expect(variables.values).toEqual({
    account_id: "012345678901",
    node_group_scaling_config: { desired_size: 2, max_size: 10 },
    types: ["t3.medium", "t3.large"],
    public: false,
    nothing: null,
  });
  expect(variables.origin("types")).toMatchObject({ source: "file", line: 7 });
  expect(variables.origin("absent")).toBeUndefined();
});

test("later sources win, in Terraform's order", async () => {
  const path = await folder({
    "terraform.tfvars": 'a = "file"\nb = "file"\nc = "file"\nd = "file"\n',
    "terraform.tfvars.json": '{ "b": "json", "c": "json", "d": "json" }',
    "z.auto.tfvars": 'c = "auto z"\nd = "auto z"\n',
    "a.auto.tfvars": 'c = "auto a"\n',
    "other.tfvars": 'a = "never read"\n',
  });
  const { values, origin } = await readVariables({
    file: join(path, "terraform.tfvars"),
    env: { TF_VAR_a: "environment", TF_VAR_e: "environment", HOME: "/nowhere" },
    overrides: ["d=first", "d=second"],
  });
  expect(values).toEqual({ a: "file", b: "json", c: "auto z", d: "second", e: "environment" });
  expect(origin("e")).toEqual({ source: "TF_VAR_" });
  expect(origin("d")).toEqual({ source: "--var" });
  expect(origin("c")).toEqual({ source: "file", file: join(path, "z.auto.tfvars"), line: 1 });
});

test("text stays text, since an account id may begin with zero; lists and objects are HCL", async () => {
  const { values, problems } = await readVariables({
    env: { TF_VAR_account_id: "012345678901", TF_VAR_zones: ' ["a", "b"]' },
    overrides: ["size={ min = 1, max = 2 }", "flag=true", "spot=null", "expression=a=b", "empty="],
  });
  expect(problems).toEqual([]);
  expect(values).toEqual({
    account_id: "012345678901",
    zones: ["a", "b"],
    size: { min: 1, max: 2 },
    flag: "true",
    spot: null,
    expression: "a=b",
    empty: "",
  });
});

test("TF_VAR_ names that are not declared belong to somebody else", async () => {
  const { values } = await readVariables({ env: { TF_VAR_a: "1", TF_VAR_b: "2" }, declared: ["a"] });
  expect(values).toEqual({ a: "1" });
});

test("every mistake of a file is reported with line and column, and what stands there", async () => {
  const { problems, values } = await read('region = "x"\nzones = ["a",\nvpc = = 1\n');
  expect(values).toEqual({});
  expect(problems[0]).toMatchObject({ source: "file", line: 3, received: "vpc = = 1" });
  expect(problems[0]?.column).toBeGreaterThan(0);
  expect(problems[0]?.fix).toContain("line 3");
});

test("a variable that is set twice names both places", async () => {
  const { problems } = await read("a = 1\nb = 2\na = 3\n");
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ line: 3, received: "a = 3" });
  expect(problems[0]?.expected).toContain("redefined");
});

test("what is set twice is named by the file that the person knows", async () => {
  const { problems } = await read("a = 1\nb = 2\na = 3\nb = 4\n");
  expect(problems.map(({ line, expected }) => [line, /already set at (\S+)\. /.exec(expected)?.[1]])).toEqual(
    [
      [3, "terraform.tfvars:1"],
      [4, "terraform.tfvars:2"],
    ],
  );
});

test("a missing quote is one problem, whatever the parser makes of the lines after it", async () => {
  const { problems } = await read('a = 1\na = 2\nregion = "x\nb = "y"\nc = "z"\nd = "u"\n');
  expect(problems.map(({ line, received }) => [line, received])).toEqual([
    [2, "a = 2"],
    [3, 'region = "x'],
  ]);
  expect(problems[0]?.expected).not.toContain("more that follow");
  expect(problems[1]?.expected).toMatch(/ \(and \d more that follow from it\)$/);
});

test("a mistake that nothing follows from is not said to have followers", async () => {
  const { problems } = await read("a = = 1\n");
  expect(problems).toHaveLength(1);
  expect(problems[0]?.expected).not.toContain("follow");
});

test("a folder in the file's place is a problem that names the path", async () => {
  const file = join(await testFolder(), "terraform.tfvars");
  await mkdir(file);
  const { problems } = await readVariables({ file, env: {} });
  expect(problems).toMatchObject([{ file, received: "a folder", expected: "a file that can be read" }]);
  expect(problems[0]?.fix).toContain(file);
});

test("a file that may not be read is a problem that names the path, beside those of other files", async () => {
  const path = await folder({ "terraform.tfvars": "a = = 1\n", "x.auto.tfvars": "b = 1\n" });
  const locked = join(path, "x.auto.tfvars");
  // Root may read every file, whatever its mode.
  const read = async (file: string) => {
    if (file !== locked) return readFile(file, "utf8");
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  };
  const { problems } = await readVariables({ file: join(path, "terraform.tfvars"), env: {}, read });
  expect(problems).toHaveLength(2);
  expect(problems[1]).toMatchObject({ file: locked, received: "a file that may not be read (EACCES)" });
  expect(problems[1]?.fix).toContain(locked);
});

test("everything wins over a stand-in", async () => {
  const path = await folder({
    "terraform.tfvars.example": 'a = "example"\nb = "example"\nc = "example"\nd = "example"\n',
    "x.auto.tfvars": 'c = "auto"\n',
  });
  const { values, origin } = await readVariables({
    standIn: join(path, "terraform.tfvars.example"),
    env: { TF_VAR_b: "environment", TF_VAR_c: "environment", TF_VAR_d: "environment" },
    overrides: ["d=override"],
  });
  expect(values).toEqual({ a: "example", b: "environment", c: "auto", d: "override" });
  expect(origin("b")).toEqual({ source: "TF_VAR_" });
});

test("references, functions and templates are refused, and escaped ones are text", async () => {
  const { problems, values } = await read('a = var.x\nb = "${a}"\nc = upper("x")\nd = "$${kept} %%{kept}"\n');
  expect(problems.map(({ variable, line, received }) => [variable, line, received])).toEqual([
    ["a", 1, "var.x"],
    ["b", 2, "a"],
    ["c", 3, 'upper("x")'],
  ]);
  expect(values).toEqual({ d: "${kept} %{kept}" });
});

test("a block is no variable", async () => {
  const { problems } = await read("node_group {\n  size = 1\n}\n");
  expect(problems).toMatchObject([{ variable: "node_group", fix: "Write node_group = { … }." }]);
});

test("mistakes on the command line and in the environment are reported too", async () => {
  const { problems } = await readVariables({
    env: { TF_VAR_zones: '["a"' },
    overrides: ["just-a-name", "=value", "list=[1,"],
  });
  expect(problems.map(({ source, variable, received }) => [source, variable, received])).toEqual([
    ["TF_VAR_", "zones", '["a"'],
    ["--var", undefined, "just-a-name"],
    ["--var", undefined, "=value"],
    ["--var", "list", "[1,"],
  ]);
});

test("JSON that does not parse is a problem of its file", async () => {
  const path = await folder({ "terraform.tfvars": "", "x.auto.tfvars.json": "[1]" });
  const { problems } = await readVariables({ file: join(path, "terraform.tfvars"), env: {} });
  expect(problems).toMatchObject([
    { file: join(path, "x.auto.tfvars.json"), expected: "a JSON object, one property per variable" },
  ]);
});

test("a byte order mark and Windows newlines do no harm", async () => {
  const { values, origin } = await read('\uFEFFa = 1\r\nb = "x"\r\n');
  expect(values).toEqual({ a: 1, b: "x" });
  expect(origin("b")).toMatchObject({ line: 2 });
});

test("a file that does not exist throws", async () => {
  await expect(readVariables({ file: join(tmpdir(), "not", "there.tfvars"), env: {} })).rejects.toThrow(
    "ENOENT",
  );
});
