import { arn, type Context } from "../../context.ts";
import type { AccessQuestion, AccessRule, Authorization } from "../../iam/authorization.ts";
import { findLogGroup, groupName } from "./find.ts";
import type { LogGroup } from "./state.ts";

/** The members by which operations name a group. */
interface GroupInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly resourceIdentifier?: string;
  readonly resourceArn?: string;
}

interface StreamInput extends GroupInput {
  readonly logStreamName?: string;
}

type Tags = Readonly<Record<string, string>>;

/** IAM sees a group as a stream without a name, which `log-group:<name>:*` means and `log-group:<name>` does not. */
const ofGroup: AccessRule = (input: GroupInput, ctx) => [onStream(ctx, nameIn(input), "")];

const ofStream: AccessRule = (input: StreamInput, ctx) => [
  onStream(ctx, nameIn(input), input.logStreamName ?? ""),
];

/** Tags alone are asked of the group's ARN as it is. */
const ofTaggedGroup: AccessRule = (input: GroupInput & { tags?: Tags }, ctx) => [
  { ...onGroup(ctx, nameIn(input)), requestTags: input.tags },
];

/** Which group is meant is not looked at, not even in a list by prefix. */
const ofAllGroups: AccessRule = (_input, ctx) => [{ resource: arn(ctx, "logs", "log-group::log-stream:") }];

const ofNewGroup: AccessRule = (input: GroupInput & { tags?: Tags }, ctx) => {
  const name = nameIn(input);
  const { tags: requestTags } = input;
  const created = { ...onStream(ctx, name, ""), requestTags };
  if (!requestTags || Object.keys(requestTags).length === 0) return [created];
  return [created, { ...onGroup(ctx, name), action: "logs:TagResource", requestTags }];
};

/**
 * Resource policies and trying out patterns know no resources. Source: Service Authorization Reference, "Amazon CloudWatch Logs",
 * November 2026; the forms of ARNs are those that AWS's refusals name.
 */
export const logsAuthorization: Authorization = {
  prefix: "logs",
  rules: {
    CreateLogGroup: ofNewGroup,
    DescribeLogGroups: ofAllGroups,
    DeleteLogGroup: ofGroup,
    PutLogGroupDeletionProtection: ofGroup,
    AssociateKmsKey: ofGroup,
    DisassociateKmsKey: ofGroup,
    PutRetentionPolicy: ofGroup,
    DeleteRetentionPolicy: ofGroup,
    ListTagsForResource: ofTaggedGroup,
    TagResource: ofTaggedGroup,
    UntagResource: ofTaggedGroup,
    ListTagsLogGroup: ofGroup,
    TagLogGroup: ofGroup,
    UntagLogGroup: ofGroup,
    CreateLogStream: ofStream,
    DescribeLogStreams: ofGroup,
    DeleteLogStream: ofStream,
    PutLogEvents: ofStream,
    GetLogEvents: ofStream,
    FilterLogEvents: ofGroup,
    PutMetricFilter: ofGroup,
    DescribeMetricFilters: ofGroup,
    DeleteMetricFilter: ofGroup,
  },
};

function onGroup(ctx: Context, name: string): AccessQuestion {
  return { resource: arn(ctx, "logs", `log-group:${name}`), resourceTags: tagsOf(findLogGroup(ctx, name)) };
}

function onStream(ctx: Context, name: string, stream: string): AccessQuestion {
  return {
    resource: arn(ctx, "logs", `log-group:${name}:log-stream:${stream}`),
    resourceTags: tagsOf(findLogGroup(ctx, name)),
  };
}

function nameIn({ logGroupName, logGroupIdentifier, resourceIdentifier, resourceArn }: GroupInput): string {
  return groupName(logGroupName ?? logGroupIdentifier ?? resourceIdentifier ?? resourceArn ?? "");
}

function tagsOf(group: LogGroup | undefined): Tags | undefined {
  return group && Object.fromEntries(group.tags);
}
