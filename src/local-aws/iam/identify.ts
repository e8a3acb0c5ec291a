import { administratorOf, defaultAccount, nobody } from "../caller.ts";
import type { Caller } from "../context.ts";
import { type CredentialScope, sessionTokenOf } from "../credential-scope.ts";
import type { StateView } from "../faults/injector.ts";
import { accessKeysSlot } from "../services/iam/access-key-state.ts";
import { administrator, iamSlot } from "../services/iam/state.ts";
import { stsSlot } from "../services/sts/state.ts";
import type { WireRequest } from "../wire.ts";
import { accountOfKey } from "./access-key-id.ts";
import type { CredentialProblem } from "./credential-errors.ts";

interface Asked {
  readonly scope: CredentialScope | undefined;
  readonly request: Pick<WireRequest, "headers" | "query">;
  readonly state: StateView;
  readonly now: () => Date;
}

/**
 * Who sends a request, by its access key: 12 digits are the key of that account's administrator; a key of AWS's form is a user's
 * or a session's, and must be known; every other key belongs to the default account's administrator. Signatures are not verified.
 */
export function identifyCaller(asked: Asked): Caller | CredentialProblem {
  const { scope } = asked;
  if (!scope) return nobody;
  const { accessKeyId, region } = scope;
  if (/^\d{12}$/.test(accessKeyId)) return administratorOf(accessKeyId, accessKeyId, region);
  const account = accountOfKey(accessKeyId);
  if (!account) return administratorOf(defaultAccount, accessKeyId, region);
  return accessKeyId.startsWith("ASIA") ? session(asked, account, scope) : user(asked, account, scope);
}

function session(
  { request, state, now }: Asked,
  account: string,
  { accessKeyId, region }: CredentialScope,
): Caller | CredentialProblem {
  const found = state(stsSlot, account, "").sessions.get(accessKeyId);
  if (!found) return "unknown";
  if (sessionTokenOf(request) !== found.token) return "badToken";
  if (found.caller.session.expires <= now()) return "expired";
  return { ...found.caller, accessKeyId, signedRegion: region };
}

function user(
  { state, now }: Asked,
  account: string,
  { accessKeyId, region, service }: CredentialScope,
): Caller | CredentialProblem {
  const key = state(accessKeysSlot, account, "").keys.get(accessKeyId);
  if (key?.status !== "Active") return "unknown";
  key.lastUsed = { at: now(), service, region: region ?? "us-east-1" };
  if (key.userName === administrator) return administratorOf(account, accessKeyId, region);
  const owner = state(iamSlot, account, "").users.get(key.userName.toLowerCase());
  if (!owner) return "unknown";
  return { kind: "user", account, arn: owner.arn, userId: owner.id, accessKeyId, signedRegion: region };
}
