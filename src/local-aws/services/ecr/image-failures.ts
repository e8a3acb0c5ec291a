import { type ImageFailure, ImageFailureCode, type ImageIdentifier } from "@aws-sdk/client-ecr";
import type { Image, Repository } from "./state.ts";

/** Why a batch found no image under an id. */
export function failure(imageId: ImageIdentifier, { imageTags, images }: Repository): ImageFailure {
  const { imageDigest, imageTag } = imageId;
  if (imageDigest === undefined && imageTag === undefined)
    return {
      imageId,
      failureCode: ImageFailureCode.MissingDigestAndTag,
      failureReason: "Invalid request parameters: both tag and digest cannot be null",
    };
  if (imageDigest !== undefined && !/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(imageDigest))
    return {
      imageId,
      failureCode: ImageFailureCode.InvalidImageDigest,
      failureReason:
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    };
  if (imageDigest !== undefined && images.has(imageDigest) && imageTags.has(imageTag ?? ""))
    return {
      imageId,
      failureCode: ImageFailureCode.ImageTagDoesNotMatchDigest,
      failureReason: `Requested image tag '${imageTag}' does not map to digest '${imageDigest}'`,
    };
  return {
    imageId,
    failureCode: ImageFailureCode.ImageNotFound,
    failureReason: "Requested image not found",
  };
}

export function undecryptable(imageId: ImageIdentifier, kmsError: string): ImageFailure {
  return {
    imageId,
    failureCode: ImageFailureCode.KmsError,
    failureReason: `The image cannot be decrypted: ${kmsError}`,
  };
}

/** Whether an index in the repository names the image. */
export function isReferenced(image: Image, { images }: Repository): boolean {
  return [...images.values()].some((other) => names(other, image));
}

export function referenced(imageId: ImageIdentifier, image: Image, { images }: Repository): ImageFailure {
  const indexes = [...images.values()].filter((other) => names(other, image)).map(({ digest }) => digest);
  return {
    imageId,
    failureCode: ImageFailureCode.ImageReferencedByManifestList,
    failureReason: `Requested image referenced by manifest list: [${indexes.join(", ")}]`,
  };
}

function names({ manifest }: Image, { digest }: Image): boolean {
  const { manifests = [] } = JSON.parse(manifest) as { manifests?: readonly { digest?: string }[] };
  return manifests.some((one) => one.digest === digest);
}
