import { existsSync } from "node:fs";
import { join } from "node:path";
import { heldLocks } from "../../src/local-aws/daemon.ts";
import { findTagged } from "../../src/operate/tagged.ts";
import { agreement } from "../../src/review/agreement.ts";
import { type StateResource, stateResources } from "../../src/terraform/state-addresses.ts";
import { dataStillThere, type Treasure } from "./deployed.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Outcome, Scenario } from "./scenario.ts";

type Findings = Pick<Outcome, "problems" | "lost" | "duplicated">;

/**
 * What must hold after every scenario, whatever happened in it: the next command finds nothing to do, the lock is free, state and AWS speak of the same
 * things, nothing is there twice, and what held data still does.
 */
export async function check(sandbox: Sandbox, scenario: Scenario, treasure?: Treasure): Promise<Findings> {
  await sandbox.faults("");
  await sandbox.awsTime("off");
  const problems = [...(await leftovers(sandbox)), ...(await nextCommand(sandbox, scenario))];
  const held = await stateHeld(sandbox);
  const { unknown, missing } = agreement(held, await ours(sandbox));
  const lost = missing.map(({ address }) => address);
  if (treasure && scenario.ends === "deployed" && !scenario.losesData)
    lost.push(...(await dataStillThere(sandbox, treasure, held)));
  const duplicated = [
    ...unknown.map(({ type, id }) => `${type} ${id}, which the state does not know`),
    ...(await sameAddress(sandbox)),
  ];
  if (scenario.ends === "nothing")
    problems.push(...held.map(({ address }) => `${address} is still in the state`));
  return { problems, lost, duplicated };
}

/** A lock that nobody holds, a state that waits to be saved. */
async function leftovers(sandbox: Sandbox): Promise<string[]> {
  const { endpoint } = await sandbox.server();
  const locks = (await heldLocks(endpoint)).map(({ key, who }) => `${key} is still locked by ${who}`);
  return existsSync(join(sandbox.directory, "errored.tfstate"))
    ? [...locks, "errored.tfstate is still there"]
    : locks;
}

async function nextCommand(sandbox: Sandbox, { ends }: Scenario): Promise<string[]> {
  if (ends === "nothing") return [];
  const { code, stdout, stderr } = await sandbox.run("plan", "dev", "--local", "--detailed-exitcode");
  if (code === 0) return [];
  return [
    code === 2 ? "a plan still finds changes" : `a plan ends with ${code}: ${(stderr || stdout).trim()}`,
  ];
}

/** What the state holds now. */
export async function stateHeld(sandbox: Sandbox): Promise<readonly StateResource[]> {
  const stored = await sandbox.store((store) => store.read(store.props.key));
  return stored?.text ? stateResources(JSON.parse(stored.text)) : [];
}

/** All that exists but the state's own bucket. */
async function ours(sandbox: Sandbox) {
  const bucket = await sandbox.store(async (store) => store.props.bucket);
  return (await sandbox.inventory()).filter(({ id }) => id !== bucket);
}

/** Things that carry the same identity tag: of each address there may be one. Keys that wait for their deletion are on their way out. */
async function sameAddress(sandbox: Sandbox): Promise<string[]> {
  const there = new Set((await sandbox.inventory()).map(({ id }) => id));
  const byAddress = new Map<string, string[]>();
  for (const { arn, tags } of await findTagged(await sandbox.place(), { Project: "retail-forecast" })) {
    const address = tags.TerraformAddress;
    if (!address || (arn.includes(":kms:") && !there.has(arn.split("/").at(-1) ?? ""))) continue;
    byAddress.set(address, [...(byAddress.get(address) ?? []), arn]);
  }
  return [...byAddress]
    .filter(([, arns]) => arns.length > 1)
    .map(([address, arns]) => `${address} is there ${arns.length} times: ${arns.join(", ")}`);
}
