import { arn, type Context } from "../../context.ts";
import { cloudTrailSlot } from "../cloudtrail/state.ts";
import { everyKind } from "../ec2/resource-kinds.ts";
import { ec2Slot } from "../ec2/state.ts";
import { ecrSlot } from "../ecr/state.ts";
import { type ClusterRecord, eksSlot } from "../eks/state.ts";
import { iamSlot } from "../iam/state.ts";
import { kmsSlot } from "../kms/state.ts";
import { logsSlot } from "../logs/state.ts";
import { s3Slot } from "../s3/state.ts";

/** One thing with its tags, value by key. */
export interface TaggedThing {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** What IAM has is listed in this region alone, as all that is global. */
const globalRegion = "us-east-1";

/**
 * Everything with tags in the context's account and region, by ARN. Keys that wait for their deletion are still there; roles, users, auto
 * scaling groups and access entries of EKS are not in AWS's index.
 * @see https://docs.aws.amazon.com/ARG/latest/userguide/supported-resources.html read 2026-11
 */
export function taggedThings(ctx: Context): TaggedThing[] {
  const all = [
    ...ofEc2(ctx),
    ...ctx.state(kmsSlot).keys.values(),
    ...ctx.state(ecrSlot).repositories.values(),
    ...ctx.state(logsSlot).groups.values(),
    ...ofS3(ctx),
    ...[...ctx.state(eksSlot).clusters.values()].flatMap(ofCluster),
    ...[...ctx.state(cloudTrailSlot).trails.values()].filter(({ homeRegion }) => homeRegion === ctx.region),
    ...(ctx.region === globalRegion ? ofIam(ctx) : []),
  ];
  return all.filter(({ tags }) => tags.size > 0).sort((one, other) => (one.arn < other.arn ? -1 : 1));
}

function ofEc2(ctx: Context): TaggedThing[] {
  const state = ctx.state(ec2Slot);
  return everyKind.flatMap(({ type, records }) =>
    [...records(state)]
      .filter(([, record]) => !isGone(record))
      .map(([id, { Tags = [] }]) => ({
        arn: arn(ctx, "ec2", `${type}/${id}`),
        tags: new Map(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      })),
  );
}

/** Whether its record only says that it was there. NAT gateways have a word for their state, instances an object. */
function isGone(record: object): boolean {
  const { State } = record as { State?: string | { Name?: string } };
  const state = typeof State === "object" ? State.Name : State;
  return state === "deleted" || state === "terminated";
}

function ofS3(ctx: Context): TaggedThing[] {
  return [...ctx.state(s3Slot).buckets.values()]
    .filter(({ owner, region }) => owner === ctx.account && region === ctx.region)
    .map(({ name, tags = [] }) => ({
      arn: `arn:${ctx.partition}:s3:::${name}`,
      tags: new Map(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    }));
}

function ofCluster({ cluster, nodegroups, addons }: ClusterRecord): TaggedThing[] {
  const tagged = (arn: string, tags: Record<string, string> = {}) => ({
    arn,
    tags: new Map(Object.entries(tags)),
  });
  return [
    tagged(cluster.arn, cluster.tags),
    ...[...nodegroups.values()].map(({ nodegroupArn, tags }) => tagged(nodegroupArn, tags)),
    ...[...addons.values()].map(({ addonArn, tags }) => tagged(addonArn, tags)),
  ];
}

function ofIam(ctx: Context): TaggedThing[] {
  const { policies, oidcProviders, instanceProfiles } = ctx.state(iamSlot);
  return [...policies.values(), ...oidcProviders.values(), ...instanceProfiles.values()];
}
