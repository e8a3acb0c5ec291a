import { EcrLifecyclePolicy } from "@cdktn/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktn/provider-aws/lib/ecr-repository/index.js";
import type { TerraformProvider } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import type { Key } from "../kms/key.ts";
import { type ImageLifecycle, lifecyclePolicy } from "./lifecycle-policy.ts";

export interface RepositoryProps {
  readonly name: string;
  readonly key: Key;
  /** @default untagged images go after 14 days, the newest 50 stay */
  readonly lifecycle?: ImageLifecycle;
  /** Whether destroy also deletes the images. @default false */
  readonly forceDelete?: boolean;
  /** The provider of another region. @default the environment's region */
  readonly provider?: TerraformProvider;
}

/**
 * A private image repository: tags never move, every push is scanned. Costs its storage.
 *
 * @example
 * new Repository(this, "train", { name: "retail-forecast-train", key });
 */
export class Repository extends NamedModule {
  readonly repository: EcrRepository;
  readonly lifecyclePolicy: EcrLifecyclePolicy;

  constructor(scope: Construct, id: string, props: RepositoryProps) {
    super(scope, id, "ecr");
    this.repository = this.declareRepository(props);
    this.lifecyclePolicy = this.declareLifecyclePolicy(props);
  }

  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, what images are pushed to. */
  get url(): string {
    return this.repository.repositoryUrl;
  }

  get arn(): string {
    return this.repository.arn;
  }

  private declareRepository({ name, key, forceDelete = false, provider }: RepositoryProps): EcrRepository {
    return new EcrRepository(this, "repository", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      forceDelete,
      provider,
    });
  }

  private declareLifecyclePolicy({ lifecycle = {}, provider }: RepositoryProps): EcrLifecyclePolicy {
    return new EcrLifecyclePolicy(this, "lifecycle_policy", {
      repository: this.repository.name,
      policy: lifecyclePolicy(lifecycle),
      provider,
    });
  }
}
