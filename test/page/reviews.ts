import { CALENDAR } from "../../infra/modules/eks/version-calendar.ts";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import type { SynthesizedStack } from "../../infra/stack.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { plannedActions } from "../../src/cli/expected.ts";
import { publicPrices } from "../../src/facts/prices/index.ts";
import { expectedDuration } from "../../src/review/duration.ts";
import type { PlanJson, ResourceChange } from "../../src/review/plan.ts";
import { assembleReview } from "../../src/review/report/assemble.ts";
import { reviewedResources } from "../../src/review/resources.ts";
import type { Review } from "../../src/review/review.ts";
import { summarize } from "../../src/review/summary.ts";

type Values = Record<string, unknown>;
type Declaration = Pick<SynthesizedStack, "configuration" | "resources">;

/** What a hostile or careless value may hold; a page shows it and does nothing of it. */
export const HOSTILE = "</script><img src=x onerror=\"document.title='broken'\">`|@everyone\u202e";
/** A value that a plan marks as sensitive. */
export const SECRET = "hunter2-never-shown";

export function declaration(environment = "dev", settings: Values = {}): Declaration {
  const checked = checkSettings(
    environment,
    { account_id: "123456789012", ...settings },
    { today: new Date("2026-11-23") },
  );
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  return synthesize(environment, checked.settings);
}

/** The first plan of an environment: everything is created. */
export async function freshReview(environment = "dev", settings: Values = {}): Promise<Review> {
  const declared = declaration(environment, settings);
  return review(declared, {
    resource_changes: declared.resources.map((one) => created(declared, one.address)),
  });
}

/** A plan that updates, replaces and destroys what is there, with a hostile and a sensitive value in it. */
export async function changedReview(): Promise<Review> {
  const declared = declaration();
  const changes = declared.resources.map(({ address }) => unchanged(declared, address));
  const change = (
    address: string,
    actions: string[],
    edit: (values: Values) => Values,
    more: Partial<ResourceChange["change"]> = {},
  ) => {
    const index = changes.findIndex((one) => one.address === address);
    const found = changes[index];
    if (!found) throw new Error(`${address} is not declared.`);
    const after = found.change.after as Values;
    changes[index] = { ...found, change: { ...found.change, actions, before: edit(after), ...more } };
  };
  change("aws_eks_node_group.main", ["update"], (values) => ({
    ...values,
    scaling_config: { desired_size: 2, min_size: 2, max_size: 10 },
  }));
  change("aws_s3_bucket.data", ["delete", "create"], (values) => ({ ...values, bucket: "retail-old-name" }), {
    replace_paths: [["bucket"]],
  });
  change("aws_cloudwatch_log_group.application", ["update"], (values) => ({
    ...values,
    retention_in_days: 731,
  }));
  change("aws_vpc.vpc", ["update"], (values) => ({ ...values, tags: { Name: HOSTILE } }));
  change("aws_eks_cluster.eks", ["update"], (values) => ({ ...values, deletion_protection: SECRET }), {
    before_sensitive: { deletion_protection: true },
    after_sensitive: { deletion_protection: true },
  });
  change("aws_kms_key.logs", ["update"], (values) => {
    const policy = JSON.parse(String(values.policy));
    return { ...values, policy: JSON.stringify({ ...policy, Statement: policy.Statement.slice(0, -1) }) };
  });
  changes.push({
    address: "aws_ecr_repository.old",
    mode: "managed",
    type: "aws_ecr_repository",
    action_reason: "delete_because_no_resource_config",
    change: {
      actions: ["delete"],
      before: { name: "retail-old", image_tag_mutability: "MUTABLE", password: SECRET },
      after: null,
      before_sensitive: { password: true },
    },
  });
  return review(declared, { resource_changes: changes });
}

/** Nothing of it changes. */
export async function unchangedReview(): Promise<Review> {
  const declared = declaration();
  return review(declared, {
    resource_changes: declared.resources.map(({ address }) => unchanged(declared, address)),
  });
}

/** The removal of everything. */
export async function destroyReview(): Promise<Review> {
  const declared = declaration();
  const resource_changes = declared.resources.map(({ address }) => deleted(declared, address));
  return review(declared, { resource_changes }, "destroy");
}

/** What a large estate has many of; its network stays one. */
const MANY = /^aws_(s3_|kms_|ecr_|iam_|cloudwatch_log_group)/;

