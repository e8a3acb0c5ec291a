import { type AwsPlace, clientOptions } from "../access.ts";

export interface LateLogGroupProps {
  readonly place: AwsPlace;
  /** Names of clusters that are gone. */
  readonly clusters: readonly string[];
  /** How often to look, and the seconds between two looks. */
  readonly looks: number;
  readonly pause: number;
  readonly say?: (what: string) => void;
}

/**
 * EKS writes the last lines of a control plane after its cluster is gone, and with them makes the log group anew that Terraform has deleted: unencrypted,
 * kept for ever, and in the way of the next cluster of that name (containers-roadmap 920, terraform-provider-aws 2763). Looks for it a few times and
 * deletes it; a group that has a key or a retention was made by somebody, and one whose cluster is there is in use: those stay. Returns the names of the
 * groups that were deleted.
 */
export async function removeLateLogGroups(props: LateLogGroupProps): Promise<string[]> {
  const { place, clusters, looks, pause, say } = props;
  if (clusters.length === 0) return [];
  const { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } = await import(
    "@aws-sdk/client-cloudwatch-logs"
  );
  const logs = new CloudWatchLogsClient(clientOptions(place));
  const isThere = async (name: string) => {
    const { DescribeClusterCommand, EKSClient } = await import("@aws-sdk/client-eks");
    const eks = new EKSClient(clientOptions(place));
    try {
      await eks.send(new DescribeClusterCommand({ name }));
      return true;
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") return false;
      throw error;
    } finally {
      eks.destroy();
    }
  };
  const removed = new Set<string>();
  try {
    for (let look = 0; look < looks; look++) {
      if (look > 0) await new Promise((done) => setTimeout(done, pause * 1000));
      say?.(`look ${look + 1} of ${looks}`);
      for (const cluster of clusters) {
        const logGroupName = `/aws/eks/${cluster}/cluster`;
        const { logGroups = [] } = await logs.send(
          new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
        );
        const found = logGroups.find((one) => one.logGroupName === logGroupName);
        if (!found || found.kmsKeyId || found.retentionInDays || (await isThere(cluster))) continue;
        await logs.send(new DeleteLogGroupCommand({ logGroupName }));
        removed.add(logGroupName);
      }
    }
    return [...removed];
  } finally {
    logs.destroy();
  }
}
