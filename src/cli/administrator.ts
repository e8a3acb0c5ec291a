import type { Deployment } from "./deployment.ts";

/** On a bad day our own requests are throttled like any other. */
const MAX_ATTEMPTS = 20;

/** Options of an SDK client that reaches a deployment's embedded AWS as its account's administrator. */
export function administrator({ local, settings }: Deployment) {
  return {
    region: settings.region,
    endpoint: local?.endpoint,
    credentials: { accessKeyId: settings.account_id, secretAccessKey: "local" },
    maxAttempts: MAX_ATTEMPTS,
  };
}
