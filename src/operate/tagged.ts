import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { type AwsPlace, clientOptions } from "./access.ts";

/** Something in the account that carries our tags. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything in one region that carries all these tags, as AWS's tag index knows it: a moment late, and without IAM's roles. */
export async function findTagged(
  place: AwsPlace,
  tags: Readonly<Record<string, string>>,
): Promise<TaggedResource[]> {
  const client = new ResourceGroupsTaggingAPIClient(clientOptions(place));
  const TagFilters = Object.entries(tags).map(([Key, value]) => ({ Key, Values: [value] }));
  const found: TaggedResource[] = [];
  try {
    for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
      for (const { ResourceARN = "", Tags = [] } of ResourceTagMappingList)
        found.push({
          arn: ResourceARN,
          tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
        });
    }
    return found;
  } finally {
    client.destroy();
  }
}