/** As many resources as a large estate has: an environment, and its stores, keys, repositories and roles over and over under other names. */
export async function largeReview(count = 2000, action: "create" | "delete" = "create"): Promise<Review> {
  const { configuration, resources: once } = declaration("prod");
  const many = once.filter(({ type }) => MANY.test(type));
  const copies = Math.ceil((count - once.length) / many.length);
  const resources = [...once];
  const resource = structuredClone(configuration.resource ?? {});
  for (let copy = 1; copy <= copies; copy++)
    for (const one of many) {
      const address = `${one.address}_${copy}`;
      const name = one.address.slice(one.type.length + 1);
      const text = JSON.stringify(configuration.resource?.[one.type]?.[name] ?? {});
      const own = text.replace(/\baws_[a-z0-9_]+\.\w+/g, (found) =>
        MANY.test(found) ? `${found}_${copy}` : found,
      );
      resource[one.type] = { ...resource[one.type], [`${name}_${copy}`]: JSON.parse(own) };
      resources.push({ ...one, address });
    }
  const declared = { configuration: { ...configuration, resource }, resources: resources.slice(0, count) };
  const change = action === "create" ? created : deleted;
  return review(
    declared,
    { resource_changes: declared.resources.map(({ address }) => change(declared, address)) },
    action === "create" ? "apply" : "destroy",
  );
}

async function review(
  { configuration, resources }: Declaration,
  plan: PlanJson,
  mode: Review["mode"] = "apply",
): Promise<Review> {
  const summary = summarize(plan, resources, configuration);
  const actions = plannedActions(summary.modules.flatMap(({ changes }) => changes));
  return assembleReview({
    environment: "dev",
    place: "the embedded AWS",
    account: "123456789012",
    region: "ap-southeast-1",
    plannedAt: "2026-11-23T10:15:00Z",
    engine: "Terraform 1.11.4, hashicorp/aws 5.100.0",
    mode,
    nextSteps: [["infra apply dev --local", "applies exactly this plan, after a yes"]],
    configuration,
    plan,
    summary,
    expected: expectedDuration(configuration, actions),
    costInputs: {
      resources: reviewedResources({ configuration, declared: resources, plan }),
      prices: publicPrices,
      usage: {},
      date: "2026-11-23",
      kubernetes: CALENDAR.versions,
    },
  });
}

function created({ configuration }: Declaration, address: string): ResourceChange {
  const { known, unknown } = valuesOf(configuration, address);
  return {
    ...named(address),
    change: { actions: ["create"], before: null, after: known, after_unknown: unknown },
  };
}

function unchanged({ configuration }: Declaration, address: string): ResourceChange {
  const { id, arn } = { id: `${address}/id`, arn: `arn:aws:test:::${address}` };
  const values = { ...(settled(attributesOf(configuration, address)) as Values), id, arn };
  return { ...named(address), change: { actions: ["no-op"], before: values, after: values } };
}

function deleted(declared: Declaration, address: string): ResourceChange {
  const one = unchanged(declared, address);
  return { ...one, change: { actions: ["delete"], before: one.change.after, after: null } };
}

function named(address: string): Pick<ResourceChange, "address" | "mode" | "type"> {
  return { address, mode: "managed", type: address.slice(0, address.indexOf(".")) };
}

const META = new Set(["provider", "lifecycle", "depends_on", "count", "for_each"]);

/** An address's literal values, as a plan would have them, and which ones only the apply makes known. */
function valuesOf(configuration: Declaration["configuration"], address: string) {
  const known: Values = {};
  const unknown: Record<string, true> = { id: true, arn: true };
  for (const [name, value] of Object.entries(attributesOf(configuration, address))) {
    if (JSON.stringify(value).includes("${")) unknown[name] = true;
    else known[name] = value;
  }
  return { known, unknown };
}

function attributesOf({ resource = {} }: Declaration["configuration"], address: string): Values {
  const dot = address.indexOf(".");
  const all = Object.entries(resource[address.slice(0, dot)]?.[address.slice(dot + 1)] ?? {});
  return Object.fromEntries(all.filter(([name]) => !META.has(name)));
}

/** Values after an apply: what was a reference is some text. */
function settled(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\$\{[^}]*\}/g, "made-by-aws");
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settled(item)]));
}
