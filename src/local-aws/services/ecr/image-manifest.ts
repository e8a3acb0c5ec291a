import { createHash } from "node:crypto";
import { InvalidParameterException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";

interface Manifest {
  readonly mediaType?: string;
  readonly config?: Blob;
  readonly layers?: readonly Blob[];
  readonly manifests?: readonly Blob[];
}

interface Blob {
  readonly size?: number;
}

/** What ECR reads out of a manifest: its digest, its media type and the size in bytes of what it names. */
export function readManifest(text: string, mediaType: string | undefined) {
  const manifest = parse(text);
  const { config, layers = [], manifests = [] } = manifest;
  const kind = manifests.length > 0 ? "index" : "manifest";
  const blobs = [...(config ? [config] : []), ...layers];
  return {
    digest: `sha256:${createHash("sha256").update(text).digest("hex")}`,
    mediaType: mediaType ?? manifest.mediaType ?? `application/vnd.oci.image.${kind}.v1+json`,
    size: blobs.reduce((sum, { size = 0 }) => sum + size, 0),
  };
}

function parse(text: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === "object" && manifest !== null) return manifest;
  } catch {
    // Told below, as every other thing that is no manifest.
  }
  throw exception(
    InvalidParameterException,
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
  );
}
