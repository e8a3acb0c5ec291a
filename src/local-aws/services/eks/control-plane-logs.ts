import type { Cluster, Logging, LogType } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { ensureLogGroup } from "../logs/log-groups.ts";

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
  if (enabledTypes(cluster.logging).length > 0) ensureLogGroup(`/aws/eks/${cluster.name}/cluster`, ctx);
}

function enabledTypes(logging: Logging | undefined): LogType[] {
  return (logging?.clusterLogging ?? []).flatMap(({ types = [], enabled }) => (enabled ? types : []));
}
