import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Which wing may import which; a wing may always import itself. */
const allowed: Record<string, readonly string[]> = {
  infra: [],
  "src/facts": [],
  "src/review": ["src/facts"],
  "src/local-aws": ["src/facts"],
  "src/terraform": [],
  "src/operate": ["src/terraform", "src/facts"],
  "src/cli": ["infra", "src/facts", "src/terraform", "src/review", "src/operate", "src/local-aws"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

describe("architecture", () => {
  it("has imports to check in every wing", () => {
    for (const wing of Object.keys(allowed)) expect(sources(wing).length, wing).toBeGreaterThan(0);
  });

  it.each(Object.entries(allowed))("%s imports nothing of ours but %j", (wing, targets) => {
    const forbidden = ownImports(wing).filter(({ target }) => ![wing, ...targets].includes(wingOf(target)));
    expect(forbidden).toEqual([]);
  });

  it("keeps infra/ pure: no files, no network, no processes, no environment, no clock", () => {
    const impure = sources("infra").filter((file) =>
      /from "node:(fs|net|http|https|child_process|os)|process\.env|Date\.now\(|new Date\(\)/.test(
        code(file),
      ),
    );
    expect(impure.map((file) => relative(root, file))).toEqual([]);
  });

  it("has no folder named after nothing, and no wildcard exports", () => {
    const all = Object.keys(allowed).flatMap(sources);
    expect(
      all.filter((file) => /(^|[/\\])(utils?|helpers?|common)[/\\.]/.test(relative(root, file))),
    ).toEqual([]);
    expect(
      all
        .filter((file) => /^export \* from/m.test(readFileSync(file, "utf8")))
        .map((file) => relative(root, file)),
    ).toEqual([]);
  });
});

function sources(wing: string): string[] {
  return readdirSync(join(root, wing), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(root, wing, file));
}

/** A source without its comments, which may speak of what the code must not do. */
function code(file: string): string {
  return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

function ownImports(wing: string): Import[] {
  return sources(wing).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)].map(
      ([, specifier]) => specifier ?? "",
    );
    return specifiers.map((specifier) => ({
      file: relative(root, file),
      target: relative(root, resolve(dirname(file), specifier)),
    }));
  });
}

function wingOf(path: string): string {
  const [first = "", second = ""] = path.split(sep);
  return first === "src" ? `src/${second}` : first;
}
