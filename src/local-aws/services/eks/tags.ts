import {
  ListTagsForResourceCommand,
  NotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type ClusterRecord, eksSlot } from "./state.ts";

interface Tagged {
  tags?: Record<string, string> | undefined;
}

export const tagResource = operation(TagResourceCommand, ({ resourceArn, tags }, ctx) => {
  const found = findTagged(resourceArn, ctx);
  found.tags = { ...found.tags, ...tags };
  return {};
});

export const untagResource = operation(UntagResourceCommand, ({ resourceArn, tagKeys = [] }, ctx) => {
  const found = findTagged(resourceArn, ctx);
  const gone = new Set(tagKeys);
  found.tags = Object.fromEntries(Object.entries(found.tags ?? {}).filter(([key]) => !gone.has(key)));
  return {};
});

export const listTagsForResource = operation(ListTagsForResourceCommand, ({ resourceArn }, ctx) => ({
  tags: findTagged(resourceArn, ctx).tags ?? {},
}));

/** Where the things of a cluster are, by the first word of their ARN's resource. */
const finders: Readonly<Record<string, (record: ClusterRecord, arn: string) => Tagged | undefined>> = {
  cluster: ({ cluster }, arn) => (cluster.arn === arn ? cluster : undefined),
  nodegroup: ({ nodegroups }, arn) =>
    [...nodegroups.values()].find(({ nodegroupArn }) => nodegroupArn === arn),
  addon: ({ addons }, arn) => [...addons.values()].find(({ addonArn }) => addonArn === arn),
  "access-entry": ({ accessEntries }, arn) =>
    [...accessEntries.values()].find(({ entry }) => entry.accessEntryArn === arn)?.entry,
  podidentityassociation: ({ podIdentities }, arn) =>
    [...podIdentities.values()].find(({ associationArn }) => associationArn === arn),
  identityproviderconfig: ({ identityProviders }, arn) =>
    [...identityProviders.values()].find(
      ({ identityProviderConfigArn }) => identityProviderConfigArn === arn,
    ),
};

/** @throws NotFoundException */
function findTagged(resourceArn: string | undefined, ctx: Context): Tagged {
  const found = taggedOf(resourceArn ?? "", ctx);
  if (!found) throw exception(NotFoundException, `No resource found for ARN: ${resourceArn}`);
  return found;
}

/** What has this ARN, as far as its tags go. */
export function taggedOf(resourceArn: string, ctx: Context): Tagged | undefined {
  const [kind = "", clusterName = ""] = resourceArn.split(":")[5]?.split("/") ?? [];
  const record = ctx.state(eksSlot).clusters.get(clusterName);
  const find = Object.hasOwn(finders, kind) ? finders[kind] : undefined;
  return record && find?.(record, resourceArn);
}
