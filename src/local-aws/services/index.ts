import type { Service } from "../service.ts";
import { autoScaling } from "./auto-scaling/auto-scaling.ts";
import { cloudTrail } from "./cloudtrail/cloudtrail.ts";
import { ec2 } from "./ec2/ec2.ts";
import { ecr } from "./ecr/ecr.ts";
import { eks } from "./eks/eks.ts";
import { elasticLoadBalancing } from "./elastic-load-balancing/elastic-load-balancing.ts";
import { elasticLoadBalancingV2 } from "./elastic-load-balancing-v2/elastic-load-balancing-v2.ts";
import { iam } from "./iam/iam.ts";
import { kms } from "./kms/kms.ts";
import { logs } from "./logs/logs.ts";
import { resourceGroupsTagging } from "./resource-groups-tagging/resource-groups-tagging.ts";
import { s3 } from "./s3/s3.ts";
import { sts } from "./sts/sts.ts";

/** Every service of the embedded AWS: a new one is one line here. */
export const services: readonly Service[] = [
  autoScaling,
  cloudTrail,
  ec2,
  ecr,
  eks,
  elasticLoadBalancing,
  elasticLoadBalancingV2,
  iam,
  kms,
  logs,
  resourceGroupsTagging,
  s3,
  sts,
];
