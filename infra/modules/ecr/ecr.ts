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

export interface EcrProps<Id extends string = string> {
  /** Repository names by short id: `{ train: "retail-forecast-train" }`. The id names them in Terraform. */
  readonly repositories: Readonly<Record<Id, string>>;
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
export class Ecr<Id extends string = string> extends Module {
  readonly repositories: Readonly<Record<Id, Repository>>;
  /** By the same ids, in the other region; empty without one. */
  readonly replicas: Readonly<Record<string, Repository>>;
  readonly replication?: EcrReplicationConfiguration;

  constructor(scope: Construct, id: string, props: EcrProps<Id>) {
    super(scope, id, "ecr");
    this.repositories = this.declareRepositories(props);
    this.replicas = props.replica ? this.declareReplicas(props, props.replica) : {};
    if (props.replica) this.replication = this.declareReplication(props, props.replica);
  }

  private declareRepositories({ repositories, key, lifecycle, forceDelete }: EcrProps<Id>) {
    return mapped(
      repositories,
      (id, name) => new Repository(this, id, { name, key, lifecycle, forceDelete }),
    );
  }

  /** Declared rather than left to ECR, which would make them unencrypted, with movable tags, and never delete them. */
  private declareReplicas(
    { repositories, lifecycle, forceDelete }: EcrProps<Id>,
    replica: ImageReplicaRegion,
  ) {
    const { key, provider } = replica;
    return mapped(
      repositories,
      (id, name) => new Repository(this, `${id}_replica`, { name, key, lifecycle, forceDelete, provider }),
    );
  }

  private declareReplication(
    { repositories }: EcrProps<Id>,
    { region }: ImageReplicaRegion,
  ): EcrReplicationConfiguration {
    const registryId = EnvironmentStack.of(this).accountId;
    return new EcrReplicationConfiguration(this, "replication_configuration", {
      replicationConfiguration: {
        rule: [
          {
            destination: [{ region, registryId }],
            repositoryFilter: Object.values<string>(repositories).map((filter) => ({
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

function mapped<Id extends string, T>(
  names: Readonly<Record<Id, string>>,
  make: (id: Id, name: string) => T,
): Record<Id, T> {
  const made = (Object.entries(names) as [Id, string][]).map(([id, name]) => [id, make(id, name)]);
  return Object.fromEntries(made) as Record<Id, T>;
}
