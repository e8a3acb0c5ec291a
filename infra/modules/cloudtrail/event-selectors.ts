import type { CloudtrailAdvancedEventSelector } from "@cdktn/provider-aws/lib/cloudtrail/index.js";

/**
 * What a trail records: all management events, and every read and write of objects in these buckets.
 * Both are said, because a trail with a selector for data events alone has its management events off.
 */
export function eventSelectors(bucketArns: readonly string[]): CloudtrailAdvancedEventSelector[] {
  const management = {
    name: "Management events",
    fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
  };
  if (bucketArns.length === 0) return [management];
  const objects = {
    name: "Objects in buckets",
    fieldSelector: [
      { field: "eventCategory", equalTo: ["Data"] },
      { field: "resources.type", equalTo: ["AWS::S3::Object"] },
      // With the slash, a bucket whose name only begins the same is not meant.
      { field: "resources.ARN", startsWith: bucketArns.map((arn) => `${arn}/`) },
    ],
  };
  return [management, objects];
}
