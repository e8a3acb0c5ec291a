/** Whose token it is. */
interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly cluster: string;
  readonly account: string;
}

/** How to act as the pod: by hand, and as SDKs do it. */
export function tokenUse({ namespace, serviceAccount, cluster, account }: ServiceAccount): string[] {
  const mint = `infra local token --service-account ${namespace}/${serviceAccount}`;
  const role = `arn:aws:iam::${account}:role/${cluster}-${serviceAccount}`;
  return [
    "",
    "Exchange it for the keys of a role (here the name that this project would give it):",
    `  aws sts assume-role-with-web-identity --role-session-name pod --role-arn ${role} --web-identity-token "$(${mint})"`,
    "Or let the AWS CLI and the SDKs do so by themselves, as in a pod:",
    `  ${mint} > token`,
    "  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
    `  export AWS_WEB_IDENTITY_TOKEN_FILE=$PWD/token AWS_ROLE_ARN=${role}`,
    "  aws sts get-caller-identity",
  ];
}
