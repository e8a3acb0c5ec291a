import { KmsAlias } from "@cdktn/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktn/provider-aws/lib/kms-key/index.js";
import type { TerraformProvider } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import { policyDocument, type Statement } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";

export interface KeyProps {
  readonly description: string;
  /** The key's name for people, without `alias/`; unique per account and region. */
  readonly alias: string;
  /** Who may use the key, on what. @default nobody: the account may administer it only */
  readonly statements?: readonly Statement[];
  /** Days between the request to delete the key and its deletion, 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
  /** The provider of another region, for a replica's key. @default the environment's region */
  readonly provider?: TerraformProvider;
}

/** What an administrator of a key does. No use, and no grants, by which an administrator could hand out use. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/**
 * A symmetric KMS key with yearly rotation and an alias. The account administers it; only who is named may use it.
 * Costs 1 USD a month, and 3 cents per 10,000 uses.
 *
 * @example
 * new Key(this, "logs", { description: "CloudWatch Logs", alias: "retail-mlops-dev-logs", statements: logsKeyStatements(…) });
 */
export class Key extends NamedModule {
  readonly key: KmsKey;
  readonly alias: KmsAlias;

  constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id, "kms");
    this.key = this.declareKey(props);
    this.alias = this.declareAlias(props);
  }

  get arn(): string {
    return this.key.arn;
  }

  private declareKey(props: KeyProps): KmsKey {
    return new KmsKey(this, "key", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: policyDocument([this.administration(), ...(props.statements ?? [])]),
      provider: props.provider,
    });
  }

  private declareAlias(props: KeyProps): KmsAlias {
    return new KmsAlias(this, "alias", {
      name: `alias/${props.alias}`,
      targetKeyId: this.key.keyId,
      provider: props.provider,
    });
  }

  private administration(): Statement {
    return {
      Sid: "AccountAdministers",
      Principal: { AWS: EnvironmentStack.of(this).iamArn("root") },
      Action: ADMINISTRATION,
      Resource: "*",
    };
  }
}
