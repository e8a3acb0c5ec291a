import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  RegistryScanningConfiguration,
  ReplicationRule,
} from "@aws-sdk/client-ecr";
import { slot } from "../../store.ts";

/** A registry: ECR of one account and region. */
export interface EcrState {
  readonly repositories: Map<string, Repository>;
  replicationRules: ReplicationRule[];
  scanning: RegistryScanningConfiguration;
  /** JSON text. */
  policy?: string;
  /** Settings that differ from their defaults, by name. */
  readonly settings: Map<string, string>;
}

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly created: Date;
  readonly encryption: EncryptionConfiguration;
  /** Under the repository's key; they end with it. */
  readonly grants: readonly string[];
  mutability: ImageTagMutability;
  exclusions?: ImageTagMutabilityExclusionFilter[];
  scanOnPush: boolean;
  /** Value by key. */
  readonly tags: Map<string, string>;
  /** JSON text. */
  lifecyclePolicy?: string;
  /** JSON text. */
  policy?: string;
  /** By digest. */
  readonly images: Map<string, Image>;
  /** Digest by image tag. */
  readonly imageTags: Map<string, string>;
}

export interface Image {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  /** Bytes of everything that the manifest names. */
  readonly size: number;
  readonly pushed: Date;
}

export const ecrSlot = slot<EcrState>({
  name: "ecr",
  scope: "region",
  create: () => ({
    repositories: new Map(),
    replicationRules: [],
    scanning: { scanType: "BASIC", rules: [] },
    settings: new Map(),
  }),
  inventory: ({ repositories, replicationRules, policy }) => [
    ...[...repositories.keys()].map((id) => ({ type: "AWS::ECR::Repository", id })),
    ...(replicationRules.length > 0
      ? [{ type: "AWS::ECR::ReplicationConfiguration", id: "replication" }]
      : []),
    ...(policy === undefined ? [] : [{ type: "AWS::ECR::RegistryPolicy", id: "policy" }]),
  ],
});
