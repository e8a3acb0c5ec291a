import {
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetTrailCommand,
  InvalidParameterCombinationException,
  ListTrailsCommand,
  MaximumNumberOfTrailsExceededException,
  OrganizationsNotInUseException,
  TrailAlreadyExistsException,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { arn, type Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { checkDestinations } from "./delivery.ts";
import { trailKeyArn } from "./delivery-key.ts";
import { defaultEventSelectors, hasCustomSelectors } from "./event-selectors.ts";
import { findTrail, requireOwnTrail, requireTrail, trailArn } from "./find.ts";
import { page } from "./page.ts";
import { cloudTrailSlot, type Trail, type TrailSettings } from "./state.ts";
import { tagMap } from "./tags.ts";
import { checkTrailName } from "./trail-name.ts";

export const createTrail = operation(CreateTrailCommand, (input, ctx) => {
  const { Name: name = "", S3BucketName = "", TagsList } = input;
  const { trails } = ctx.state(cloudTrailSlot);
  checkTrailName(name);
  const own = trailArn(ctx, name);
  if (trails.has(own))
    throw exception(TrailAlreadyExistsException, `Trail ${name} already exists for customer: ${ctx.account}`);
  const settings = changed({ ...defaults, bucket: S3BucketName }, input, ctx);
  refuseMany(ctx, settings);
  checkSettings(ctx, own, settings);
  const trail: Trail = {
    name,
    arn: own,
    homeRegion: ctx.region,
    ...settings,
    isLogging: false,
    eventSelectors: defaultEventSelectors(),
    advancedEventSelectors: [],
    insightSelectors: [],
    tags: tagMap(TagsList),
  };
  trails.set(own, trail);
  return describeSettings(trail);
});

export const updateTrail = operation(UpdateTrailCommand, (input, ctx) => {
  const trail = requireOwnTrail(ctx, input.Name);
  const settings = changed(trail, input, ctx);
  checkSettings(ctx, trail.arn, settings);
  Object.assign(trail, settings);
  return describeSettings(trail);
});

export const getTrail = operation(GetTrailCommand, ({ Name }, ctx) => ({
  Trail: describeTrail(requireTrail(ctx, Name)),
}));

/** Names that are not there are left out, without an error. */
export const describeTrails = operation(
  DescribeTrailsCommand,
  ({ trailNameList = [], includeShadowTrails = true }, ctx) => {
    const here = ({ homeRegion, isMultiRegion }: Trail): boolean =>
      homeRegion === ctx.region || (includeShadowTrails && isMultiRegion);
    const found =
      trailNameList.length > 0
        ? trailNameList.flatMap((name) => findTrail(ctx, name) ?? [])
        : [...ctx.state(cloudTrailSlot).trails.values()].filter(here);
    return { trailList: found.map(describeTrail) };
  },
);

/** Lists the account's trails whatever their region. */
export const listTrails = operation(ListTrailsCommand, (input, ctx) => {
  const { items, NextToken } = page([...ctx.state(cloudTrailSlot).trails.values()], input);
  const Trails = items.map(({ arn, name, homeRegion }) => ({
    TrailARN: arn,
    Name: name,
    HomeRegion: homeRegion,
  }));
  return { Trails, NextToken };
});

export const deleteTrail = operation(DeleteTrailCommand, ({ Name }, ctx) => {
  ctx.state(cloudTrailSlot).trails.delete(requireOwnTrail(ctx, Name).arn);
  return {};
});

const defaults: TrailSettings = {
  bucket: "",
  includeGlobalServiceEvents: true,
  isMultiRegion: false,
  isOrganization: false,
  logFileValidation: false,
};

interface SettingsInput {
  readonly S3BucketName?: string;
  readonly S3KeyPrefix?: string;
  readonly SnsTopicName?: string;
  readonly IncludeGlobalServiceEvents?: boolean;
  readonly IsMultiRegionTrail?: boolean;
  readonly IsOrganizationTrail?: boolean;
  readonly EnableLogFileValidation?: boolean;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly KmsKeyId?: string;
}

/** The settings after a request: what it leaves out stays, and an empty text takes an optional one away. */
function changed(before: TrailSettings, input: SettingsInput, ctx: Context): TrailSettings {
  const optional = (asked: string | undefined, kept: string | undefined): string | undefined =>
    asked === undefined ? kept : asked || undefined;
  return {
    bucket: input.S3BucketName ?? before.bucket,
    keyPrefix: optional(input.S3KeyPrefix, before.keyPrefix),
    snsTopicArn: optional(topicArn(input.SnsTopicName, ctx), before.snsTopicArn),
    includeGlobalServiceEvents: input.IncludeGlobalServiceEvents ?? before.includeGlobalServiceEvents,
    isMultiRegion: input.IsMultiRegionTrail ?? before.isMultiRegion,
    isOrganization: input.IsOrganizationTrail ?? before.isOrganization,
    logFileValidation: input.EnableLogFileValidation ?? before.logFileValidation,
    logGroupArn: optional(input.CloudWatchLogsLogGroupArn, before.logGroupArn),
    roleArn: optional(input.CloudWatchLogsRoleArn, before.roleArn),
    kmsKeyArn: optional(input.KmsKeyId && trailKeyArn(ctx, input.KmsKeyId), before.kmsKeyArn),
  };
}

/** A trail counts in every region where it shows. @throws MaximumNumberOfTrailsExceededException */
function refuseMany(ctx: Context, { isMultiRegion }: TrailSettings): void {
  const trails = [...ctx.state(cloudTrailSlot).trails.values()];
  const regions = isMultiRegion ? [ctx.region, ...trails.map(({ homeRegion }) => homeRegion)] : [ctx.region];
  const quota = ctx.quota("cloudtrail:trails");
  for (const region of regions)
    if (trails.filter((trail) => trail.homeRegion === region || trail.isMultiRegion).length >= quota)
      throw exception(
        MaximumNumberOfTrailsExceededException,
        `User: ${ctx.account} already has ${quota} trails in ${region}.`,
      );
}

function checkSettings(ctx: Context, trailArn: string, settings: TrailSettings): void {
  if (settings.isMultiRegion && !settings.includeGlobalServiceEvents)
    throw exception(
      InvalidParameterCombinationException,
      "Multi-Region trail must include global service events.",
    );
  if (settings.isOrganization)
    throw exception(
      OrganizationsNotInUseException,
      "The request is made from an AWS account that is not a member of an organization. To make this request, sign in using the credentials of an account that belongs to an organization.",
    );
  checkDestinations(ctx, trailArn, settings);
}

function topicArn(nameOrArn: string | undefined, ctx: Context): string | undefined {
  if (!nameOrArn || nameOrArn.startsWith("arn:")) return nameOrArn;
  return arn(ctx, "sns", nameOrArn);
}

/** A trail as creating and updating it answer. */
function describeSettings(trail: Trail) {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.keyPrefix,
    SnsTopicName: trail.snsTopicArn,
    SnsTopicARN: trail.snsTopicArn,
    IncludeGlobalServiceEvents: trail.includeGlobalServiceEvents,
    IsMultiRegionTrail: trail.isMultiRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidation,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.roleArn,
    KmsKeyId: trail.kmsKeyArn,
    IsOrganizationTrail: trail.isOrganization,
  };
}

function describeTrail(trail: Trail) {
  return {
    ...describeSettings(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: hasCustomSelectors(trail),
    HasInsightSelectors: trail.insightSelectors.length > 0,
  };
}
