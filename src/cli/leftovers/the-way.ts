import type { AwsClients } from "../../operate/leftovers/clients.ts";
import type { Estate } from "../../operate/leftovers/estate.ts";
import type { Found, Leftover, Remedy } from "../../operate/leftovers/leftover.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { Declined, UserError } from "../errors.ts";
import { nextCommand } from "../next-command.ts";
import { awsPlace } from "../state-store.ts";
import { step } from "../step.ts";
import { nameOf, optionFor, remedyOf, renderLeftovers } from "../views/leftovers.ts";
import { emptyAll, type Removed, sweepAll } from "./removal.ts";

/** What a destroy knows of its deployment before it begins, and may do about what is in its way. */
export interface TheWay {
  readonly aws: AwsClients;
  readonly estate: Estate;
  readonly found: Found;
  /** What was agreed to, by an option or by an answer. */
  readonly may: Readonly<Record<Exclude<Remedy, "by-hand">, boolean>>;
}

/** Looks for what would stop a destroy; afterwards the clients are closed. */
export async function withTheWay<T>(
  deployment: Deployment,
  invocation: Invocation,
  work: (way: TheWay) => Promise<T>,
): Promise<T> {
  const [{ awsClients }, { estateOf }, { findLeftovers }] = await Promise.all([
    import("../../operate/leftovers/clients.ts"),
    import("../../operate/leftovers/estate.ts"),
    import("../../operate/leftovers/leftovers.ts"),
  ]);
  const { workspace, stack } = deployment;
  const estate = estateOf(await workspace.stateResources(), declaredClusters(stack.configuration));
  const aws = await awsClients(awsPlace(deployment));
  try {
    const found = await step(invocation.screen, "Looking for what would stop it", () =>
      findLeftovers(aws, estate),
    );
    const { emptyBuckets = false, sweep = false } = invocation.options;
    return await work({ aws, estate, found, may: { empty: emptyBuckets, sweep } });
  } finally {
    aws.close();
  }
}

function declaredClusters({ resource = {} }: { readonly resource?: object }): string[] {
  const { aws_eks_cluster: clusters = {} } = resource as Record<string, Record<string, { name?: string }>>;
  return Object.values(clusters).flatMap(({ name }) => (name ? [name] : []));
}

/**
 * Gets a yes to every remedy: by its option, or by asking a person. Nothing has been removed by then.
 * @throws UserError that lists all that is in the way, where an option is missing or a person has to do it
 */
export async function agreeOnLeftovers(
  deployment: Deployment,
  way: TheWay,
  invocation: Invocation,
): Promise<TheWay> {
  const { io, screen, options } = invocation;
  const { leftovers } = way.found;
  screen.say(...renderLeftovers(way.found, screen.look));
  const byHand = leftovers.filter(({ remedy }) => remedy === "by-hand");
  const open = leftovers.filter(({ remedy }) => remedy !== "by-hand" && !way.may[remedy]);
  if (byHand.length > 0 || (open.length > 0 && (options.yes || !io.interactive)))
    throw refusal(deployment, leftovers, { byHand, open }, invocation);
  for (const one of open) if (one.remedy === "empty") await askToEmpty(one, invocation);
  const swept = open.filter(({ remedy }) => remedy === "sweep");
  if (swept.length > 0 && !(await io.confirm(`Delete ${swept.map(nameOf).join(", ")}?`)))
    throw new Declined("Nothing was changed.");
  const remedies = new Set(open.map(({ remedy }) => remedy));
  return {
    ...way,
    may: { empty: way.may.empty || remedies.has("empty"), sweep: way.may.sweep || remedies.has("sweep") },
  };
}

async function askToEmpty(one: Leftover, { io }: Invocation): Promise<void> {
  const what = one.what.replace(/^holds /, "").replace(/;.*/, "");
  const answer = await io.ask(`Delete ${what} of ${one.name}? Type ${one.name}:`, one.name);
  if (answer?.trim() === one.name) return;
  throw new Declined(
    answer ? `"${answer.trim()}" is not "${one.name}": nothing was changed.` : "Nothing was changed.",
  );
}

function refusal(
  deployment: Deployment,
  leftovers: readonly Leftover[],
  { byHand, open }: { byHand: readonly Leftover[]; open: readonly Leftover[] },
  { options }: Invocation,
): UserError {
  const given = (["emptyBuckets", "sweep", "production", "yes"] as const).filter((name) => options[name]);
  const missing = [...new Set(open.map(({ remedy }) => optionFor[remedy as keyof typeof optionFor]))];
  const flags = [...given.map((name) => FLAGS[name]), ...missing].sort();
  const command = nextCommand("destroy", deployment, { overrides: options.var, flags });
  return new UserError("Nothing was destroyed: AWS would refuse half-way. What is in the way stands above.", {
    // On a screen they stand above; whoever reads JSON gets them here.
    problems: options.json
      ? leftovers.map((one) => ({ subject: nameOf(one), received: one.what, fix: remedyOf(one) }))
      : [],
    next: [
      ...(byHand.length > 0
        ? [
            `${byHand.length === 1 ? "One of them is" : `${byHand.length} of them are`} for you to remove: the command or the setting stands beside it.`,
          ]
        : []),
      ...(missing.length > 0 ? ["To have the rest deleted with it, for good:"] : ["Then:"]),
      `  ${command}`,
    ],
  });
}

const FLAGS = {
  emptyBuckets: "--empty-buckets",
  sweep: "--sweep",
  production: "--production",
  yes: "--yes",
} as const;

/** Does what was agreed on. @throws UserError when what holds the rest would still be there */
export async function clearTheWay(
  deployment: Deployment,
  { aws, estate, found: { leftovers }, may }: TheWay,
  invocation: Invocation,
): Promise<Removed> {
  const these = (remedy: Remedy) => leftovers.filter((one) => one.remedy === remedy);
  const swept = may.sweep
    ? await sweepAll(deployment, { aws, estate, these: these("sweep") }, invocation)
    : { swept: [], kept: [] };
  // Last: what is swept may still write to a bucket.
  const emptied = may.empty ? await emptyAll(aws, these("empty"), invocation) : [];
  // Groups and interfaces of living nodes go once the nodes have: they are looked for again then.
  const holding = swept.kept.filter(({ kind }) => kind !== "security-group" && kind !== "network-interface");
  if (holding.length > 0)
    throw new UserError("Nothing of the deployment was destroyed: AWS keeps what would stop it.", {
      problems: holding.map(({ kind, id, reason }) => ({ subject: `${kind} ${id}`, received: reason })),
      next: ["Once that is settled, run the command again: it goes on from here."],
    });
  return { ...swept, emptied };
}
