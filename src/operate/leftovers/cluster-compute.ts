import { type EKSClient, paginateListFargateProfiles, paginateListNodegroups } from "@aws-sdk/client-eks";
import type { Finder, Leftover } from "./leftover.ts";

/** What keeps EKS from deleting a cluster: node groups and Fargate profiles that the state does not have, and its protection. */
export const clusterCompute: Finder = {
  title: "node groups and Fargate profiles of the cluster (eks:ListNodegroups, eks:ListFargateProfiles)",
  find: async ({ eks }, { livingClusters, nodeGroups }) => {
    const found = await Promise.all(
      livingClusters.map(async ({ name, deletionProtection }) => [
        ...(deletionProtection ? [protectedCluster(name)] : []),
        ...(await groupsOf(eks, name, nodeGroups)),
        ...(await profilesOf(eks, name)),
      ]),
    );
    return found.flat();
  },
};

async function groupsOf(client: EKSClient, cluster: string, known: ReadonlySet<string>): Promise<Leftover[]> {
  const found: Leftover[] = [];
  try {
    for await (const { nodegroups = [] } of paginateListNodegroups({ client }, { clusterName: cluster }))
      for (const name of nodegroups)
        if (!known.has(`${cluster}:${name}`))
          found.push({
            kind: "node-group",
            id: name,
            name,
            cluster,
            what: `a node group of ${cluster} that the state does not have`,
            remedy: "sweep",
          });
  } catch (error) {
    ignoreGone(error);
  }
  return found;
}

async function profilesOf(client: EKSClient, cluster: string): Promise<Leftover[]> {
  const found: Leftover[] = [];
  try {
    for await (const { fargateProfileNames = [] } of paginateListFargateProfiles(
      { client },
      { clusterName: cluster },
    ))
      for (const name of fargateProfileNames)
        found.push({
          kind: "fargate-profile",
          id: name,
          name,
          cluster,
          what: `a Fargate profile of ${cluster} that the state does not have`,
          remedy: "sweep",
        });
  } catch (error) {
    ignoreGone(error);
  }
  return found;
}

function protectedCluster(name: string): Leftover {
  return {
    kind: "cluster",
    id: name,
    name,
    what: "AWS protects it from deletion",
    remedy: "by-hand",
    todo: "set deletion_protection = false in terraform.tfvars, apply, and destroy then",
  };
}

function ignoreGone(error: unknown): void {
  if ((error as Error).name !== "ResourceNotFoundException") throw error;
}
