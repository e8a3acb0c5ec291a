import fc from "fast-check";
import { expect, test } from "vitest";
import { attributeLines } from "./attribute-lines.ts";
import { parseHcl } from "./hcl.ts";

test("each attribute has its line, whatever stands between", () => {
  const text = `# account_id = "no"
account_id = "123456789012" // region = "no"

/* zones = [
*/ region="ap-southeast-1"
scaling = {
  min_size = 1
  text     = "}\\" inner = 2"
}
note = <<-END
  vpc_cidr = "no"
  END
vpc_cidr = "10.0.0.0/16"
names = [
  "a", # ]
  "b = \${"x"}",
]
last = true`;
  expect(Object.fromEntries(attributeLines(text))).toEqual({
    account_id: 2,
    region: 5,
    scaling: 6,
    note: 10,
    vpc_cidr: 13,
    names: 14,
    last: 18,
  });
});

const name = fc
  .stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
  .filter((text) => !["null", "true", "false"].includes(text));
const scalar = fc.oneof(
  fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text).replace(/[$%](?=\{)/g, "$&$&")),
  fc.integer().map(String),
  fc.constantFrom("true", "null", '"# no = 1"', '"{"', '"/* "', "<<E\nx = 1\n}\nE\n"),
);
const value = fc.oneof(
  scalar,
  fc
    .array(
      scalar.filter((text) => !text.startsWith("<<")),
      { maxLength: 3 },
    )
    .map((list) => `[\n${list.join(",\n")}\n]`),
  fc.tuple(name, scalar).map(([key, text]) => `{\n  ${key} = ${text.trimEnd()}\n}`),
);
const gap = fc.constantFrom("", "\n", "# a = 1\n", "// b = {\n", "/* c = 1\n*/\n", "\r\n", "\t");

test("whatever parses has a line for every attribute, and the attribute is there", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(name, value, gap), { selector: ([key]) => key, minLength: 1, maxLength: 6 }),
      async (all) => {
        const text = all.map(([key, text, between]) => `${between}${key} = ${text.trimEnd()}\n`).join("");
        const { body } = await parseHcl(text);
        fc.pre(body !== undefined);
        const found = attributeLines(text);
        const rows = text.split("\n");
        expect([...found.keys()].sort()).toEqual(Object.keys(body ?? {}).sort());
        for (const [key, line] of found)
          expect(rows[line - 1]).toMatch(new RegExp(`(^|\\*/|\\t)\\s*${key} = `));
      },
    ),
    { numRuns: 150 },
  );
});
