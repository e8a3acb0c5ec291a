import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkSettings } from "../../../infra/settings/check-settings.ts";
import type { TerraformConfiguration } from "../../../infra/stack.ts";
import { synthesize } from "../../../infra/synthesize.ts";
import type { StateStore } from "../../operate/state-store.ts";
import { MISSING, type PlanBasis, type StateVersion } from "../../review/plan-basis.ts";
import { lockedVersions } from "../../terraform/lock-file.ts";
import { type StateResource, stateResources } from "../../terraform/state-addresses.ts";
import { StateUnreadable, stateHeader } from "../../terraform/state-file.ts";
import { awsFailure } from "../aws-failures.ts";
import type { Deployment } from "../deployment.ts";
import { ADOPTED_FILE } from "../guards/adopting/file.ts";

/** What a plan of this deployment rests on, as it is now. `planFile` is the absolute path of the saved plan. */
export async function basisOf(
  deployment: Deployment,
  planFile: string,
  state: StateNow | undefined,
): Promise<PlanBasis> {
  const { directory, engine, settings, stack } = deployment;
  const lock = join(directory, ".terraform.lock.hcl");
  const versions = await lockedVersions(lock);
  return {
    settings: { ...settings },
    code: codeOf(stack.configuration),
    providers: Object.fromEntries([...versions].map(([address, version]) => [shortName(address), version])),
    lockFile: await digestOfFile(lock),
    engine: `${engine.product} ${engine.version}`,
    ...(state ? { state: state.version } : {}),
    files: await furtherFiles(directory),
    plan: await digestOfFile(planFile),
  };
}

/** The state as it is in its bucket. */
export interface StateNow {
  readonly version: StateVersion | "none";
  readonly writtenAt?: Date;
  /** What it holds, sensitive values excluded. */
  readonly resources: readonly StateResource[];
}

/** Reads which version of the state there is; nothing where it cannot be read, and in a rehearsal, whose plans nobody comes back to. */
export async function stateNow(deployment: Deployment): Promise<StateNow | undefined> {
  if (deployment.rehearsal) return undefined;
  return fromStore(deployment, async (store) => {
    const stored = await store.read(deployment.state.key);
    if (!stored) return { version: "none", resources: [] };
    const { lineage, serial } = stateHeader(stored.text);
    const resources = stateResources(JSON.parse(stored.text));
    return { version: { lineage, serial }, writtenAt: stored.lastModified, resources };
  });
}

/** Who wrote the state that there is, `user@host`, where its lock's versions still know. */
export async function stateWriter(deployment: Deployment): Promise<string | undefined> {
  const { listVersions, readVersions } = await import("../../operate/state-history.ts");
  return fromStore(deployment, async (store) => {
    const { states, locks } = await listVersions(store);
    const [current] = await readVersions(store, states.slice(0, 1), locks);
    return current?.writer?.who;
  });
}

async function fromStore<T>(
  deployment: Deployment,
  work: (store: StateStore) => Promise<T>,
): Promise<T | undefined> {
  const { withStateStore } = await import("../state-store.ts");
  try {
    return await withStateStore(deployment, work);
  } catch (error) {
    // Whoever may not read it, or cannot: the engine reads it with its own means, refuses a plan of another version, and says what is wrong.
    if (error instanceof StateUnreadable || awsFailure(error)) return undefined;
    throw error;
  }
}

/** Today's code with other settings: nothing where it does not take them any more. */
export function codeWith(
  { environment, settings: today }: Deployment,
  settings: PlanBasis["settings"],
  now: Date,
): PlanBasis["code"] | undefined {
  // A variable that is new has no value of then.
  const checked = checkSettings(environment, { ...today, ...settings }, { today: now });
  return checked.settings && codeOf(synthesize(environment, checked.settings).configuration);
}

/** A digest of each declaration: resources by address, all else by its path. */
function codeOf(configuration: TerraformConfiguration): Record<string, string> {
  const parts = Object.entries(configuration).flatMap(([kind, blocks]) =>
    Object.entries(blocks ?? {}).flatMap(([name, body]): [string, unknown][] => {
      if (kind !== "resource" && kind !== "data") return [[`${kind}.${name}`, body]];
      const prefix = kind === "data" ? `data.${name}` : name;
      return Object.entries(body as object).map(([key, one]) => [`${prefix}.${key}`, one]);
    }),
  );
  return Object.fromEntries(parts.map(([address, body]) => [address, digest(JSON.stringify(body))]));
}

/** What Terraform reads beside the configuration that was synthesized. */
const CONFIGURATION = /\.(tf|tofu|tfvars)(\.json)?$/;
/** The synthesized configuration is looked at part by part; imports are there only while a plan is made, which holds them. */
const APART = ["cdk.tf.json", ADOPTED_FILE];

async function furtherFiles(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory).catch(() => [])).filter(
    (name) => CONFIGURATION.test(name) && !APART.includes(name),
  );
  return Object.fromEntries(
    await Promise.all(
      names.sort().map(async (name) => [name, await digestOfFile(join(directory, name))] as const),
    ),
  );
}

async function digestOfFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes ? digest(bytes) : MISSING;
}

const digest = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** `registry.terraform.io/hashicorp/aws` as people write it. */
const shortName = (address: string): string => address.split("/").slice(1).join("/");
