import type { Caller } from "./context.ts";
import type { CredentialScope } from "./credential-scope.ts";

/** The account of requests whose access key names none. */
export const defaultAccount = "123456789012";

/**
 * The administrator of an account: an access key of 12 digits is the key of that account's, every other key
 * belongs to the default account's.
 */
export function identifyCaller(scope: CredentialScope | undefined): Caller {
  const { accessKeyId = "", region } = scope ?? {};
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
  return {
    kind: "user",
    administrator: true,
    account,
    arn: `arn:aws:iam::${account}:user/administrator`,
    userId: "AIDALOCALADMINISTRAT",
    accessKeyId,
    signedRegion: region,
  };
}

/** Nobody in particular: who sends what is not signed, and in whose name time passes. */
export const nobody: Caller = {
  kind: "anonymous",
  account: "",
  arn: "",
  userId: "",
  accessKeyId: "",
  signedRegion: undefined,
};

/** A service of AWS that acts by itself, for a resource of an account: `aws:SourceArn` and `aws:SourceAccount`. */
export function serviceCaller(
  service: string,
  source: { readonly sourceArn?: string; readonly sourceAccount?: string } = {},
): Caller {
  return { ...nobody, kind: "service", service, ...source };
}
