import type { Pricer } from "../pricer.ts";
import { trail } from "./cloudtrail.ts";
import { ecrReplication, ecrRepository } from "./ecr.ts";
import { eksCluster } from "./eks-cluster.ts";
import { eksNodeGroup } from "./eks-node-group.ts";
import { kmsKey } from "./kms-key.ts";
import { logGroup } from "./log-group.ts";
import { internetGateway, natGateway, publicAddress, vpc, vpcEndpoint } from "./network.ts";
import { s3Bucket, s3Replication } from "./s3-bucket.ts";

/** How each priced type of resource is paid for. A new one is a rule in a file beside this one, and a line here. */
export const pricers: readonly Pricer[] = [
  eksCluster,
  eksNodeGroup,
  natGateway,
  publicAddress,
  vpcEndpoint,
  vpc,
  internetGateway,
  kmsKey,
  logGroup,
  s3Bucket,
  s3Replication,
  ecrRepository,
  ecrReplication,
  trail,
];
