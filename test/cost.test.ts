import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "@cdktn/hcl2json";
import { describe, expect, it } from "vitest";
import { checkSettings } from "../infra/settings/check-settings.ts";
import { synthesize } from "../infra/synthesize.ts";
import { publicPrices } from "../src/facts/prices/index.ts";
import { type CostLine, estimateCost } from "../src/review/cost/estimate.ts";
import { assumptions } from "../src/review/cost/usage.ts";
import { reviewedResources } from "../src/review/resources.ts";

const root = resolve(import.meta.dirname, "..");
const guide = resolve(root, "docs", "cost.md");
const today = "2026-11-23";

/** `UPDATE_DOCS=1 npx vitest run test/cost.test.ts` writes prices, sources and amounts anew; how much there is of each is for people to work out. */
describe("docs/cost.md", () => {
  it("works out dev by hand as infra cost does, line by line", async () => {
    const lines = merged((await dev()).lines);
    const rows = new Map(tableOf(between("calculation")).map((row) => [row[0] ?? "", row]));
    const written = lines.map((line) => rowOf(line, rows.get(line.what)?.[1] ?? "?"));
    const total = lines.reduce((sum, { monthly }) => sum + monthly, 0);
    const head = ["what", "how much, a month", "price", "where the price is from", "US dollars"];
    const text = table(head, [...written, ["**in all**", "", "", "", `**${total.toFixed(2)}**`]]);
    if (process.env.UPDATE_DOCS) replace("calculation", text);
    expect(between("calculation")).toBe(text);
    for (const { what, quantity } of lines) {
      const [, howMuch = "", price = "", , amount] = rows.get(what) ?? [];
      expect(evaluate(howMuch), what).toBeCloseTo(quantity, 3);
      const [, usd, per = "1"] = /^(?:from )?([\d.]+) per (?:([\d,]+) )?/.exec(price) ?? [];
      const free = what === "traffic out to the Internet";
      const worked = free ? 0 : (evaluate(howMuch) / Number(per.replaceAll(",", ""))) * Number(usd);
      expect(worked, what).toBeCloseTo(Number(amount), 3);
    }
    expect((await dev()).total).toBeCloseTo(total, 3);
  });

  it("names every assumption with its unit and default", () => {
    const text = table(
      ["name", "unit", "default", "what it means"],
      assumptions.map(({ name, unit, default: usual, what }) => [
        `\`${name}\``,
        unit,
        usual === undefined ? "" : String(usual),
        what,
      ]),
    );
    if (process.env.UPDATE_DOCS) replace("assumptions", text);
    expect(between("assumptions")).toBe(text);
  });
});

describe("README.md", () => {
  it("says what dev costs as infra cost does", async () => {
    const [, said] =
      /comes to about \*\*\$(\d+)\*\*/.exec(readFileSync(resolve(root, "README.md"), "utf8")) ?? [];
    expect(Number(said)).toBe(Math.round((await dev()).total));
  });
});

async function dev() {
  const { settings } = checkSettings("dev", { account_id: "123456789012" }, { today: new Date(today) });
  if (!settings) throw new Error("dev's settings are refused");
  const { configuration, resources: declared } = synthesize("dev", settings);
  const file = resolve(root, "infra", "envs", "dev", "usage.tfvars");
  const usage = (await parse(file, readFileSync(file, "utf8"))) as Record<string, number>;
  const resources = reviewedResources({ configuration, declared });
  return estimateCost({ resources, usage, prices: publicPrices, date: today });
}

function merged(lines: readonly CostLine[]): CostLine[] {
  const found = new Map<string, CostLine>();
  for (const line of lines) {
    const what = line.what === "nodes' volumes, gp3" ? `${line.what}, ${line.usage}` : line.what;
    const { quantity = 0, monthly = 0 } = found.get(what) ?? {};
    found.set(what, {
      ...line,
      what,
      quantity: quantity + line.quantity,
      monthly: monthly + line.monthly,
    });
  }
  return [...found.values()];
}

function rowOf({ what, price, monthly }: CostLine, howMuch: string): string[] {
  const steps = typeof price.usd === "number" ? price.usd : price.usd.find(({ usd }) => usd > 0)?.usd;
  const first = typeof price.usd === "number" ? "" : "from ";
  const per = price.per === 1 ? price.unit : `${price.per.toLocaleString("en")} ${price.unit}s`;
  return [
    what,
    howMuch,
    `${first}${steps} per ${per}`,
    `${price.source}, ${price.date}`,
    monthly < 0.00005 ? "0" : monthly.toFixed(4).replace(/(\.\d\d)00$/, "$1"),
  ];
}

/** The value of an expression such as `(100 − 20 × 30 ÷ (365 ÷ 12)) × 50 %`. */
function evaluate(expression: string): number {
  const plain = expression
    .replaceAll("×", "*")
    .replaceAll("÷", "/")
    .replaceAll("−", "-")
    .replaceAll("%", "/100")
    .replaceAll(",", "");
  if (!/^[\d\s.()*/+-]+$/.test(plain)) return Number.NaN;
  return Function(`return (${plain})`)() as number;
}

function between(name: string): string {
  const text = readFileSync(guide, "utf8");
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  return text.slice(text.indexOf(start) + start.length, text.indexOf(end)).trim();
}

function replace(name: string, table: string): void {
  const text = readFileSync(guide, "utf8");
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
  writeFileSync(guide, `${text.slice(0, from)}\n${table}\n\n${text.slice(to)}`);
}

function tableOf(text: string): string[][] {
  return text
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
