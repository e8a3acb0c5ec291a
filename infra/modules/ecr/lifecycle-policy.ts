/** Which images a repository keeps. */
export interface ImageLifecycle {
  /** Days after which an image that no tag points to is removed. @default 14 */
  readonly untaggedDays?: number;
  /** How many images stay, the newest first. @default 50 */
  readonly keepImages?: number;
}

/** ECR's lifecycle policy as JSON text. The rule for any image comes last, as ECR demands. */
export function lifecyclePolicy({ untaggedDays = 14, keepImages = 50 }: ImageLifecycle): string {
  const untagged = {
    rulePriority: 1,
    description: `Remove images ${untaggedDays} days after they lost their tag or never had one`,
    selection: {
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: untaggedDays,
    },
    action: { type: "expire" },
  };
  const surplus = {
    rulePriority: 2,
    description: `Keep the newest ${keepImages} images`,
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
    action: { type: "expire" },
  };
  return JSON.stringify({ rules: [untagged, surplus] });
}
