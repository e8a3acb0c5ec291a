import type { Invocation } from "../command.ts";
export default async (_: Invocation): Promise<undefined> => undefined;
