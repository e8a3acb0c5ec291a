import { awsQuery } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import { assumeRole } from "./assume-role.ts";
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
import { stsAuthorization } from "./authorization.ts";
import { decodeAuthorizationMessage } from "./authorization-message.ts";
import { getAccessKeyInfo, getCallerIdentity } from "./caller-identity.ts";
import { getFederationToken, getSessionToken } from "./session-tokens.ts";
import { signingKeySlot } from "./signing-key.ts";
import { stsSlot } from "./state.ts";

export const sts = service({
  signingName: "sts",
  protocol: awsQuery({ xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/" }),
  authorization: stsAuthorization,
  operations: [
    getCallerIdentity,
    getAccessKeyInfo,
    assumeRole,
    assumeRoleWithWebIdentity,
    getSessionToken,
    getFederationToken,
    decodeAuthorizationMessage,
  ],
  slots: [stsSlot, signingKeySlot],
});
