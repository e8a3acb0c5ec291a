import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  type Image as DescribedImage,
  ImageAlreadyExistsException,
  ImageDigestDoesNotMatchException,
  type ImageFailure,
  type ImageIdentifier,
  ImageTagAlreadyExistsException,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { findImage } from "./find-image.ts";
import { findRepository } from "./find-repository.ts";
import { failure, isReferenced, referenced, undecryptable } from "./image-failures.ts";
import { readManifest } from "./image-manifest.ts";
import { replicateImage } from "./image-replication.ts";
import { limitExceeded } from "./limits.ts";
import { registryOperation } from "./registry-operation.ts";
import { keyProblem, requireRepositoryKey } from "./repository-key.ts";
import type { Image, Repository } from "./state.ts";
import { isImmutable } from "./tag-mutability.ts";

/** Layers are not looked at. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
export const putImage = registryOperation(PutImageCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const { imageManifest: manifest = "", imageTag: tag } = input;
  requireRepositoryKey(repository, ctx);
  const read = readManifest(manifest, input.imageManifestMediaType);
  if (input.imageDigest !== undefined && input.imageDigest !== read.digest)
    throw exception(
      ImageDigestDoesNotMatchException,
      `Digest '${input.imageDigest}' does not match the calculated digest '${read.digest}' of the image manifest`,
    );
  refuseRepeated(repository, read.digest, tag, ctx);
  const isNew = !repository.images.has(read.digest);
  if (isNew && repository.images.size >= ctx.quota("ecr:images-per-repository")) throw limitExceeded();
  const image = repository.images.get(read.digest) ?? { ...read, manifest, pushed: ctx.now() };
  repository.images.set(image.digest, image);
  if (tag !== undefined) repository.imageTags.set(tag, image.digest);
  replicateImage(repository, image, tag, ctx);
  return { image: described(repository, image, { imageDigest: image.digest, imageTag: tag }, ctx) };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
export const batchGetImage = registryOperation(BatchGetImageCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const kmsError = keyProblem(repository, ctx);
  if (kmsError !== undefined)
    return {
      images: [],
      failures: (input.imageIds ?? []).map((imageId) => undecryptable(imageId, kmsError)),
    };
  const results = (input.imageIds ?? []).map((imageId) => ({
    imageId,
    image: findImage(imageId, repository),
  }));
  return {
    images: results.flatMap(({ imageId, image }) =>
      image ? [described(repository, image, { ...imageId, imageDigest: image.digest }, ctx)] : [],
    ),
    failures: results.flatMap(({ imageId, image }) => (image ? [] : [failure(imageId, repository)])),
  };
});

/** By tag, the tag goes, and with the last one the image; by digest, the image and all its tags. */
export const batchDeleteImage = registryOperation(BatchDeleteImageCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const removed: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
  for (const imageId of input.imageIds ?? []) {
    const image = findImage(imageId, repository);
    if (!image) failures.push(failure(imageId, repository));
    else if (imageId.imageTag === undefined && isReferenced(image, repository))
      failures.push(referenced(imageId, image, repository));
    else removed.push(...remove(repository, image, imageId));
  }
  return { imageIds: removed, failures };
});

function refuseRepeated(repository: Repository, digest: string, tag: string | undefined, ctx: Context): void {
  const { name, images, imageTags } = repository;
  const tagged = tag === undefined ? undefined : imageTags.get(tag);
  if (images.has(digest) && (tag === undefined || tagged === digest))
    throw exception(
      ImageAlreadyExistsException,
      `Image with digest '${digest}' and tag '${tag ?? null}' already exists in the repository with name '${name}' in registry with id '${ctx.account}'`,
    );
  if (tag !== undefined && tagged !== undefined && isImmutable(repository, tag))
    throw exception(
      ImageTagAlreadyExistsException,
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
    );
}

function remove(repository: Repository, { digest }: Image, imageId: ImageIdentifier): ImageIdentifier[] {
  const tags = [...repository.imageTags].filter(([, tagged]) => tagged === digest).map(([tag]) => tag);
  const going = imageId.imageTag === undefined ? tags : tags.filter((tag) => tag === imageId.imageTag);
  for (const tag of going) repository.imageTags.delete(tag);
  if (going.length === tags.length) repository.images.delete(digest);
  const ids = going.map((imageTag) => ({ imageDigest: digest, imageTag }));
  return ids.length > 0 ? ids : [{ imageDigest: digest }];
}

function described(
  { name }: Repository,
  { manifest, mediaType }: Image,
  imageId: ImageIdentifier,
  { account }: Context,
): DescribedImage {
  return {
    registryId: account,
    repositoryName: name,
    imageId,
    imageManifest: manifest,
    imageManifestMediaType: mediaType,
  };
}
