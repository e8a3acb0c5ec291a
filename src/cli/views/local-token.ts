/** How to act as a pod with its token: by hand, and as SDKs do it. */
export function tokenUse(namespace: string, serviceAccount: string): string[] {
  const mint = `infra local token --service-account ${namespace}/${serviceAccount}`;
  return [
    "",
    "With the ARN of a role that trusts it, such as one of infra output dev --local:",
    "  aws sts assume-role-with-web-identity --role-session-name pod --role-arn ROLE_ARN \\",
    `    --web-identity-token "$(${mint})"`,
    "Or let the AWS CLI and the SDKs do so by themselves, as in a pod:",
    `  ${mint} > token`,
    "  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
    "  export AWS_WEB_IDENTITY_TOKEN_FILE=$PWD/token AWS_ROLE_ARN=ROLE_ARN",
    "  aws sts get-caller-identity",
  ];
}
