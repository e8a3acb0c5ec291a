import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A bucket that is destroyed or replaced: with everything in it, or not at all while it holds something. */
export const bucketDestroyed: DangerRule = {
  id: "bucket-destroyed",
  types: ["aws_s3_bucket", "aws_s3_directory_bucket"],
  check(resource) {
    if (!goes(resource)) return undefined;
    const name = valueAt(resource.before, "bucket");
    const bucket = name ? `Bucket ${name}` : "The bucket";
    if (valueAt(resource.before, "force_destroy") === true)
      return {
        kind: "data-loss",
        what: `${bucket} is destroyed with every object and every version in it.`,
        advice: ["Copy away first what is still wanted: nothing brings it back."],
      };
    return {
      kind: "destroy",
      what: `${bucket} is destroyed if it is empty: AWS refuses while it holds an object, and the apply stops there.`,
      advice: ["Empty it first, or set force_destroy = true and apply that before."],
    };
  },
};
