import { Construct } from "constructs";

/** The name of a module's folder, or `root`: what a resource belongs to in summaries, costs and pictures. */
export type ModuleKind = string;

/** A group of resources that exists once per environment: its resources are named by their own ids (`aws_subnet.private_a`). */
export abstract class Module extends Construct {
  readonly kind: ModuleKind;

  protected constructor(scope: Construct, id: string, kind: ModuleKind) {
    super(scope, checkedId(id));
    this.kind = kind;
  }
}

/** A group of resources that exists several times: its resources carry the instance's id in front (`aws_s3_bucket_versioning.data`). */
export abstract class NamedModule extends Module {}

/** The nearest module around a construct, itself included; `undefined` directly under a stack. */
export function moduleOf(construct: Construct): Module | undefined {
  return construct.node.scopes.findLast((scope): scope is Module => scope instanceof Module);
}

/** Ids become Terraform names, so they are held to Terraform's manner: snake_case, never a hash. */
function checkedId(id: string): string {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(id)) throw new Error(`Construct id "${id}" is not snake_case.`);
  return id;
}
