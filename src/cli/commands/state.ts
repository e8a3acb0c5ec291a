import type { Invocation, Run } from "../command.ts";
import { type Deployment, withDeployment } from "../deployment.ts";

type Action = (deployment: Deployment, invocation: Invocation) => Promise<void>;

const actions: Readonly<Record<string, () => Promise<{ readonly default: Action }>>> = {
  history: () => import("./state/history.ts"),
  restore: () => import("./state/restore.ts"),
  pull: () => import("./state/pull.ts"),
};

/** Lists the state's versions, brings one back, or saves a copy. */
const state: Run = async (invocation) => {
  const [action = "", ...args] = invocation.args;
  const named = { ...invocation, command: `${invocation.command} ${action}`, args };
  const { default: act } = (await actions[action]?.()) ?? {};
  if (act) await withDeployment(named, (deployment) => act(deployment, named));
  return undefined;
};

export default state;
