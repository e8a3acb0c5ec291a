import { policyDocument } from "../../policy.ts";

/**
 * What may pass S3's gateway endpoint: everything for the account's own identities on the account's own buckets, and reading for whoever
 * may read. Image layers of ECR and of registry.k8s.io and the nodes' packages come from others' buckets, unsigned or signed by others;
 * nothing leaves for others' buckets, whose keys somebody brought along. With an interface endpoint's policy it says nothing of the way
 * through NAT. Source: ECR user guide on VPC endpoints, AWS's data perimeter examples, read 2026-11.
 */
export function s3EndpointPolicy(accountId: string): string {
  return policyDocument([
    {
      Sid: "OwnBuckets",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:PrincipalAccount": accountId },
        // Listing one's buckets is about no bucket, so it has no account to compare.
        StringEqualsIfExists: { "aws:ResourceAccount": accountId },
      },
    },
    { Sid: "ReadOthers", Principal: "*", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: "*" },
  ]);
}

/**
 * What may pass an interface endpoint, where it has a policy at all: calls of the account's own identities. Of ECR both endpoints have one;
 * they reach others' repositories too, since EKS's add-ons come from AWS's. STS has none: service accounts call it unsigned.
 */
export function interfaceEndpointPolicy(service: string, accountId: string): string | undefined {
  if (service !== "ecr.api" && service !== "ecr.dkr") return undefined;
  return policyDocument([
    {
      Sid: "OwnIdentities",
      Principal: "*",
      Action: "ecr:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
    },
  ]);
}
