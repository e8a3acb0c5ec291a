import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSensitive } from "./sensitive.ts";

const SECRET = "never-shown";

describe("resources without sensitive values", () => {
  it("keep what is open and hide what is not, deployed and declared", () => {
    const [resource] = withoutSensitive(
      [resourceWith({ name: "db", password: SECRET, login: [{ user: "a", token: SECRET }] })],
      planWith({ password: true, login: [{ token: true }] }),
    );
    const shown = { name: "db", password: "(sensitive)", login: [{ user: "a", token: "(sensitive)" }] };
    expect(resource).toMatchObject({ declared: shown, deployed: shown });
  });

  it("are not shown by what an earlier replacement left behind at the same address", () => {
    const { resource_changes = [] } = planWith({ password: true });
    const [current] = resource_changes;
    if (!current) throw new Error("Nothing changes.");
    const left = { ...current, deposed: "ab12", change: { actions: ["delete"], after_sensitive: false } };
    const [resource] = withoutSensitive([resourceWith({ password: SECRET })], {
      resource_changes: [current, left],
    });
    expect(JSON.stringify(resource)).not.toContain(SECRET);
  });

  it("hide it in a single block, which a declaration writes as an object and a plan as a list", () => {
    const [resource] = withoutSensitive(
      [resourceWith({ login: { token: SECRET } })],
      planWith({ login: [{ token: true }] }),
    );
    expect(resource?.declared).toEqual({ login: { token: "(sensitive)" } });
  });

  it("hold no marked value, however deep it is", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "0"), { minLength: 1, maxLength: 5 }), (path) => {
        const values = path.reduceRight<unknown>(
          (inner, key) => (key === "0" ? [inner] : { [key]: inner }),
          SECRET,
        );
        const marks = path.reduceRight<unknown>(
          (inner, key) => (key === "0" ? [inner] : { [key]: inner }),
          true,
        );
        const hidden = withoutSensitive([resourceWith({ value: values })], planWith({ value: marks }));
        expect(JSON.stringify(hidden)).not.toContain(SECRET);
      }),
    );
  });
});

function resourceWith(attributes: Record<string, unknown>) {
  return {
    address: "aws_db_instance.main",
    type: "aws_db_instance",
    module: "root",
    region: "ap-southeast-1",
    change: "update" as const,
    declared: attributes,
    deployed: attributes,
    references: {},
  };
}

function planWith(marks: unknown) {
  const change = { actions: ["update"], before_sensitive: marks, after_sensitive: marks };
  return {
    resource_changes: [
      { address: "aws_db_instance.main", mode: "managed" as const, type: "aws_db_instance", change },
    ],
  };
}
