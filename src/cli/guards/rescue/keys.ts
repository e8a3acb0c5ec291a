import type { StateResource } from "../../../terraform/state-addresses.ts";
import type { Invocation } from "../../command.ts";
import { confirmed } from "../../confirm.ts";
import type { Deployment } from "../../deployment.ts";
import { nextCommand } from "../../next-command.ts";
import { awsPlace } from "../../state-store.ts";
import { noteLines } from "../../views/text.ts";
import type { Healer } from "../healing.ts";
import { heldUntilNow } from "./held.ts";

/**
 * Keys that wait for their deletion and that a plan would replace: kept, since what they encrypted is lost without them. Only what the state still
 * holds: the keys of an environment that was destroyed on purpose go with what they encrypted.
 */
export const rescueKeys: Healer = async (deployment, plan, invocation) => {
  const { healthOf } = await import("../../../operate/health.ts");
  const keys = (await heldUntilNow(deployment, plan)).filter(
    ({ type, address }) => type === "aws_kms_key" && !invocation.options.allowLoss?.includes(address),
  );
  const waiting: Waiting[] = [];
  for (const key of keys) {
    const health = await healthOf(awsPlace(deployment), key);
    if (health?.kind === "pending-deletion") waiting.push({ key, until: health.until });
  }
  if (waiting.length === 0) return [];
  if (!plan.acts) {
    for (const one of waiting)
      plan.later(
        one.key.address,
        `${told(one)} The plan makes a new key; apply offers to keep this one instead.`,
      );
    return [];
  }
  return rescued(deployment, waiting, invocation);
};

interface Waiting {
  readonly key: StateResource;
  readonly until?: Date;
}

async function rescued(
  deployment: Deployment,
  waiting: readonly Waiting[],
  invocation: Invocation,
): Promise<string[]> {
  const { screen, options } = invocation;
  for (const one of waiting) screen.say(...noteLines(told(one), screen.look, "!"));
  await confirmed(invocation, {
    question: `Cancel the deletion of ${waiting.length === 1 ? "this key" : `these ${waiting.length} keys`}, and go on with it? (To let one go: --allow-loss <address>)`,
    command: nextCommand("apply", deployment, { overrides: options.var }),
  });
  const { keepKey } = await import("../../../operate/keep-key.ts");
  const done: string[] = [];
  for (const { key } of waiting) {
    await keepKey(awsPlace(deployment), String(key.attributes.arn));
    done.push(`${key.address} is kept: its deletion is cancelled, and it is enabled again.`);
  }
  return done;
}

const told = ({ key: { address, attributes }, until }: Waiting): string =>
  `Somebody scheduled the key ${attributes.key_id} (${address}) for deletion${until ? `, on ${until.toISOString().slice(0, 10)}` : ""}: what it encrypted cannot be read any more, and never again after that day.`;
