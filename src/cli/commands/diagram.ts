import { type Invocation, printJson } from "../command.ts";

/** Prints what there is to say. */
export default async function diagram({ io, args }: Invocation): Promise<undefined> {
  printJson(io, { environment: args[0] });
  return undefined;
}
