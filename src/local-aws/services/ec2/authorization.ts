import type { Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { arn, type Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import { type Involved, involved, type KindName } from "./access-table.ts";
import { idsBehind, type Named } from "./associated-ids.ts";
import type { Kind } from "./kind.ts";
import { kindOfId, kinds } from "./resource-kinds.ts";
import { ec2Slot, type Tagged } from "./state.ts";

/** How EC2's requests are put to IAM. */
export const authorization: Authorization = {
  prefix: "ec2",
  rules: Object.fromEntries(Object.entries(involved).map(([name, parts]) => [name, ruleOf(name, parts)])),
};

/** The members of requests that say more about them than which resources they involve. */
interface Input extends Named {
  readonly VpcId?: string;
  readonly SubnetId?: string;
  readonly ServiceName?: string;
  readonly DeliverLogsPermissionArn?: string;
  readonly Tags?: readonly Tag[];
  readonly TagSpecifications?: readonly TagSpecification[];
}

type Keys = Record<string, string>;
type AnyKind = Kind<Tagged>;

function ruleOf(name: string, { makes, tags, uses = {} }: Involved): AccessRule {
  const made = makes && kindNamed(makes);
  const tagged = made ?? (tags && kindNamed(tags));
  const used = Object.entries(uses);
  return (given: Input, ctx) => {
    const input = named(ctx, given);
    const questions: AccessQuestion[] = made ? [aboutNew(ctx, made, input)] : [];
    for (const [member, kind] of used)
      for (const id of idsIn(input, member)) questions.push(aboutExisting(ctx, kind, id, input.Tags));
    const tagging = tagged && aboutTags(ctx, name, input, tagged);
    if (tagging) questions.push(tagging);
    // A flow log writes with a role that its maker hands over.
    const { DeliverLogsPermissionArn: role } = input;
    if (role) questions.push(passRole(role, "vpc-flow-logs.amazonaws.com", ctx));
    // Who names nothing that is there is asked all the same.
    return questions.length > 0 ? questions : [{}];
  };
}

/** The input with the ids behind what it names otherwise. */
function named(ctx: Context, input: Input): Input {
  if (!input.AssociationId && !input.LaunchTemplateName && !input.PublicIp) return input;
  return { ...idsBehind(ctx, input), ...input };
}

function kindNamed(name: KindName): AnyKind {
  return kinds[name] as unknown as AnyKind;
}

function idsIn(input: object, member: string): readonly string[] {
  const value = (input as Record<string, string | readonly string[] | undefined>)[member];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function aboutNew(ctx: Context, kind: AnyKind, input: Input): AccessQuestion {
  const keys: Keys = { "ec2:region": ctx.region };
  const vpcId = input.VpcId ?? ctx.state(ec2Slot).subnets.get(input.SubnetId ?? "")?.VpcId;
  if (vpcId) keys["ec2:vpc"] = arn(ctx, "ec2", `vpc/${vpcId}`);
  if (input.SubnetId) keys["ec2:subnet"] = arn(ctx, "ec2", `subnet/${input.SubnetId}`);
  if (input.ServiceName) keys["ec2:vpceservicename"] = input.ServiceName;
  return { resource: arn(ctx, "ec2", `${kind.type}/*`), keys, requestTags: specified(input, kind) };
}

/**
 * What is not there is asked about too: who may not delete it is not told whether it exists.
 * `tags` are those that a request puts on what exists, or takes away.
 */
function aboutExisting(
  ctx: Context,
  of: KindName | "any",
  id: string,
  tags: readonly Tag[] | undefined,
): AccessQuestion {
  const kind = of === "any" ? kindOfId(id) : kindNamed(of);
  if (!kind) return {};
  const record = kind.records(ctx.state(ec2Slot)).get(id) as (Tagged & Input) | undefined;
  return {
    resource: arn(ctx, "ec2", `${kind.type}/${id}`),
    keys: existingKeys(ctx, kind, id, record),
    resourceTags: tagsOf(record?.Tags),
    requestTags: tags && tagsOf(tags),
  };
}

function existingKeys(ctx: Context, kind: AnyKind, id: string, record: Input | undefined): Keys {
  const keys: Keys = { "ec2:region": ctx.region, [`ec2:${kind.idMember.toLowerCase()}`]: id };
  if (record?.VpcId && kind.type !== "vpc") keys["ec2:vpc"] = arn(ctx, "ec2", `vpc/${record.VpcId}`);
  if (record?.SubnetId && kind.type !== "subnet")
    keys["ec2:subnet"] = arn(ctx, "ec2", `subnet/${record.SubnetId}`);
  if (record?.ServiceName) keys["ec2:vpceservicename"] = record.ServiceName;
  return keys;
}

/** Who makes something with tags needs `ec2:CreateTags` for it as well. */
function aboutTags(ctx: Context, operation: string, input: Input, kind: AnyKind): AccessQuestion | undefined {
  const requestTags = specified(input, kind);
  if (!requestTags) return undefined;
  const keys = { "ec2:region": ctx.region, "ec2:createaction": operation };
  return { action: "ec2:CreateTags", resource: arn(ctx, "ec2", `${kind.type}/*`), keys, requestTags };
}

/** The tags that a request has for what it makes; undefined where there are none. */
function specified({ TagSpecifications }: Input, { type }: AnyKind) {
  const own = TagSpecifications?.filter(({ ResourceType, Tags }) => ResourceType === type && Tags?.length);
  return own?.length ? tagsOf(own.flatMap(({ Tags = [] }) => Tags)) : undefined;
}

function tagsOf(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  const byKey: Record<string, string> = {};
  for (const { Key = "", Value = "" } of tags) byKey[Key] = Value;
  return byKey;
}
