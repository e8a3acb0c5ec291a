import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** A repository that is destroyed or replaced: with its images, or not at all while it holds some. */
export const repositoryDestroyed: DangerRule = {
  id: "repository-destroyed",
  types: ["aws_ecr_repository", "aws_ecrpublic_repository"],
  check(resource) {
    if (!goes(resource)) return undefined;
    const name = valueAt(resource.before, "name") ?? valueAt(resource.before, "repository_name");
    const repository = name ? `Repository ${name}` : "The repository";
    if ((valueAt(resource.before, "force_delete") ?? valueAt(resource.before, "force_destroy")) === true)
      return {
        kind: "data-loss",
        what: `${repository} is destroyed with every image in it. Pods that need one of them cannot start again.`,
        advice: ["Push the images that still run elsewhere first."],
      };
    return {
      kind: "destroy",
      what: `${repository} is destroyed if it is empty: AWS refuses while it holds an image, and the apply stops there.`,
      advice: ["Delete the images first, or set force_delete = true and apply that before."],
    };
  },
};
