import { type ImageTagMutabilityExclusionFilter, InvalidParameterException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";
import type { Repository } from "./state.ts";
import { matchesWildcard } from "./wildcard.ts";

/** Wildcards in one filter. Source: the ECR user guide, "Preventing image tags from being overwritten", 2026. */
const mostWildcards = 2;

interface MutabilityInput {
  readonly imageTagMutability?: string;
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[];
}

/** Filters belong to the settings with exclusions, and to no other. @throws InvalidParameterException */
export function checkMutability({
  imageTagMutability: mutability = "MUTABLE",
  imageTagMutabilityExclusionFilters: filters,
}: MutabilityInput): void {
  const excludes = mutability.endsWith("_WITH_EXCLUSION");
  if (excludes !== (filters !== undefined))
    throw invalid(
      `ImageTagMutabilityExclusionFilters ${excludes ? "can't" : "must"} be null when imageTagMutability is set as ${mutability}`,
    );
  for (const { filter = "" } of filters ?? [])
    if (filter.split("*").length - 1 > mostWildcards)
      throw invalid(`Filter ${filter} must not have more than ${mostWildcards} wildcards`);
}

/** Whether a tag of this repository stays with the image that it was given to. */
export function isImmutable({ mutability, exclusions = [] }: Repository, tag: string): boolean {
  const excluded = exclusions.some(({ filter = "" }) => matchesWildcard(filter, tag));
  const immutable = mutability.startsWith("IMMUTABLE");
  return mutability.endsWith("_WITH_EXCLUSION") && excluded ? !immutable : immutable;
}

function invalid(why: string): InvalidParameterException {
  return exception(
    InvalidParameterException,
    `Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: '${why}'`,
  );
}
