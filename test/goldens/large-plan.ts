import type { ResourceChange } from "../../src/review/plan.ts";
import type { Sample } from "./sample.ts";

/** A plan of 2,000 resources in ten modules, made up: every action, policies, unknown values, drift. The same each time. */
export function largePlan(): Sample {
  const changes = Array.from({ length: 200 }, (_, index) => team(index)).flat();
  const resource: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { address, type } of changes) {
    const name = address.slice(type.length + 1);
    resource[type] = { ...resource[type], [name]: referring(type, name) };
  }
  return {
    plan: {
      resource_changes: changes,
      resource_drift: changes.filter(({ change }) => change.actions[0] === "update").slice(0, 50),
      output_changes: { teams: { actions: ["update"] } },
    },
    configuration: { resource },
    declared: changes
      .filter(({ change }) => change.actions[0] !== "delete")
      .map(({ address, type }, index) => ({
        address,
        module: `part-${index % 10}`,
        path: `${type}/${index}`,
      })),
  };
}

const policy = (team: number, ...actions: string[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Data", Effect: "Allow", Action: actions, Resource: `arn:aws:s3:::team-${team}/*` }],
  });

/** Ten resources of one team; what happens to them goes by the team's number. */
function team(index: number): ResourceChange[] {
  const bucket = { id: `team-${index}`, bucket: `team-${index}`, force_destroy: index % 4 === 0 };
  const role = { id: `team-${index}`, name: `team-${index}` };
  const of = (type: string, actions: string[], before?: object, after?: object, unknown?: object) =>
    change(`${type}.team_${index}`, actions, before, after, unknown);
  const leaves = index % 20 === 0;
  return [
    leaves ? of("aws_s3_bucket", ["delete"], bucket) : of("aws_s3_bucket", ["no-op"], bucket, bucket),
    leaves
      ? of("aws_s3_bucket_versioning", ["delete"], { bucket: bucket.id })
      : of("aws_s3_bucket_versioning", ["create"], undefined, { bucket: bucket.id }),
    of("aws_iam_role", ["update"], { ...role, description: "old" }, { ...role, description: "new" }),
    of(
      "aws_iam_role_policy",
      index % 2 === 0 ? ["update"] : ["no-op"],
      { role: role.id, policy: policy(index, "s3:GetObject") },
      { role: role.id, policy: policy(index, "s3:GetObject", ...(index % 4 === 0 ? ["s3:PutObject"] : [])) },
    ),
    of(
      "aws_cloudwatch_log_group",
      ["update"],
      { retention_in_days: 30 },
      { retention_in_days: index % 10 === 0 ? 7 : 90 },
    ),
    of(
      "aws_subnet",
      index % 7 === 0 ? ["delete", "create"] : ["no-op"],
      { vpc_id: "vpc-1" },
      {},
      { vpc_id: true },
    ),
    of("aws_security_group", ["create"], undefined, { name: `team-${index}` }),
    of("aws_sagemaker_model", ["create"], undefined, { name: `team-${index}` }),
    of("aws_ecr_repository", ["no-op"], { name: `team-${index}` }, { name: `team-${index}` }),
    of(
      "aws_vpc",
      index === 0 ? ["delete", "create"] : ["no-op"],
      { id: `vpc-${index}`, cidr_block: "10.0.0.0/16" },
      { cidr_block: "10.1.0.0/16" },
    ),
  ];
}

function change(
  address: string,
  actions: string[],
  before: object | undefined,
  after: object | undefined,
  unknown: object = {},
): ResourceChange {
  const replaced = actions.length === 2;
  const forced = Object.keys(unknown).length > 0 ? Object.keys(unknown) : ["cidr_block"];
  return {
    address,
    mode: "managed",
    type: address.slice(0, address.indexOf(".")),
    change: {
      actions,
      before: before ?? null,
      after: actions[0] === "delete" && !replaced ? null : (after ?? null),
      after_unknown: unknown,
      ...(replaced ? { replace_paths: forced.map((name) => [name]) } : {}),
    },
  };
}

function referring(type: string, name: string): Record<string, unknown> {
  if (type === "aws_subnet") return { vpc_id: "${aws_vpc.team_0.id}" };
  if (type === "aws_s3_bucket_versioning") return { bucket: `\${aws_s3_bucket.${name}.id}` };
  return type === "aws_iam_role_policy" ? { role: `\${aws_iam_role.${name}.id}` } : {};
}
