import type { AwsPlace } from "../operate/access.ts";
import { StateStore } from "../operate/state-store.ts";
import type { Deployment } from "./deployment.ts";

/** Where a deployment's AWS is, for our own SDK clients: its embedded AWS as administrator, or the account with the user's credentials. */
export function awsPlace({ settings, local }: Pick<Deployment, "settings" | "local">): AwsPlace {
  const { account_id: account, region } = settings;
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  return { account, region, access: local && { endpoint: local.endpoint, credentials } };
}

/** Works with the objects of a deployment's state, and lets go of the connections. */
export async function withStateStore<T>(
  deployment: Pick<Deployment, "settings" | "local" | "state">,
  work: (store: StateStore) => Promise<T>,
): Promise<T> {
  const { bucket, key, region } = deployment.state;
  const store = new StateStore({ ...awsPlace(deployment), region, bucket, key });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
