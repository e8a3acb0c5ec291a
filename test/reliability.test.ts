import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { scenarios } from "./chaos/scenarios/index.ts";

const root = resolve(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs", "reliability.md"), "utf8");

describe("docs/reliability.md", () => {
  it("has a row for each scenario, and none for what is no scenario", () => {
    const rows = [...page.matchAll(/^\|.*\| `([a-z0-9-]+)` \| [^|]* \|$/gm)].map(([, id]) => id);
    expect(rows).toEqual(scenarios.map(({ id }) => id));
  });

  it("says of each what the scenario says", () => {
    for (const { happens, sees, types } of scenarios)
      expect(page).toContain(`| ${happens} | ${sees} | ${types} |`);
  });

  it("names only tests that are there, by file and by name", () => {
    const named = [...page.matchAll(/`((?:src|infra|test)\/[\w./-]+\.test\.ts)`(?:,? "([^"]+)")?/g)];
    expect(named.length).toBeGreaterThan(10);
    const missing = named.filter(([, file = "", name]) => {
      const path = join(root, file);
      return !existsSync(path) || (name !== undefined && !readFileSync(path, "utf8").includes(name));
    });
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it("names each scenario once", () => {
    const ids = scenarios.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
