import type { Invocation } from "../command.ts";
import { withDeployment } from "../deployment.ts";

export default async function state(invocation: Invocation): Promise<undefined> {
  await withDeployment(invocation, async () => undefined);
  return undefined;
}
