import { type Rule, verdict } from "./rule.ts";

export const ecrImmutableTags: Rule = {
  id: "ecr-immutable-tags",
  severity: "medium",
  title: "An image's tag always means the same image",
  why: "A tag that can be pushed again lets a poisoned image replace the one that was reviewed.",
  fix: "Keep image_tag_mutability at IMMUTABLE.",
  resourceType: "aws_ecr_repository",
  sources: ["FSBP ECR.2"],
  check: ({ image_tag_mutability: mutability }) => verdict(mutability === "IMMUTABLE"),
  passing: { image_tag_mutability: "IMMUTABLE" },
  failing: { image_tag_mutability: "MUTABLE" },
};
