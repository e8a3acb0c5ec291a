import type { Cluster, Logging, LogType } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { outcomeOf } from "../../faults/outcomes.ts";
import type { EndedCall } from "../../service.ts";
import { ensureLogGroup } from "../logs/log-groups.ts";
import { type ClusterRecord, lateLogsSlot } from "./state.ts";

const logTypes: readonly LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** A cluster's logging as EKS shows it: every type once, under enabled or under disabled. */
export function loggingOf(asked: Logging | undefined, before?: Logging): Logging {
  const enabled = new Set(enabledTypes(before));
  for (const { types = [], enabled: on } of asked?.clusterLogging ?? [])
    for (const type of types) {
      if (on) enabled.add(type);
      else enabled.delete(type);
    }
  const parts = [true, false].map((on) => ({
    types: logTypes.filter((type) => enabled.has(type) === on),
    enabled: on,
  }));
  return { clusterLogging: parts.filter(({ types }) => types.length > 0) };
}

/**
 * The control plane writes to `/aws/eks/<name>/cluster` and makes that group itself, without encryption or retention,
 * where nobody made it before.
 */
export function createLogGroup(cluster: Pick<Cluster, "name" | "logging">, ctx: Context): void {
  if (enabledTypes(cluster.logging).length > 0) ensureLogGroup(groupOf(cluster.name), ctx);
}

/** Decides, when a cluster's deletion begins, whether its last lines come after its log group is gone. */
export function foretellLateLogs({ cluster }: ClusterRecord, ctx: Context): void {
  if (enabledTypes(cluster.logging).length === 0) return;
  const late = outcomeOf(ctx, { kind: "log-group", name: cluster.name });
  if (late) ctx.state(lateLogsSlot).groups.add(groupOf(cluster.name));
}

/** EKS writes a cluster's last lines to a group that was deleted, and so makes it once more (containers-roadmap 920). */
export function writeLateLogs({ service, operation, input, refusal, ctx }: EndedCall): void {
  if (service.signingName !== "logs" || operation.name !== "DeleteLogGroup" || refusal) return;
  const { logGroupName = "" } = input as { readonly logGroupName?: string };
  if (ctx.state(lateLogsSlot).groups.delete(logGroupName)) ensureLogGroup(logGroupName, ctx);
}

const groupOf = (cluster: string | undefined): string => `/aws/eks/${cluster}/cluster`;

function enabledTypes(logging: Logging | undefined): LogType[] {
  return (logging?.clusterLogging ?? []).flatMap(({ types = [], enabled }) => (enabled ? types : []));
}
