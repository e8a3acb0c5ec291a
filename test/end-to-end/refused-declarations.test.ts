import { describe, expect, it } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import type { SynthesizedStack } from "../../infra/stack.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { account, type Refusal, RehearsedConfiguration } from "./rehearsed-configuration.ts";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function dev(): SynthesizedStack {
  const checked = checkSettings("dev", { account_id: account }, { today: new Date("2026-11-23") });
  if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
  return synthesize("dev", checked.settings);
}

/** The dev environment as infra/ declares it, its state in a file, changed as the test says. */
function devWithout(change: (resources: Resources) => void): object {
  const { configuration } = structuredClone(dev());
  const { backend: _, ...terraform } = configuration.terraform;
  const resource = configuration.resource as Resources;
  change(resource);
  return { ...configuration, terraform, resource: withoutDanglingReferences(resource) };
}

/** `depends_on` may name only what is there. */
function withoutDanglingReferences(resource: Resources): Resources {
  for (const named of Object.values(resource))
    for (const attributes of Object.values(named))
      attributes.depends_on = [attributes.depends_on ?? []]
        .flat()
        .filter((one) => resource[String(one).split(".")[0] ?? ""]?.[String(one).split(".")[1] ?? ""]);
  return resource;
}

interface KeyPolicy {
  Statement: { Principal: { Service?: string } }[];
}

/** Takes the grants of every statement for a service out of a key's policy. */
function revoke(key: Record<string, unknown> | undefined, service: RegExp): void {
  const policy = JSON.parse(String(key?.policy)) as KeyPolicy;
  const kept = policy.Statement.filter(({ Principal }) => !service.test(JSON.stringify(Principal)));
  expect(kept.length).toBeLessThan(policy.Statement.length);
  Object.assign(key ?? {}, { policy: JSON.stringify({ ...policy, Statement: kept }) });
}

/** Applies dev up to these resources, changed as the test says, and brings back what was refused. */
async function applyWithout(
  change: (resources: Resources) => void,
  targets: readonly string[],
): Promise<Refusals> {
  const aws = new RehearsedConfiguration();
  try {
    await aws.start();
    return new Refusals(await aws.apply(devWithout(change), targets));
  } finally {
    await aws.remove();
  }
}

class Refusals {
  readonly all: readonly Refusal[];

  constructor(all: readonly Refusal[]) {
    this.all = all;
  }

  /** Everything that was said, by the address where it was said. */
  get byAddress(): Record<string, string> {
    return Object.fromEntries(
      this.all.map(({ address = "", summary, detail }) => [address, `${summary} ${detail}`]),
    );
  }
}

/** Each of these was a first deployment that failed in somebody's account. */
describe("dev with one grant taken out of infra/", { timeout: 300_000 }, () => {
  it.concurrent("stops at the trail without its bucket's policy, and at the node group without the node role's policies", async () => {
    const refused = await applyWithout(
      (resource) => {
        delete resource.aws_s3_bucket_policy?.logs;
        for (const [name, { role }] of Object.entries(resource.aws_iam_role_policy_attachment ?? {}))
          if (String(role).includes("aws_iam_role.node."))
            delete resource.aws_iam_role_policy_attachment?.[name];
      },
      ["aws_cloudtrail.cloudtrail", "aws_eks_node_group.main"],
    );
    expect(refused.byAddress).toEqual({
      "aws_cloudtrail.cloudtrail": expect.stringContaining("InsufficientS3BucketPolicyException"),
      "aws_eks_node_group.main": expect.stringMatching(
        /CREATE_FAILED.*NodeCreationFailure: .*failed to join the kubernetes cluster/s,
      ),
    });
  });

  it.concurrent("stops at the log group when CloudWatch Logs has no grant in its key's policy", async () => {
    const refused = await applyWithout(
      (resource) => revoke(resource.aws_kms_key?.logs, /logs\./),
      ["aws_cloudwatch_log_group.flow_logs"],
    );
    expect(refused.byAddress).toEqual({
      "aws_cloudwatch_log_group.flow_logs": expect.stringMatching(
        /The specified KMS key does not exist or is not allowed to be used/,
      ),
    });
  });
});
