import type { Inventory } from "../../operate/leftovers/inventory.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { awsPlace } from "../state-store.ts";
import { step } from "../step.ts";
import type { TheWay } from "./the-way.ts";

/** What the end of a destroy found. */
export interface Aftermath extends Inventory {
  /** Log groups that EKS had made once more, and that are gone now. */
  readonly logGroups: readonly string[];
  /** Addresses that the state still holds. */
  readonly inState: readonly string[];
}

/** EKS writes its last lines within a minute (containers-roadmap 920); on the embedded AWS at once. */
const LOOKS = { aws: { looks: 7, pause: 10 }, local: { looks: 2, pause: 0.3 } } as const;

/** Removes the log group that EKS makes once more, then looks for all that a destroy may have left. */
export async function lookAfterwards(
  deployment: Deployment,
  { estate }: TheWay,
  { screen }: Invocation,
): Promise<Aftermath> {
  const [{ removeLateLogGroups }, { inventoryAfter }, { reasonOf }] = await Promise.all([
    import("../../operate/leftovers/late-log-group.ts"),
    import("../../operate/leftovers/inventory.ts"),
    import("../../operate/leftovers/leftovers.ts"),
  ]);
  const place = awsPlace(deployment);
  const { replica_region: replica } = deployment.settings;
  const elsewhere = replica === null ? [] : [{ ...place, region: replica }];
  const gone = estate.livingClusters.map(({ name }) => name);
  // A destroy that broke off after its cluster was gone: one look at the declared ones is enough.
  const { looks, pause } = gone.length > 0 ? LOOKS[deployment.target] : { looks: 1, pause: 0 };
  const clusters = gone.length > 0 ? gone : estate.clusters;
  // Everything is destroyed by now: what may not be read is told, and spoils nothing.
  const unread: string[] = [];
  const untold = (error: Error) => {
    unread.push(`EKS's log group: ${reasonOf(error)}`);
    return [];
  };
  const logGroups =
    clusters.length === 0
      ? []
      : await step(screen, "Waiting for the last lines of EKS's log group", (say) =>
          removeLateLogGroups({ place, clusters, looks, pause, say }).catch(untold),
        );
  const found = await step(screen, "Looking for what is left", () =>
    inventoryAfter({ places: [place, ...elsewhere], tags: tagsOf(deployment), before: estate.resources }),
  );
  return {
    ...found,
    unread: [...unread, ...found.unread],
    logGroups,
    inState: await deployment.workspace.stateList(),
  };
}

/** The tags that the provider puts on everything. */
function tagsOf({ stack }: Deployment): Readonly<Record<string, string>> {
  const [aws] = stack.configuration.provider.aws ?? [];
  const { default_tags: [{ tags }] = [{ tags: {} }] } = aws as {
    default_tags?: readonly [{ readonly tags: Readonly<Record<string, string>> }];
  };
  return tags;
}
