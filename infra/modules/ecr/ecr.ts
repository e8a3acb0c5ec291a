import { EcrReplicationConfiguration } from "@cdktn/provider-aws/lib/ecr-replication-configuration/index.js";
import type { TerraformProvider } from "cdktn";
import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";
import type { ImageLifecycle } from "./lifecycle-policy.ts";
import { Repository } from "./repository.ts";

/** Another region that images are copied to, and the key they are encrypted with there. */
export interface ImageReplicaRegion {
  readonly region: string;
  readonly provider: TerraformProvider;
  readonly key: Key;
}

export interface EcrProps {
  /** Repository names by short id: `{ train: "retail-forecast-train" }`. The id names them in Terraform. */
  readonly repositories: Readonly<Record<string, string>>;
  readonly key: Key;
  /** @default untagged images go after 14 days, the newest 50 stay */
  readonly lifecycle?: ImageLifecycle;
  /**
   * Where every push is copied to. ECR has one replication configuration per account and region, so only one environment of an
   * account may set it. @default nowhere
   */
  readonly replica?: ImageReplicaRegion;
  /** Whether destroy also deletes the images. @default false */
  readonly forceDelete?: boolean;
}

/**
 * The repositories of an environment's container images.
 *
 * @example
 * new Ecr(stack, "ecr", { repositories: { train: "retail-forecast-train", infer: "retail-forecast-infer" }, key: kms.s3 });
 */
export class Ecr extends Module {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly replicas: Readonly<Record<string, Repository>>;
  readonly replication?: EcrReplicationConfiguration;

  constructor(scope: Construct, id: string, props: EcrProps) {
    super(scope, id, "ecr");
    this.repositories = this.declareRepositories(props);
    this.replicas = props.replica ? this.declareReplicas(props, props.replica) : {};
    if (props.replica) this.replication = this.declareReplication(props, props.replica);
  }

  private declareRepositories({ repositories, key, lifecycle, forceDelete }: EcrProps) {
    return mapped(
      repositories,
      (id, name) => new Repository(this, id, { name, key, lifecycle, forceDelete }),
    );
  }

  /** Declared rather than left to ECR, which would make them unencrypted, with movable tags, and never delete them. */
  private declareReplicas({ repositories, lifecycle, forceDelete }: EcrProps, replica: ImageReplicaRegion) {
    const { key, provider } = replica;
    return mapped(
      repositories,
      (id, name) => new Repository(this, `${id}_replica`, { name, key, lifecycle, forceDelete, provider }),
    );
  }

  private declareReplication(
    { repositories }: EcrProps,
    { region }: ImageReplicaRegion,
  ): EcrReplicationConfiguration {
    const registryId = EnvironmentStack.of(this).accountId;
    return new EcrReplicationConfiguration(this, "replication_configuration", {
      replicationConfiguration: {
        rule: [
          {
            destination: [{ region, registryId }],
            repositoryFilter: Object.values(repositories).map((filter) => ({
              filter,
              filterType: "PREFIX_MATCH",
            })),
          },
        ],
      },
      dependsOn: Object.values(this.replicas).map(({ repository }) => repository),
    });
  }
}

function mapped<T>(
  names: Readonly<Record<string, string>>,
  make: (id: string, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id, make(id, name)]));
}
