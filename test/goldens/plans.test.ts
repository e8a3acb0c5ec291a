import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { plain } from "../../src/cli/paint.ts";
import { renderPlan } from "../../src/cli/views/plan.ts";
import { renderVerdict } from "../../src/cli/views/plan-verdict.ts";
import { dangersOf, verdictOf } from "../../src/review/dangers/dangers.ts";
import { summarize } from "../../src/review/summary.ts";
import { largePlan } from "./large-plan.ts";
import { readSample, type Sample, trimmed } from "./sample.ts";

const plans: readonly (readonly [name: string, sample: () => Sample])[] = [
  ["dev-fresh", () => readSample("dev-fresh")],
  ["dev-noop", () => withActions(readSample("dev-fresh"), ["no-op"])],
  ["dev-update", () => readSample("dev-update")],
  ["dev-nodes", () => readSample("dev-nodes")],
  ["dev-replace", () => readSample("dev-replace")],
  ["dev-destroy", () => withActions(readSample("dev-fresh"), ["delete"])],
  ["staging-fresh", () => readSample("staging-fresh")],
  ["large", largePlan],
];

/** Another plan for the same resources: all of them stay, or go. */
function withActions({ plan, configuration, declared }: Sample, actions: readonly string[]): Sample {
  const resource_changes = (plan.resource_changes ?? []).map((one) => ({ ...one, change: { actions } }));
  return { plan: { resource_changes }, configuration, declared };
}

describe.each(plans)("the plan %s", (name, sample) => {
  const reviewed = () => {
    const { plan, configuration, declared } = sample();
    const summary = summarize(plan, declared, configuration);
    const dangers = dangersOf(summary, plan, configuration);
    const mode = name.endsWith("destroy") ? "destroy" : "apply";
    return { summary, dangers, verdict: verdictOf(summary, dangers, mode), destroy: mode === "destroy" };
  };
  const text = (columns: number, full = false) => {
    const { verdict, destroy, ...shown } = reviewed();
    const look = { paint: plain, columns, full };
    const heading = { environment: "dev", place: "the embedded AWS", destroy };
    return [...renderPlan(shown, heading, look), "", ...renderVerdict(verdict, {}, look), ""].join("\n");
  };

  it("reads like this in 80 columns", async () => {
    await expect(text(80)).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  it("is this as data", async () => {
    const { summary, dangers, verdict } = reviewed();
    const data = JSON.stringify({ counts: summary.counts, verdict, dangers: dangers.slice(0, 40) }, null, 1);
    await expect(`${data}\n`).toMatchFileSnapshot(`expected/${name}.json.snap`);
  });

  it.each([60, 80, 160])("has no line wider than %d columns", (columns) => {
    for (const full of [false, true]) {
      const wide = text(columns, full)
        .split("\n")
        .filter((line) => line.length > columns);
      expect(wide).toEqual([]);
    }
  });

  it("leaves the screen for what matters, however large it is", () => {
    const most = name === "large" ? 160 : name.endsWith("fresh") ? 40 : 80;
    expect(text(80).split("\n").length).toBeLessThanOrEqual(most);
  });
});

/** `TRIM=dev-update PLAN=plan.json CONFIGURATION=cdk.tf.json npx vitest run test/goldens` makes a sample; README.md says more. */
test.runIf(process.env.TRIM)("a sample is made", () => {
  const { TRIM: name = "", PLAN, CONFIGURATION } = process.env;
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const sample =
    PLAN && CONFIGURATION
      ? { plan: read(PLAN), configuration: read(CONFIGURATION), declared: declaredIn("dev") }
      : firstPlan(name.replace(/-fresh$/, ""));
  writeFileSync(resolve(import.meta.dirname, "plans", `${name}.json.snap`), JSON.stringify(trimmed(sample)));
});

const variants = [
  {},
  { nat_gateways: "per-az", sagemaker_policy: "least-privilege" },
  { nat_gateways: "single", sagemaker_policy: "managed" },
];

function declaredIn(environment: string): Sample["declared"] {
  const all = variants.flatMap((variant) => stackOf(environment, variant).resources);
  return [...new Map(all.map(({ address, module, path }) => [address, { address, module, path }])).values()];
}

/** What Terraform plans where nothing is deployed yet. */
function firstPlan(environment: string): Sample {
  const { configuration, resources } = stackOf(environment, {});
  const resource_changes = resources.map(({ address, type }) => ({
    address,
    type,
    mode: "managed" as const,
    change: { actions: ["create"] },
  }));
  const declared = resources.map(({ address, module, path }) => ({ address, module, path }));
  return { plan: { resource_changes }, configuration, declared };
}

function stackOf(environment: string, variant: object) {
  const given = { account_id: "123456789012", ...variant };
  const { settings, problems } = checkSettings(environment, given, { today: new Date("2026-11-23") });
  if (!settings) throw new Error(JSON.stringify(problems));
  return synthesize(environment, settings);
}
