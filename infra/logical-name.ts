import { type Module, NamedModule } from "./module.ts";

/**
 * The Terraform name of a resource, from its type, its own id and the module it is in, and nothing else: adding a resource never renames another.
 *
 * In a Module it is the own id (`private_a` → `aws_subnet.private_a`), in a NamedModule the instance and the own id (`data_tls_only`).
 * An own id that the type already says is left out: `versioning` of bucket `data` is `aws_s3_bucket_versioning.data`, and the VPC of module
 * `vpc` is `aws_vpc.vpc`.
 */
export function logicalName(type: string, id: string, module: Module | undefined): string {
  const saidByType = type.endsWith(`_${id}`);
  if (module === undefined) return id;
  if (saidByType) return module.node.id;
  return module instanceof NamedModule ? `${module.node.id}_${id}` : id;
}
