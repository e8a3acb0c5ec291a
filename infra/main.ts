import { TerraformOutput } from "cdktn";
import { CloudTrail, trailLogGroupName } from "./modules/cloudtrail/cloudtrail.ts";
import { Ecr } from "./modules/ecr/ecr.ts";
import type { Repository } from "./modules/ecr/repository.ts";
import { Eks } from "./modules/eks/eks.ts";
import { clusterLogGroupName, clusterRoleName } from "./modules/eks/names.ts";
import type { NodeCapacity } from "./modules/eks/node-group.ts";
import { applicationLogGroupName } from "./modules/iam-irsa/fluent-bit.ts";
import { IamIrsa } from "./modules/iam-irsa/iam-irsa.ts";
import { Kms } from "./modules/kms/kms.ts";
import { Bucket } from "./modules/s3/bucket.ts";
import { Replica, ReplicaRegion } from "./modules/s3/replica.ts";
import { flowLogGroupName } from "./modules/vpc/flow-logs.ts";
import { Vpc } from "./modules/vpc/vpc.ts";
import { type BucketKind, Names } from "./names.ts";
import { type OutputName, outputNames, outputs } from "./outputs.ts";
import { SageMakerRole } from "./sagemaker-role.ts";
import { EnvironmentStack } from "./stack.ts";
import type { StateBackend } from "./state-backend.ts";
import type { Settings } from "./variables.ts";

export interface RetailForecastOptions {
  /** @default the account's state bucket, under the environment's name */
  readonly backend?: StateBackend;
  /** @default all */
  readonly outputs?: readonly OutputName[];
}

/**
 * The whole of one environment: three keys, a network, a cluster with its controllers' roles, buckets, repositories, the audit trail
 * and the role that SageMaker works as.
 *
 * @example
 * const { configuration } = new RetailForecast(settings).synthesize();
 */
export class RetailForecast extends EnvironmentStack {
  readonly settings: Settings;
  readonly names: Names;
  readonly kms: Kms;
  readonly vpc: Vpc;
  readonly eks: Eks;
  /** The roles of the cluster's controllers. */
  readonly irsa: IamIrsa;
  /** The audit trail and the access logs of the other buckets. */
  readonly logs: Bucket;
  /** Training data. */
  readonly data: Bucket;
  /** Models, and whatever else jobs produce. */
  readonly artifacts: Bucket;
  readonly ecr: Ecr<"train" | "infer">;
  readonly cloudTrail: CloudTrail;
  readonly sagemaker: SageMakerRole;
  readonly replicaRegion?: ReplicaRegion;

  constructor(settings: Settings, options: RetailForecastOptions = {}) {
    super({
      environment: settings.environment,
      accountId: settings.account_id,
      region: settings.region,
      backend: options.backend,
      deletionProtection: settings.deletion_protection,
    });
    this.settings = settings;
    this.names = new Names(settings.environment, settings.account_id);
    this.kms = this.declareKeys();
    this.vpc = this.declareNetwork();
    this.eks = this.declareCluster();
    this.irsa = this.declareControllerRoles();
    this.logs = this.declareLogsBucket();
    this.data = this.declareBucket("data");
    this.artifacts = this.declareBucket("artifacts");
    if (settings.replica_region !== null) this.replicaRegion = this.declareReplicas(settings.replica_region);
    this.ecr = this.declareRepositories();
    this.cloudTrail = this.declareTrail();
    this.sagemaker = this.declareSageMakerRole();
    this.declareOutputs(options.outputs ?? outputNames);
  }

  /** Images for training jobs. */
  get train(): Repository {
    return this.ecr.repositories.train;
  }

  /** Images for inference. */
  get infer(): Repository {
    return this.ecr.repositories.infer;
  }

  private declareKeys(): Kms {
    const { base } = this.names;
    return new Kms(this, "kms", {
      aliasPrefix: base,
      clusterRoleName: clusterRoleName(base),
      bucketNames: BUCKETS.map((kind) => this.names.bucket(kind, this.region)),
      logGroupNames: [
        clusterLogGroupName(base),
        applicationLogGroupName(base),
        flowLogGroupName(base),
        trailLogGroupName(base),
      ],
      trailName: base,
      deletionWindowDays: this.settings.force_destroy ? 7 : 30,
    });
  }

  private declareNetwork(): Vpc {
    const { vpc_cidr, zones, nat_gateways, interface_endpoints, log_retention_days } = this.settings;
    return new Vpc(this, "vpc", {
      name: this.names.base,
      cidr: vpc_cidr,
      zones,
      natGateways: nat_gateways,
      interfaceEndpoints: interface_endpoints,
      flowLogsRetentionDays: log_retention_days,
      logsKey: this.kms.logs,
    });
  }

