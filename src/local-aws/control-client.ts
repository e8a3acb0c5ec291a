import type { Denial } from "./iam/access-log.ts";
import type { ServiceAccountToken } from "./services/sts/service-account-token.ts";
import type { TimeReport } from "./time-control.ts";

/** The embedded AWS did not do what it was asked for beside AWS's own operations: `message` says why. */
export class ControlRefused extends Error {
  override readonly name = "ControlRefused";
}

/** A denial as it travels: its time is ISO 8601. */
export type ReportedDenial = Omit<Denial, "time"> & { readonly time: string };

/** What a service account's token is asked for with. */
export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly cluster: string;
  readonly audience?: string;
  readonly account: string;
  readonly region: string;
}

/** The last requests that IAM said no to, the oldest first. */
export function denials(endpoint: string): Promise<readonly ReportedDenial[]> {
  return ask(endpoint, "GET", "denials");
}

/** How often each caller was allowed each action. */
export function allowedActions(endpoint: string): Promise<Record<string, Record<string, number>>> {
  return ask(endpoint, "GET", "actions");
}

/** How fast AWS's time passes, and what is under way. */
export function timeReport(endpoint: string): Promise<TimeReport> {
  return ask(endpoint, "GET", "time");
}

/** Changes how fast AWS's time passes: `real`, `off` or `x<factor>`. @throws ControlRefused */
export function setTime(endpoint: string, awsTime: string): Promise<TimeReport> {
  return ask(endpoint, "PUT", "time", JSON.stringify({ awsTime }));
}

/** Mints the token that a pod of the service account would find in its file. @throws ControlRefused */
export function mintToken(endpoint: string, request: TokenRequest): Promise<ServiceAccountToken> {
  return ask(endpoint, "POST", "tokens", JSON.stringify(request));
}

async function ask<T>(endpoint: string, method: string, path: string, body?: string): Promise<T> {
  const response = await fetch(`${endpoint}/_local/${path}`, { method, body });
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new ControlRefused(answer.message);
  return answer;
}
