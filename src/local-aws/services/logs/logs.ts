import { awsJson } from "../../protocols/aws-json.ts";
import { service } from "../../service.ts";
import { logsAuthorization } from "./authorization.ts";
import { associateKmsKey, disassociateKmsKey } from "./encryption-key.ts";
import { filterLogEvents, getLogEvents, putLogEvents } from "./log-events.ts";
import {
  createLogGroup,
  deleteLogGroup,
  describeLogGroups,
  listLogGroups,
  putLogGroupDeletionProtection,
} from "./log-groups.ts";
import { createLogStream, deleteLogStream, describeLogStreams } from "./log-streams.ts";
import {
  deleteMetricFilter,
  describeMetricFilters,
  putMetricFilter,
  testMetricFilter,
} from "./metric-filters.ts";
import { deleteResourcePolicy, describeResourcePolicies, putResourcePolicy } from "./resource-policies.ts";
import { deleteRetentionPolicy, putRetentionPolicy } from "./retention.ts";
import { logsSlot } from "./state.ts";
import {
  listTagsForResource,
  listTagsLogGroup,
  tagLogGroup,
  tagResource,
  untagLogGroup,
  untagResource,
} from "./tags.ts";

/** CloudWatch Logs. */
export const logs = service({
  signingName: "logs",
  protocol: awsJson(),
  operations: [
    createLogGroup,
    describeLogGroups,
    listLogGroups,
    deleteLogGroup,
    putLogGroupDeletionProtection,
    associateKmsKey,
    disassociateKmsKey,
    putRetentionPolicy,
    deleteRetentionPolicy,
    listTagsForResource,
    tagResource,
    untagResource,
    listTagsLogGroup,
    tagLogGroup,
    untagLogGroup,
    createLogStream,
    describeLogStreams,
    deleteLogStream,
    putLogEvents,
    getLogEvents,
    filterLogEvents,
    putMetricFilter,
    describeMetricFilters,
    deleteMetricFilter,
    testMetricFilter,
    putResourcePolicy,
    describeResourcePolicies,
    deleteResourcePolicy,
  ],
  slots: [logsSlot],
  authorization: logsAuthorization,
});
