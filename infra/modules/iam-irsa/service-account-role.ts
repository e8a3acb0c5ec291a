import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { ITerraformDependable } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import { policyDocument, type Statement } from "../../policy.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { OidcProvider } from "./oidc-provider.ts";

export interface ServiceAccountRoleProps {
  readonly oidcProvider: OidcProvider;
  /** The role's name in IAM, unique in the account. */
  readonly roleName: string;
  readonly description: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What the role may do, in a policy of its own. @default nothing of its own */
  readonly statements?: readonly Statement[];
  /** A policy that AWS maintains, e.g. `AmazonEKS_CNI_Policy`. @default none */
  readonly managedPolicy?: string;
}

/**
 * A role that exactly one service account of one cluster can assume.
 *
 * @example
 * new ServiceAccountRole(stack, "loader", {
 *   oidcProvider: eks.oidcProvider, roleName: "retail-mlops-dev-loader", description: "Loads sales into the data bucket",
 *   namespace: "forecast", serviceAccount: "loader",
 *   statements: [{ Sid: "Load", Action: "s3:PutObject", Resource: `${data.bucket.arn}/sales/*` }],
 * });
 */
export class ServiceAccountRole extends NamedModule {
  readonly role: IamRole;
  /** What grants the role its permissions: whoever uses the role at once has to wait for these. */
  readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id, "iam-irsa");
    this.role = this.declareRole(props);
    this.permissions = [...this.allow(props.statements ?? []), ...this.attach(props.managedPolicy)];
  }

  get arn(): string {
    return this.role.arn;
  }

  private declareRole(props: ServiceAccountRoleProps): IamRole {
    return new IamRole(this, "role", {
      name: props.roleName,
      description: props.description,
      assumeRolePolicy: policyDocument([trustOf(props)]),
    });
  }

  private allow(statements: readonly Statement[]): IamRolePolicy[] {
    if (statements.length === 0) return [];
    const policy = policyDocument(statements);
    return [new IamRolePolicy(this, "policy", { name: "permissions", role: this.role.id, policy })];
  }

  private attach(managedPolicy: string | undefined): IamRolePolicyAttachment[] {
    if (managedPolicy === undefined) return [];
    const policyArn = EnvironmentStack.of(this).managedPolicyArn(managedPolicy);
    return [new IamRolePolicyAttachment(this, "attachment", { role: this.role.name, policyArn })];
  }
}

/** Both are pinned: without `sub` every pod of the cluster could assume the role, without `aud` tokens meant for others would do. */
function trustOf({ oidcProvider, namespace, serviceAccount }: ServiceAccountRoleProps): Statement {
  return {
    Sid: "AssumedByServiceAccount",
    Principal: { Federated: oidcProvider.arn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${oidcProvider.issuer}:aud`]: "sts.amazonaws.com",
        [`${oidcProvider.issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  };
}
