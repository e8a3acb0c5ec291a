import type { AccessRequest, Decision } from "./access.ts";

/** What AWS's evaluation logic makes of a request and all the policies that speak about it. */
export function evaluate(_request: AccessRequest): Decision {
  return { decision: "allowed", matched: [], missingKeys: [] };
}
