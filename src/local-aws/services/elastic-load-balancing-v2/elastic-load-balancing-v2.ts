import { awsQuery } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import { authorization } from "./authorization.ts";
import { interfacesGone } from "./interfaces.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancerAttributes,
  describeLoadBalancers,
  modifyLoadBalancerAttributes,
} from "./load-balancers.ts";
import { loadBalancingSlot } from "./state.ts";
import { addTags, describeTags } from "./tags.ts";
import {
  createListener,
  createTargetGroup,
  deleteTargetGroup,
  describeListeners,
  describeTargetGroups,
} from "./target-groups.ts";

/** Application and network load balancers, as a cluster's controllers make them: what stands in the way of a VPC's removal. */
export const elasticLoadBalancingV2 = service({
  signingName: "elasticloadbalancing",
  apiVersion: "2015-12-01",
  protocol: awsQuery({ xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/" }),
  operations: [
    addTags,
    createListener,
    createLoadBalancer,
    createTargetGroup,
    deleteLoadBalancer,
    deleteTargetGroup,
    describeListeners,
    describeLoadBalancerAttributes,
    describeLoadBalancers,
    describeTags,
    describeTargetGroups,
    modifyLoadBalancerAttributes,
  ],
  slots: [loadBalancingSlot],
  authorization,
  transitions: [interfacesGone],
});
