import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "@cdktn/hcl2json";
import { describe, expect, it } from "vitest";
import { CALENDAR } from "../../../infra/modules/eks/version-calendar.ts";
import { checkSettings } from "../../../infra/settings/check-settings.ts";
import { synthesize } from "../../../infra/synthesize.ts";
import { publicPrices } from "../../facts/prices/index.ts";
import { type CostInputs, costDifference, estimateCost } from "../../review/cost/estimate.ts";
import { reviewedResources } from "../../review/resources.ts";
import { type Look, plain } from "../paint.ts";
import { type Grouping, renderCost } from "./cost.ts";
import { renderCostDifference } from "./cost-difference.ts";

const line = { address: "aws_eip.a", what: "public IPv4 addresses", before: 0, after: 3.65 };

const today = "2026-11-23";
const root = resolve(import.meta.dirname, "..", "..", "..");
const narrow: Look = { paint: plain, columns: 80 };

async function inputsOf(environment: string, values: Record<string, unknown> = {}): Promise<CostInputs> {
  const given = { account_id: "123456789012", ...values };
  const { settings, problems } = checkSettings(environment, given, { today: new Date(today) });
  if (!settings) throw new Error(JSON.stringify(problems));
  const { configuration, resources: declared } = synthesize(environment, settings);
  const file = resolve(root, "infra", "envs", environment, "usage.tfvars");
  const usage = (await parse(file, readFileSync(file, "utf8"))) as Record<string, number>;
  const resources = reviewedResources({ configuration, declared });
  return { resources, usage, prices: publicPrices, date: today, kubernetes: CALENDAR.versions };
}

async function view(environment: string, options: { by?: Grouping; values?: object; look?: Look } = {}) {
  const { by = "module", values, look = narrow } = options;
  const estimate = estimateCost(await inputsOf(environment, { ...values }));
  const usageFile = `infra/envs/${environment}/usage.tfvars`;
  const heading = { environment, region: "ap-southeast-1", usageFile, today };
  return renderCost(estimate, heading, by, look);
}

/** `npx vitest run src/cli/views/cost.test.ts -u` writes them anew; read what changed. */
describe("the view of what a month costs", () => {
  it.each([
    ["dev", {}],
    ["staging", {}],
    ["prod", {}],
    ["prod-replicated", { replica_region: "ap-northeast-1", interface_endpoints: ["private-eks"] }],
  ])("is as it was for %s", async (name, values) => {
    const lines = await view(name.split("-")[0] ?? "", { values });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`goldens/cost-${name}.txt`);
  });

  it("has the total first and last", async () => {
    const lines = await view("dev");
    const [, total] = /about (\$[\d,]+) a month$/.exec(lines[0] ?? "") ?? [];
    expect(lines.at(-1)).toContain(`about ${total} a month`);
  });

  it.each(["module", "service", "resource"] as const)("adds up to the total by %s", async (by) => {
    const { total } = estimateCost(await inputsOf("dev"));
    const groups = (await view("dev", { by })).filter((line) => /^ {2}\S.* -?<?\$[\d,.]+$/.test(line));
    const sum = groups.reduce((all, line) => all + Number(line.split("$").at(-1)?.replaceAll(",", "")), 0);
    expect(groups.length).toBeGreaterThan(4);
    expect(Math.abs(sum - total)).toBeLessThan(0.01 * groups.length);
  });

  it.each([60, 80, 200])("stays within %i columns, every amount in one column", async (columns) => {
    const lines = await view("prod", { by: "resource", look: { paint: plain, columns } });
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    const amounts = lines.filter((line) => /(?<!×) \$[\d,]+\.\d\d$/.test(line));
    expect(new Set(amounts.map((line) => line.length)).size).toBe(1);
  });

  it("says in its first and last line that there is more where something has no price", async () => {
    const inputs = await inputsOf("dev");
    const { priceOf } = publicPrices;
    const prices = {
      priceOf: (id: string, region: string) => (id.startsWith("nat.") ? undefined : priceOf(id, region)),
    };
    const topic = { ...inputs.resources[0], address: "aws_sns_topic.alerts", type: "aws_sns_topic" };
    const resources = [...inputs.resources, topic] as CostInputs["resources"];
    const heading = { environment: "dev", region: "ap-southeast-1", today };
    const lines = renderCost(estimateCost({ ...inputs, prices, resources }), heading, "module", narrow);
    expect(lines[0]).toMatch(/a month or more: 4 things here have no price$/);
    expect(lines.slice(-2).join(" ")).toContain("or more: 4 things here have no price;");
    const text = lines.join(" ").replace(/\s+/g, " ");
    expect(text).toContain("- data through NAT; data through NAT to AWS services. No price of nat.data for");
    expect(text).toContain("- aws_sns_topic.alerts. No rule for the price of this type.");
    const cost = costDifference({ ...inputs, prices, resources });
    expect(renderCostDifference({ ...cost, before: 0, lines: [line] }, narrow).at(-1)).toBe(
      "      and 4 things without a price here (see infra cost)",
    );
  });

  it("prices or frees every type of resource that an environment can declare", async () => {
    const everything = {
      replica_region: "ap-northeast-1",
      interface_endpoints: ["private-eks-sagemaker"],
      cluster_admins: ["arn:aws:iam::123456789012:role/admin"],
      trail_insights: true,
    };
    for (const environment of ["dev", "staging", "prod"]) {
      const { notPriced } = estimateCost(await inputsOf(environment, everything));
      expect(notPriced.filter(({ address }) => address !== undefined)).toEqual([]);
    }
  });
});

describe("the line of a plan on its cost", () => {
  const difference = async (change: "create" | "delete") => {
    const inputs = await inputsOf("dev");
    const resources = inputs.resources.map(({ declared, ...rest }) =>
      change === "create" ? { ...rest, declared, change } : { ...rest, deployed: declared, change },
    );
    return renderCostDifference(costDifference({ ...inputs, resources }), narrow);
  };

  it("says what everything costs when nothing is there yet, with what is most of it", async () => {
    const lines = await difference("create");
    const { total } = estimateCost(await inputsOf("dev"));
    const about = `$${Math.round(total)}`;
    expect(lines[0]).toBe(`  Cost: about ${about} a month after, +${about} (now $0)`);
    expect(lines[1]).toBe("        +$77  t3.medium nodes, on demand (aws_eks_node_group.main)");
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatch(/^ +\+\$\d+ {2}in \d+ more lines$/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("says what a destroy saves", async () => {
    const { total } = estimateCost(await inputsOf("dev"));
    const about = `$${Math.round(total)}`;
    expect((await difference("delete"))[0]).toBe(`  Cost: nothing after, -${about} (now ${about})`);
  });

  it("says so when nothing changes in it", () => {
    expect(renderCostDifference({ before: 240.6, after: 240.6, lines: [] }, narrow)).toEqual([
      "  Cost: about $241 a month, as now",
    ]);
  });

  it("says so when things change and the sum stays", () => {
    const lines = [
      { address: "a.a", what: "one", before: 5, after: 0 },
      { address: "a.b", what: "other", before: 0, after: 5 },
    ];
    expect(renderCostDifference({ before: 5, after: 5, lines }, narrow)).toEqual([
      "  Cost: about $5.00 a month after, no more and no less (now $5.00)",
      "      -$5.00  one (a.a)",
      "      +$5.00  other (a.b)",
    ]);
  });
});
