import type { GetFederationTokenCommandInput } from "@aws-sdk/client-sts";
import type { Authorization } from "../../iam/authorization.ts";
import { assumeRoleQuestions } from "./trust.ts";

/** Source: "Actions, resources, and condition keys for AWS Security Token Service", read in November 2026. */
export const stsAuthorization: Authorization = {
  prefix: "sts",
  rules: {
    AssumeRole: assumeRoleQuestions,
    // The token says who asks: the handler puts it to the role's trust policy.
    AssumeRoleWithWebIdentity: () => [],
    // No permission is needed, and no denial holds.
    GetCallerIdentity: () => [],
    GetSessionToken: () => [],
    GetFederationToken: ({ Name, Tags = [] }: GetFederationTokenCommandInput, { account }) => [
      {
        resource: `arn:aws:sts::${account}:federated-user/${Name}`,
        requestTags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      },
    ],
  },
};
