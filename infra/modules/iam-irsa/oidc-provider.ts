import { IamOpenidConnectProvider } from "@cdktn/provider-aws/lib/iam-openid-connect-provider/index.js";
import { Fn } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";

export interface OidcProviderProps {
  /** The cluster's issuer, `https://oidc.eks.<region>.amazonaws.com/id/<id>`. */
  readonly issuerUrl: string;
}

/**
 * Lets IAM believe the tokens that a cluster gives to its service accounts.
 *
 * @example
 * new OidcProvider(stack, "eks", { issuerUrl: cluster.identity.get(0).oidc.get(0).issuer });
 */
export class OidcProvider extends NamedModule {
  readonly provider: IamOpenidConnectProvider;
  /** The issuer without `https://`: what the condition keys of trust policies begin with. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: OidcProviderProps) {
    super(scope, id, "iam-irsa");
    // No thumbprints: IAM trusts EKS's issuers by its own list of authorities, and an empty list would differ at every plan.
    this.provider = new IamOpenidConnectProvider(this, "provider", {
      url: props.issuerUrl,
      clientIdList: ["sts.amazonaws.com"],
    });
    this.issuer = Fn.replace(this.provider.url, "https://", "");
  }

  get arn(): string {
    return this.provider.arn;
  }
}
