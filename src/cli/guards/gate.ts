import { guardedTypes } from "../../../infra/guarded-types.ts";
import { type Loss, lossesOf, unknownAmong } from "../../review/gate.ts";
import { awsFailure } from "../aws-failures.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { Declined, UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { nextCommand, quoted } from "../next-command.ts";
import type { SavedPlan } from "../planning/saved-plan.ts";
import { awsPlace } from "../state-store.ts";
import { noteLines } from "../views/text.ts";
import { ALLOW_STATE } from "./lost-state.ts";

/** What of a plan is stopped unless it is named: by `--allow-loss`, or typed. */
export const gateOf = ({ summary, mode }: Pick<SavedPlan, "summary" | "mode">): readonly Loss[] =>
  mode === "destroy" ? [] : lossesOf(summary, guardedTypes);

/** What to add to an apply of this plan, so that the gate lets it pass; as a shell takes it. */
export const allowing = (plan: SavedPlan): string[] =>
  plan.mending ? [] : gateOf(plan).flatMap(({ address }) => ["--allow-loss", quoted(address)]);

/** @throws UserError when a plan deletes or replaces what must not be lost by accident, and nobody named it */
export async function refuseLoss(
  deployment: Deployment,
  plan: SavedPlan,
  invocation: Invocation,
): Promise<void> {
  const { io, options, screen } = invocation;
  const named = (options.allowLoss ?? []).filter((address) => address !== ALLOW_STATE);
  refuseUnknown(named, deployment, plan);
  const unnamed = gateOf(plan).filter(({ address }) => !named.includes(address));
  const losses: Loss[] = [];
  for (const loss of unnamed) {
    const useless = loss.tainted ? await uselessness(deployment, loss) : undefined;
    if (useless) screen.say(...noteLines(`${loss.address} may go: ${useless}.`, screen.look));
    else losses.push(loss);
  }
  if (losses.length === 0) return;
  if (!io.interactive || options.yes) throw lossError(deployment, losses, invocation);
  for (const { address, action, lost } of losses) {
    const verb = action === "delete" ? "deleted" : "destroyed and made anew";
    const question = `${address} is ${verb}: ${lost}. Type its address to let that happen:`;
    const answer = (await io.ask(question, address))?.trim();
    if (answer !== address)
      throw new Declined(
        answer ? `"${answer}" is not "${address}": nothing was changed.` : "Nothing was changed.",
      );
  }
}

/** Why nothing is lost with something that a run left unfinished: AWS itself says that it failed, or that it is not there. */
async function uselessness(deployment: Deployment, { address, type }: Loss): Promise<string | undefined> {
  const { healthOf } = await import("../../operate/health.ts");
  try {
    const resources = await deployment.workspace.stateResources();
    const found = resources.find((one) => one.address === address);
    const health = found && (await healthOf(awsPlace(deployment), { type, attributes: found.attributes }));
    if (health?.kind === "gone") return "it is not there any more";
    return health?.kind === "failed" ? health.why : undefined;
  } catch (error) {
    // Whoever cannot know stops.
    if (!awsFailure(error)) throw error;
    return undefined;
  }
}

function refuseUnknown(named: readonly string[], { stack }: Deployment, { summary }: SavedPlan): void {
  const unknown = unknownAmong(named, summary, stack.resources);
  if (unknown.length === 0) return;
  const losing = lossesOf(summary, guardedTypes).map(({ address }) => address);
  const all = [...losing, ...stack.resources.map(({ address }) => address)];
  throw new UserError("--allow-loss names what this plan does not know. Nothing was changed.", {
    problems: unknown.map((address) => {
      const meant = nearest(address, all);
      return {
        subject: "--allow-loss",
        received: address,
        expected: losing.length > 0 ? `one of ${losing.join(", ")}` : "nothing: this plan loses nothing",
        fix: meant ? `Write --allow-loss ${meant}.` : "Leave it out.",
      };
    }),
  });
}

function lossError(deployment: Deployment, losses: readonly Loss[], { options }: Invocation): UserError {
  const { environment } = deployment;
  const count = losses.length === 1 ? "what" : `${losses.length} things that`;
  const flags = [...(options.allowLoss ?? []), ...losses.map(({ address }) => address)].flatMap((one) => [
    "--allow-loss",
    quoted(one),
  ]);
  const command = (name: string, more: readonly string[] = []) =>
    `  ${nextCommand(name, deployment, { overrides: options.var, flags: more })}`;
  const tainted = losses.filter((one) => one.tainted);
  return new UserError(
    `The plan would destroy ${count} must not be lost by accident in ${environment}. Nothing was changed; --yes does not answer this.`,
    {
      problems: losses.map(({ address, action, lost, why }) => ({
        subject: address,
        received: `${action === "delete" ? "it is deleted" : "it is destroyed and made anew"}: ${why}`,
        expected: `that it stays, and with it ${lost}`,
      })),
      next: [
        "To keep it, take back the change of settings or sources that asks for this, then plan again.",
        ...(tainted.length > 0
          ? ["What is only marked as unfinished, and is well, is kept by a new plan:", command("apply")]
          : []),
        "If it may be lost, name it:",
        command("apply", [...flags, ...(options.yes ? ["--yes"] : [])]),
      ],
    },
  );
}
