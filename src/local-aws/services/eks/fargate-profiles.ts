import { ListFargateProfilesCommand } from "@aws-sdk/client-eks";
import { operation } from "../../operation.ts";
import { findCluster } from "./find.ts";

/** There are none: nothing here runs pods, and none can be made. */
export const listFargateProfiles = operation(ListFargateProfilesCommand, ({ clusterName }, ctx) => {
  findCluster(clusterName, ctx);
  return { fargateProfileNames: [] };
});
