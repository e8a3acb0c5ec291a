import type { Invocation } from "../command.ts";
import { UserError } from "../errors.ts";
import { denied, token } from "./local/access.ts";
import { faults, time } from "./local/day.ts";
import { reset, start, status, stop } from "./local/server.ts";

/** Runs the embedded AWS as a server of its own, says how it stands, or changes how it behaves. */
export default async function local(invocation: Invocation): Promise<undefined> {
  const [action = "", value] = invocation.args;
  if (value !== undefined && !(action in withValue)) throw tooMuch(action, value);
  await actions[action]?.(invocation);
  return undefined;
}

const withValue = { faults, time };

const actions: Readonly<Record<string, (invocation: Invocation) => Promise<void>>> = {
  start,
  status,
  stop,
  reset,
  ...withValue,
  token,
  denials: denied,
};

function tooMuch(action: string, received: string): UserError {
  return new UserError(`infra local ${action} takes no value.`, {
    problems: [{ subject: "value", received, expected: "nothing", fix: "only faults and time take one" }],
  });
}
