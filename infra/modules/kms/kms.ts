import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import { EnvironmentStack } from "../../stack.ts";
import { eksKeyStatements } from "./eks-key.ts";
import { Key } from "./key.ts";
import { logsKeyStatements } from "./logs-key.ts";
import { s3KeyStatements } from "./s3-key.ts";

export interface KmsProps {
  /** Begins the aliases: `retail-mlops-dev` gives `alias/retail-mlops-dev-eks`, `-s3` and `-logs`. */
  readonly aliasPrefix: string;
  /** The IAM role of the cluster's control plane; it need not exist yet. */
  readonly clusterRoleName: string;
  /** Buckets whose objects the S3 key encrypts. */
  readonly bucketNames: readonly string[];
  /** Log groups that the logs key encrypts, `*` allowed. */
  readonly logGroupNames: readonly string[];
  /** The trail that is delivered under the S3 key. @default none */
  readonly trailName?: string;
  /** Days between the request to delete a key and its deletion, 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
}

/**
 * The three keys of an environment: one for the cluster, one for the data, one for the logs.
 *
 * @example
 * new Kms(stack, "kms", {
 *   aliasPrefix: "retail-mlops-dev", clusterRoleName: "retail-mlops-dev-cluster",
 *   bucketNames: ["retail-mlops-data-123456789012-ap-southeast-1"], logGroupNames: ["/aws/eks/retail-mlops-dev/*"],
 * });
 */
export class Kms extends Module {
  /** Kubernetes secrets and the volumes of nodes. */
  readonly eks: Key;
  /** Objects, container images, training volumes and the trail's files. */
  readonly s3: Key;
  /** CloudWatch Logs. */
  readonly logs: Key;

  constructor(scope: Construct, id: string, props: KmsProps) {
    super(scope, id, "kms");
    const stack = EnvironmentStack.of(this);
    const { aliasPrefix, deletionWindowDays } = props;
    this.eks = new Key(this, "eks", {
      description: "Kubernetes secrets and node volumes",
      alias: `${aliasPrefix}-eks`,
      statements: eksKeyStatements(stack, props.clusterRoleName),
      deletionWindowDays,
    });
    this.s3 = new Key(this, "s3", {
      description: "Buckets, container images and audit trail",
      alias: `${aliasPrefix}-s3`,
      statements: s3KeyStatements(stack, { bucketNames: props.bucketNames, trailName: props.trailName }),
      deletionWindowDays,
    });
    this.logs = new Key(this, "logs", {
      description: "CloudWatch log groups",
      alias: `${aliasPrefix}-logs`,
      statements: logsKeyStatements(stack, props.logGroupNames),
      deletionWindowDays,
    });
  }
}
