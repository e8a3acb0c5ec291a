import type { PolicyFault } from "./grammar-words.ts";

/** AWS's partitions, and `*`. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html, May 2026 */
const partitions = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
  "*",
];

/** What IAM's own resources begin with, in the order in which IAM lists them. */
const iamResources = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
];

/** What is wrong with a resource, and IAM's words for it; undefined when it is well formed. */
export function resourceProblem(resource: string): { fault: PolicyFault; about?: string } | undefined {
  const [, , vendor, ...rest] = resource.split(":");
  const about = formProblem(resource);
  if (about !== undefined) return { fault: "resource", about };
  const fieldsMissing = vendor === "" || (rest.length < 3 && resource.includes("::"));
  return fieldsMissing ? { fault: "resourceFields" } : undefined;
}

function formProblem(resource: string): string | undefined {
  if (resource === "*") return undefined;
  if (!resource.includes(":")) return `Resource ${resource} must be in ARN format or "*".`;
  // A variable's colon separates nothing.
  const fields = resource.replaceAll(/\$\{[^}]*\}/g, "*").split(":");
  const [, partition = "", vendor = "", region = "", account = ""] = fields;
  const id = fields.slice(5).join(":");
  if (!partitions.includes(partition)) {
    const rest = [vendor, region, account, id].map((field, place) =>
      fields.length > place + 2 ? field : "*",
    );
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${rest.join(":")}".`;
  }
  if (fields.length < 3 || /[*?]/.test(vendor))
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  return vendorProblem(vendor, resource, region, id);
}

/** What the services of IAM and S3 know of their own ARNs. */
function vendorProblem(vendor: string, resource: string, region: string, id: string): string | undefined {
  const regional = region !== "" && region !== "*";
  if (vendor === "s3" && regional && !id.startsWith("accesspoint/"))
    return `Resource ${resource} can not contain region information.`;
  if (vendor !== "iam") return undefined;
  if (regional) return `IAM resource ${resource} cannot contain region information.`;
  const known = id === "" || id === "root" || iamResources.some((start) => couldBegin(id, start));
  return known ? undefined : `IAM resource path must either be "*" or start with ${iamResources.join(", ")}.`;
}

/** Whether what stands before the first wildcard agrees with a beginning. */
function couldBegin(id: string, start: string): boolean {
  const [fixed = ""] = id.split(/[*?]/);
  return fixed === id ? id.startsWith(start) : start.startsWith(fixed) || fixed.startsWith(start);
}