  private declareCluster(): Eks {
    const { settings } = this;
    const spot = settings.spot_node_group;
    return new Eks(this, "eks", {
      clusterName: this.names.base,
      vpc: this.vpc,
      key: this.kms.eks,
      logsKey: this.kms.logs,
      version: settings.eks_cluster_version,
      admins: settings.cluster_admins,
      publicAccessCidrs: settings.cluster_public_access_cidrs,
      nodes: capacity(settings.node_group_instance_types, settings.node_group_scaling_config),
      spotNodes: spot ? capacity(spot.instance_types, spot.scaling_config) : undefined,
      logRetentionDays: settings.log_retention_days,
    });
  }

  private declareControllerRoles(): IamIrsa {
    return new IamIrsa(this, "iam_irsa", {
      clusterName: this.names.base,
      oidcProvider: this.eks.oidcProvider,
      vpcId: this.vpc.vpc.id,
      logsKey: this.kms.logs,
      hostedZoneIds: this.settings.hosted_zone_ids,
      logRetentionDays: this.settings.log_retention_days,
      roleNameSuffix: this.names.suffix,
    });
  }

  /** Logs stay a year at least, and as long as CloudWatch keeps its own; they are read seldom, so they move to an archive. */
  private declareLogsBucket(): Bucket {
    return new Bucket(this, "logs", {
      name: this.names.bucket("logs", this.region),
      lifecycle: {
        tier: "GLACIER_IR",
        tierAfterDays: 90,
        expireAfterDays: Math.max(365, this.settings.log_retention_days),
      },
      forceDestroy: this.settings.force_destroy,
    });
  }

  private declareBucket(kind: "data" | "artifacts"): Bucket {
    return new Bucket(this, kind, {
      name: this.names.bucket(kind, this.region),
      key: this.kms.s3,
      accessLogs: this.logs,
      forceDestroy: this.settings.force_destroy,
    });
  }

  private declareReplicas(region: string): ReplicaRegion {
    const kinds = ["data", "artifacts"] as const;
    const target = new ReplicaRegion(this, "replica", {
      region,
      bucketNames: kinds.map((kind) => this.names.bucket(kind, region)),
      aliasPrefix: this.names.base,
      deletionWindowDays: this.settings.force_destroy ? 7 : 30,
    });
    for (const kind of kinds) {
      new Replica(this, `${kind}_replica`, {
        source: this[kind],
        sourceKey: this.kms.s3,
        target,
        name: this.names.bucket(kind, region),
        roleName: `${this.names.base}-${kind}-replication`,
        forceDestroy: this.settings.force_destroy,
      });
    }
    return target;
  }

  private declareRepositories(): Ecr<"train" | "infer"> {
    return new Ecr(this, "ecr", {
      repositories: { train: this.names.repository("train"), infer: this.names.repository("infer") },
      key: this.kms.s3,
      lifecycle: {
        untaggedDays: this.settings.ecr_untagged_days,
        keepImages: this.settings.ecr_keep_images,
      },
      replica: this.replicaRegion,
      forceDelete: this.settings.force_destroy,
    });
  }

  private declareTrail(): CloudTrail {
    const { log_retention_days, trail_data_events, trail_insights } = this.settings;
    return new CloudTrail(this, "cloudtrail", {
      name: this.names.base,
      bucket: this.logs,
      key: this.kms.s3,
      logsKey: this.kms.logs,
      retentionDays: log_retention_days,
      dataEventsOf: trail_data_events ? [this.data, this.artifacts] : [],
      insights: trail_insights,
    });
  }

  private declareSageMakerRole(): SageMakerRole {
    return new SageMakerRole(this, "sagemaker_exec", {
      name: this.names.role("sagemaker-exec-role"),
      buckets: [this.data, this.artifacts],
      key: this.kms.s3,
      repositoryArns: [this.train.arn, this.infer.arn],
      policy: this.settings.sagemaker_policy,
    });
  }

  private declareOutputs(names: readonly OutputName[]): void {
    for (const name of names) {
      const { description, value } = outputs[name];
      new TerraformOutput(this, name, { description, value: value(this) });
    }
  }
}

const BUCKETS: readonly BucketKind[] = ["data", "artifacts", "logs"];

function capacity(
  instanceTypes: readonly string[],
  scaling: Settings["node_group_scaling_config"],
): NodeCapacity {
  const { min_size: minSize, desired_size: desiredSize, max_size: maxSize } = scaling;
  return { instanceTypes, minSize, desiredSize, maxSize };
}
