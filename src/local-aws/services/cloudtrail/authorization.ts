import type { Tag } from "@aws-sdk/client-cloudtrail";
import type { Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { passRole } from "../../iam/pass-role.ts";
import { findTrail, trailArn } from "./find.ts";
import { tagMap } from "./tags.ts";

interface NamedInput {
  readonly Name?: string;
  readonly TrailName?: string;
  readonly ResourceId?: string;
}

interface SettingsInput extends NamedInput {
  readonly CloudWatchLogsRoleArn?: string;
}

interface TagsInput extends NamedInput {
  readonly TagsList?: readonly Tag[];
}

const ofTrail: AccessRule = ({ Name, TrailName, ResourceId }: NamedInput, ctx) => [
  onTrail(ctx, Name ?? TrailName ?? ResourceId),
];

/** A role for the log group is handed over as well. */
const ofSettings: AccessRule = (input: SettingsInput, ctx) => {
  const { Name, CloudWatchLogsRoleArn: role } = input;
  return role ? [onTrail(ctx, Name), passRole(role, "cloudtrail.amazonaws.com", ctx)] : [onTrail(ctx, Name)];
};

const ofNewTrail: AccessRule = (input: SettingsInput & TagsInput, ctx) => {
  const requestTags = tagsIn(input);
  const [created = {}, ...others] = ofSettings(input, ctx);
  const tagged = requestTags ? [{ ...created, action: "cloudtrail:AddTags", requestTags }] : [];
  return [{ ...created, requestTags }, ...others, ...tagged];
};

const ofTags: AccessRule = (input: TagsInput, ctx) => [
  { ...onTrail(ctx, input.ResourceId), requestTags: tagsIn(input) },
];

/**
 * Lists and events know no resources, and trails' tags are no condition keys. Source: Service Authorization Reference, "AWS CloudTrail",
 * November 2026.
 */
export const cloudTrailAuthorization: Authorization = {
  prefix: "cloudtrail",
  rules: {
    CreateTrail: ofNewTrail,
    UpdateTrail: ofSettings,
    GetTrail: ofTrail,
    DeleteTrail: ofTrail,
    StartLogging: ofTrail,
    StopLogging: ofTrail,
    GetTrailStatus: ofTrail,
    PutEventSelectors: ofTrail,
    GetEventSelectors: ofTrail,
    PutInsightSelectors: ofTrail,
    GetInsightSelectors: ofTrail,
    AddTags: ofTags,
    RemoveTags: ofTags,
    ListTags: ({ ResourceIdList = [] }: { ResourceIdList?: readonly string[] }, ctx) =>
      ResourceIdList.map((id) => onTrail(ctx, id)),
  },
};

function onTrail(ctx: Context, nameOrArn = ""): AccessQuestion {
  const resource = nameOrArn.startsWith("arn:")
    ? nameOrArn
    : (findTrail(ctx, nameOrArn)?.arn ?? trailArn(ctx, nameOrArn));
  return { resource };
}

function tagsIn({ TagsList = [] }: TagsInput): Record<string, string> | undefined {
  return TagsList.length > 0 ? Object.fromEntries(tagMap(TagsList)) : undefined;
}
