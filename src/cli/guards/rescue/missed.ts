import { setTimeout as sleep } from "node:timers/promises";
import type { StateResource } from "../../../terraform/state-addresses.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";
import { nextCommand } from "../../next-command.ts";
import { awsPlace } from "../../state-store.ts";
import { step } from "../../step.ts";
import { plural } from "../../views/text.ts";
import type { Healer } from "../healing.ts";
import { heldUntilNow } from "./held.ts";

/** How long AWS gets to find what it did not find, before each further look, in milliseconds. */
const PAUSES_MS = [2_000, 5_000];

/** What a plan would create although the state held it a moment ago: read once more. */
export const readAgain: Healer = async (deployment, plan, invocation) => {
  const { healthOf } = await import("../../../operate/health.ts");
  const missed = await heldUntilNow(deployment, plan);
  const open: StateResource[] = [];
  const there: StateResource[] = [];
  for (const one of missed) {
    const health = await healthOf(awsPlace(deployment), one);
    if (health === undefined) open.push(one);
    // A key that waits for its deletion is another's concern; what AWS itself does not find is gone.
    if (health?.kind === "well") there.push(one);
  }
  if (open.length + there.length === 0) return [];
  const title = `Asking again for ${plural(open.length + there.length, "resource")} that AWS did not find`;
  const found = await step(invocation.screen, title, () => foundAfterAll(deployment, [...open, ...there]));
  if (found.length > 0)
    return [`AWS did not find ${found.join(", ")} at first, and does now: nothing of that is made anew.`];
  if (there.length > 0) throw misled(deployment, there, invocation.options.var);
  return [];
};

/** Lets the engine read these alone, with pauses; those that it finds in the end. */
async function foundAfterAll(
  { workspace }: Deployment,
  resources: readonly StateResource[],
): Promise<readonly string[]> {
  for (const pause of PAUSES_MS) {
    await sleep(pause);
    const gone = new Set<string>();
    await workspace.plan({
      out: "again.tfplan",
      extra: ["-refresh-only", ...resources.map(({ address }) => `-target=${address}`)],
      onEvent(event) {
        if (event.type === "resource_drift" && event.change.action === "delete")
          gone.add(event.change.resource.addr);
      },
    });
    const found = resources.map(({ address }) => address).filter((address) => !gone.has(address));
    if (found.length > 0) return found;
  }
  return [];
}

function misled(
  deployment: Deployment,
  there: readonly StateResource[],
  overrides: readonly string[] | undefined,
): UserError {
  return new UserError("AWS contradicts itself about what is deployed. Nothing was changed.", {
    problems: there.map(({ address, attributes }) => ({
      subject: address,
      received: `Terraform's provider was told that ${attributes.id} is not there, three times; asked in another way, AWS says that it is`,
      expected: "one answer: a plan on the first would make a second one, or fail half-way",
    })),
    next: [
      "Wait a few minutes, and look whether AWS reports trouble there; then run it again:",
      `  ${nextCommand("plan", deployment, { overrides })}`,
    ],
  });
}
