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
    account,
    arn: `arn:aws:iam::${account}:user/administrator`,
    userId: "AIDALOCALADMINISTRAT",
    accessKeyId,
    signedRegion: region,
  };
}
