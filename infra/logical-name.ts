import { type Module, NamedModule } from "./module.ts";

/**
 * The Terraform name of a resource, from its type, its own id and the module it is in, and nothing else: adding a resource never renames
 * another.
 *
 * In a Module it is the own id (`private_a` → `aws_subnet.private_a`), in a NamedModule the instance and the own id
 * (`aws_s3_bucket.data_replica`). What the type already says at the end of an id is left out: `versioning` of bucket `data` is
 * `aws_s3_bucket_versioning.data`, `private_a_route_table` is `aws_route_table.private_a`, and the VPC of module `vpc` is `aws_vpc.vpc`.
 */
export function logicalName(type: string, id: string, module: Module | undefined): string {
  const own = withoutType(id, type);
  if (module === undefined) return own || id;
  if (own === "") return module.node.id;
  return module instanceof NamedModule ? `${module.node.id}_${own}` : own;
}

/** Removes the longest ending that id and type share, word by word: `cluster_policy` of type `aws_iam_role_policy` is `cluster`. */
function withoutType(id: string, type: string): string {
  const typeWords = type.split("_");
  const idWords = id.split("_");
  for (let count = Math.min(typeWords.length - 1, idWords.length); count > 0; count--) {
    const shared = idWords.slice(-count).join("_");
    if (shared === typeWords.slice(-count).join("_")) return idWords.slice(0, -count).join("_");
  }
  return id;
}
