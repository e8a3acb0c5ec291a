import type { AwsClients } from "../../operate/leftovers/clients.ts";
import type { Estate } from "../../operate/leftovers/estate.ts";
import type { Leftover } from "../../operate/leftovers/leftover.ts";
import type { Patience } from "../../operate/leftovers/sweeping.ts";
import { printable } from "../../terraform/printable.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { step } from "../step.ts";
import { nameOf } from "../views/leftovers.ts";
import { noteLines } from "../views/text.ts";

/** What was done about leftovers, for `--json`. */
export interface Removed {
  readonly emptied: readonly { readonly name: string; readonly kind: string; readonly count: number }[];
  readonly swept: readonly { readonly id: string; readonly kind: string }[];
  readonly kept: readonly { readonly id: string; readonly kind: string; readonly reason: string }[];
}

const number = (many: number): string => many.toLocaleString("en-US");

/** On the embedded AWS what was deleted is gone at once, unless it is told to take AWS's time. */
export const patienceFor = ({ local }: Pick<Deployment, "local">): Patience =>
  local ? { pause: 0.5, interfaces: 120, nodeGroups: 300 } : {};

/** Empties what is to be emptied, and says how far it is. */
export async function emptyAll(
  aws: AwsClients,
  these: readonly Pick<Leftover, "kind" | "id" | "name" | "count" | "more">[],
  { screen }: Pick<Invocation, "screen">,
): Promise<Removed["emptied"]> {
  const { emptyBucket, emptyRepository } = await import("../../operate/leftovers/emptying.ts");
  const emptied: { name: string; kind: string; count: number }[] = [];
  for (const { kind, id, name, count = 0, more } of these) {
    const total = more || count === 0 ? "" : ` of ${number(count)}`;
    const done = await step(
      screen,
      `Emptying ${nameOf({ kind, name })}`,
      (say) => {
        const tell = (gone: number) => say(`${number(gone)}${total} gone`);
        return kind === "bucket" ? emptyBucket(aws.s3, id, tell) : emptyRepository(aws.ecr, id, tell);
      },
      { always: true },
    );
    emptied.push({ name, kind, count: done });
  }
  return emptied;
}

/** Sweeps what is to be swept, and says what it waits for. */
export async function sweepAll(
  deployment: Pick<Deployment, "local">,
  { aws, estate, these }: { aws: AwsClients; estate: Estate; these: readonly Leftover[] },
  { screen }: Pick<Invocation, "screen">,
): Promise<Pick<Removed, "swept" | "kept">> {
  if (these.length === 0) return { swept: [], kept: [] };
  const { sweep } = await import("../../operate/leftovers/sweeping.ts");
  const { done, kept } = await step(
    screen,
    "Sweeping what controllers left",
    (say) => sweep(these, { aws, estate, say, patience: patienceFor(deployment) }),
    { always: true },
  );
  for (const { leftover, reason } of kept)
    screen.say(...noteLines(`AWS keeps the ${nameOf(leftover)} for now: ${printable(reason)}`, screen.look));
  return {
    swept: done.map(({ id, kind }) => ({ id, kind })),
    kept: kept.map(({ leftover: { id, kind }, reason }) => ({ id, kind, reason })),
  };
}
