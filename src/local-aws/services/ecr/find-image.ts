import { type ImageIdentifier, ImageNotFoundException } from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import type { Image, Repository } from "./state.ts";

/** The image that a digest, a tag or both together name. */
export function findImage(
  { imageDigest, imageTag }: ImageIdentifier,
  repository: Repository,
): Image | undefined {
  const tagged = imageTag === undefined ? undefined : repository.imageTags.get(imageTag);
  if (imageTag !== undefined && tagged === undefined) return undefined;
  if (imageDigest !== undefined && tagged !== undefined && tagged !== imageDigest) return undefined;
  return repository.images.get(tagged ?? imageDigest ?? "");
}

/** @throws ImageNotFoundException */
export function mustFindImage(imageId: ImageIdentifier, repository: Repository, { account }: Context): Image {
  const image = findImage(imageId, repository);
  if (image) return image;
  const { imageDigest = null, imageTag = null } = imageId;
  throw exception(
    ImageNotFoundException,
    `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository with name '${repository.name}' in the registry with id '${account}'`,
  );
}

/** Tags by digest, in the order in which they were given. */
export function tagsByDigest({ imageTags }: Repository): Map<string, string[]> {
  const byDigest = new Map<string, string[]>();
  for (const [tag, digest] of imageTags) byDigest.set(digest, [...(byDigest.get(digest) ?? []), tag]);
  return byDigest;
}
