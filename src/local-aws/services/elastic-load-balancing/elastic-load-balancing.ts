import { awsQuery } from "../../protocols/query.ts";
import { service } from "../../service.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancers,
  describeTags,
} from "./load-balancers.ts";
import { classicSlot } from "./state.ts";

/** Classic load balancers: what Kubernetes itself makes for a Service without the AWS Load Balancer Controller. */
export const elasticLoadBalancing = service({
  signingName: "elasticloadbalancing",
  apiVersion: "2012-06-01",
  protocol: awsQuery({ xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/" }),
  operations: [createLoadBalancer, deleteLoadBalancer, describeLoadBalancers, describeTags],
  slots: [classicSlot],
});
