import { type OutputName, outputNames } from "../../outputs.ts";

/** staging gives out every output that there is. */
export const outs: readonly OutputName[] = outputNames;
