import { mentioned } from "../references.ts";
import type { Attributes } from "../rules/rule.ts";
import type { PlannedChange } from "../summary.ts";
import type { ResourcePlan } from "./resource-plan.ts";

/** Which attribute of a part or setting names the resource that it belongs to, and that one's type; the nearest first. */
const belongings: readonly (readonly [types: RegExp, attribute: string, owner: string])[] = [
  [/^aws_s3_bucket_|^aws_s3_object$/, "bucket", "aws_s3_bucket"],
  [/^aws_iam_role_polic/, "role", "aws_iam_role"],
  [/^aws_iam_user_/, "user", "aws_iam_user"],
  [/^aws_ecr_(lifecycle|repository)_policy$/, "repository", "aws_ecr_repository"],
  [/^aws_kms_alias$/, "target_key_id", "aws_kms_key"],
  [/^aws_kms_(key_policy|grant)$/, "key_id", "aws_kms_key"],
  [/^aws_kms_replica_key$/, "primary_key_arn", "aws_kms_key"],
  [/^aws_eks_/, "cluster_name", "aws_eks_cluster"],
  [/^aws_route_table_association$/, "subnet_id", "aws_subnet"],
  [/^aws_route$|^aws_route_table_association$/, "route_table_id", "aws_route_table"],
  [/^aws_vpc_security_group_|^aws_security_group_rule$/, "security_group_id", "aws_security_group"],
  [/^aws_nat_gateway$/, "subnet_id", "aws_subnet"],
  [
    /^aws_(subnet|route_table|internet_gateway|security_group|default_\w+|vpc_endpoint|flow_log|network_acl)$/,
    "vpc_id",
    "aws_vpc",
  ],
  [/^aws_autoscaling_group_tag$/, "autoscaling_group_name", "aws_eks_node_group"],
  [
    /^aws_cloudwatch_log_(stream|metric_filter|subscription_filter)$/,
    "log_group_name",
    "aws_cloudwatch_log_group",
  ],
];

/** What belongs to what in a plan: by references of the configuration, or by the names and ids that the state knows. */
export class Owners {
  readonly #changes: ReadonlyMap<string, PlannedChange>;
  readonly #names = new Map<string, PlannedChange>();

  constructor(plans: readonly ResourcePlan[]) {
    this.#changes = new Map(plans.map(({ change }) => [change.address, change]));
    for (const { change, before, after } of plans) {
      for (const name of [before, after].flatMap(namesOf)) this.#names.set(`${change.type} ${name}`, change);
    }
  }

  /** The owner that the plan creates or destroys too. */
  of({ change, declared, before, after }: ResourcePlan): PlannedChange | undefined {
    for (const [types, attribute, owner] of belongings) {
      if (!types.test(change.type) || change.type === owner) continue;
      const referred = mentioned(declared?.[attribute])
        .map((address) => this.#changes.get(address))
        .find((one) => one?.type === owner);
      const value = before?.[attribute] ?? after?.[attribute];
      const found = referred ?? this.#names.get(`${owner} ${value}`);
      if (found && found.action !== "update") return found;
    }
    return undefined;
  }
}

/** What others may call a resource. */
function namesOf(attributes: Attributes | undefined): string[] {
  const { id, arn, name, bucket, key_id, resources } = attributes ?? {};
  const groups = JSON.stringify(resources ?? "").match(/(?<="name":")[^"]+/g) ?? [];
  return [id, arn, name, bucket, key_id, ...groups].flatMap((one) => (typeof one === "string" ? [one] : []));
}
