import { awsJson } from "../../protocols/aws-json.ts";
import { service } from "../../service.ts";
import { getResources } from "./get-resources.ts";
import { getTagKeys, getTagValues } from "./tag-names.ts";

/** The Resource Groups Tagging API: what carries which tags, over all services of a region. It keeps nothing itself. */
export const resourceGroupsTagging = service({
  signingName: "tagging",
  protocol: awsJson(),
  operations: [getResources, getTagKeys, getTagValues],
  slots: [],
  authorization: { prefix: "tag", rules: {} },
});
