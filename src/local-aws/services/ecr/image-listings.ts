import {
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  type ImageDetail,
  type ImageIdentifier,
  ListImagesCommand,
  StartImageScanCommand,
  type TagStatus,
} from "@aws-sdk/client-ecr";
import type { Context } from "../../context.ts";
import { mustFindImage, tagsByDigest } from "./find-image.ts";
import { findRepository } from "./find-repository.ts";
import { page } from "./pages.ts";
import { registryOperation } from "./registry-operation.ts";
import type { Image, Repository } from "./state.ts";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html */
export const listImages = registryOperation(ListImagesCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const tags = tagsByDigest(repository);
  const ids = [...repository.images.keys()]
    .filter((digest) => fits(tags.get(digest), input.filter?.tagStatus))
    .flatMap((imageDigest): ImageIdentifier[] => {
      const tagged = tags.get(imageDigest)?.map((imageTag) => ({ imageDigest, imageTag }));
      return tagged ?? [{ imageDigest }];
    });
  const { items, nextToken } = page(
    ids,
    ({ imageDigest, imageTag = "" }) => `${imageDigest} ${imageTag}`,
    input,
  );
  return { imageIds: items, nextToken };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export const describeImages = registryOperation(DescribeImagesCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  const tags = tagsByDigest(repository);
  if (input.imageIds) {
    const found = input.imageIds.map((imageId) => mustFindImage(imageId, repository, ctx));
    return { imageDetails: [...new Set(found)].map((image) => detail(repository, image, tags, ctx)) };
  }
  const all = [...repository.images.values()].filter(({ digest }) =>
    fits(tags.get(digest), input.filter?.tagStatus),
  );
  const { items, nextToken } = page(all, ({ digest }) => digest, input);
  return { imageDetails: items.map((image) => detail(repository, image, tags, ctx)), nextToken };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html */
export const startImageScan = registryOperation(StartImageScanCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  mustFindImage(input.imageId ?? {}, repository, ctx);
  return {
    registryId: ctx.account,
    repositoryName: repository.name,
    imageId: input.imageId,
    imageScanStatus: notScanned,
  };
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
export const describeImageScanFindings = registryOperation(DescribeImageScanFindingsCommand, (input, ctx) => {
  const repository = findRepository(input, ctx);
  mustFindImage(input.imageId ?? {}, repository, ctx);
  return {
    registryId: ctx.account,
    repositoryName: repository.name,
    imageId: input.imageId,
    imageScanStatus: notScanned,
  };
});

/** There are no layers to look into: an empty list of findings would be a lie. */
const notScanned = {
  status: "UNSUPPORTED_IMAGE" as const,
  description: "UnsupportedImageError: the embedded AWS keeps manifests, and no layers that could be scanned",
};

function fits(tags: readonly string[] | undefined, wanted: TagStatus = "ANY"): boolean {
  return wanted === "ANY" || (wanted === "TAGGED") === (tags !== undefined);
}

function detail(
  { name, scanOnPush }: Repository,
  { digest, size, pushed, mediaType }: Image,
  tags: ReadonlyMap<string, string[]>,
  { account }: Context,
): ImageDetail {
  return {
    registryId: account,
    repositoryName: name,
    imageDigest: digest,
    imageTags: tags.get(digest),
    imageSizeInBytes: size,
    imagePushedAt: pushed,
    imageManifestMediaType: mediaType,
    imageScanStatus: scanOnPush ? notScanned : undefined,
  };
}
