import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { outputs } from "../infra/outputs.ts";
import { describeVariables } from "../infra/variables.ts";
import { commands } from "../src/cli/commands/index.ts";

const file = resolve(import.meta.dirname, "..", "README.md");

/** Each table that README.md shows between `<!-- name -->` and `<!-- /name -->`, made from what it describes. */
const tables: Record<string, () => string> = {
  commands: commandsTable,
  variables: variablesTable,
  outputs: outputsTable,
};

/** `UPDATE_README=1 npx vitest run test/readme.test.ts` writes the tables anew. */
describe("README.md", () => {
  it.each(Object.keys(tables))("shows the %s as they are", (name) => {
    const text = readFileSync(file, "utf8");
    const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    expect(Math.min(from, to), `${start.trim()} … ${end}`).toBeGreaterThan(0);
    const table = `\n${tables[name]?.()}\n\n`;
    if (process.env.UPDATE_README)
      writeFileSync(file, text.slice(0, from + start.length) + table + text.slice(to));
    else expect(text.slice(from + start.length, to)).toBe(table);
  });

  it("names only make targets that the Makefile has", () => {
    const targets = [...makefile().matchAll(/^([a-z]+):/gm)].map(([, target]) => target);
    const named = [...readFileSync(file, "utf8").matchAll(/`?\bmake ([a-z]+)\b/g)].map(
      ([, target]) => target ?? "",
    );
    expect(named.filter((target) => !targets.includes(target))).toEqual([]);
    expect(named).toContain("demo");
  });
});

function makefile(): string {
  return readFileSync(resolve(import.meta.dirname, "..", "Makefile"), "utf8");
}

function commandsTable(): string {
  const targets = [...makefile().matchAll(/^([a-z]+):.*?## (.*)$/gm)].map(
    ([, target = "", what = ""]) => [target, what] as const,
  );
  const rows = targets
    .filter(([target]) => target !== "help")
    .map(([target, what]) => [`\`make ${target}\``, cliOf(target), what]);
  const others = commands.filter(
    ({ name }) => !targets.some(([target]) => target === name || (target === "demo" && name === "rehearse")),
  );
  return table(
    ["make", "the same as", "does"],
    [...rows, ...others.map(({ name, summary }) => ["", `\`infra ${name}\``, summary])],
  );
}

function cliOf(target: string): string {
  const name = target === "demo" ? "rehearse" : target;
  const command = commands.find((one) => one.name === name);
  if (!command) return "";
  const [env] = command.arguments;
  return `\`infra ${name}${env && !env.optional ? ` <${env.name}>` : ""}\``;
}

function variablesTable(): string {
  return table(
    ["variable", "type", "default", "what it decides"],
    describeVariables().map(({ name, type, required, default: text, description, rule }) => [
      `\`${name}\``,
      `\`${type.replace(/\s+/g, " ")}\``,
      required ? "**required**" : `\`${text?.replace(/\s+/g, " ")}\``,
      `${description} *${rule}*`,
    ]),
  );
}

function outputsTable(): string {
  return table(
    ["output", "what it is"],
    Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
  );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
