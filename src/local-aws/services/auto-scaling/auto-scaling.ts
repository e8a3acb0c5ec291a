import { awsQuery } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import { autoScalingAuthorization } from "./authorization.ts";
import {
  describeAutoScalingGroups,
  describeScalingActivities,
  setDesiredCapacity,
  updateAutoScalingGroup,
} from "./groups.ts";
import { describeAutoScalingInstances, terminateInstanceInAutoScalingGroup } from "./instances.ts";
import { autoScalingSlot } from "./state.ts";
import { createOrUpdateTags, deleteTags, describeTags } from "./tags.ts";

/** The groups behind EKS's node groups: seen, tagged and resized here, made and ended by EKS. */
export const autoScaling = service({
  signingName: "autoscaling",
  protocol: awsQuery({ xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/" }),
  operations: [
    describeAutoScalingGroups,
    setDesiredCapacity,
    updateAutoScalingGroup,
    describeScalingActivities,
    describeAutoScalingInstances,
    terminateInstanceInAutoScalingGroup,
    createOrUpdateTags,
    deleteTags,
    describeTags,
  ],
  slots: [autoScalingSlot],
  authorization: autoScalingAuthorization,
});
