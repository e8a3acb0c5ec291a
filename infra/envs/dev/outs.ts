import { type OutputName, outputNames } from "../../outputs.ts";

/** dev gives out every output that there is. */
export const outs: readonly OutputName[] = outputNames;
