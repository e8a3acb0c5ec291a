import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreateNodegroupCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListNodegroupsCommand,
} from "@aws-sdk/client-eks";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

export interface Place {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
}

const CLUSTER = "retail-mlops-dev";
/** What the AWS Load Balancer Controller puts on what it makes for a Service. */
const CONTROLLER_TAGS = [
  { Key: "elbv2.k8s.aws/cluster", Value: CLUSTER },
  { Key: "service.k8s.aws/stack", Value: "shop/web" },
];

/** Puts into a deployed dev what its users and its cluster would leave: objects and versions, an image, a load balancer with all that belongs to it, a node group. */
export async function putInTheWay({ endpoint, account, region }: Place, objects: number): Promise<void> {
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
  await Promise.all([
    fillBucket(
      new S3Client({ ...options, forcePathStyle: true }),
      `retail-mlops-data-${account}-${region}`,
      objects,
    ),
    pushImage(new ECRClient(options)),
    balanceLoad(new EC2Client(options), new ElasticLoadBalancingV2Client(options)),
    makeNodeGroup(new EKSClient(options)),
  ]);
}

/** A tenth are older versions, and as many are delete markers. */
async function fillBucket(s3: S3Client, Bucket: string, objects: number): Promise<void> {
  const keys = Array.from({ length: objects }, (_, i) => `orders/${i % Math.ceil(objects * 0.8)}.csv`);
  const deleted = keys.slice(0, Math.floor(objects * 0.1));
  const inFlight = 50;
  const put = keys.slice(0, objects - deleted.length);
  for (let at = 0; at < put.length; at += inFlight)
    await Promise.all(
      put
        .slice(at, at + inFlight)
        .map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "1,2,3\n" }))),
    );
  for (let at = 0; at < deleted.length; at += inFlight)
    await Promise.all(
      deleted.slice(at, at + inFlight).map((Key) => s3.send(new DeleteObjectCommand({ Bucket, Key }))),
    );
}

async function pushImage(ecr: ECRClient): Promise<void> {
  const digest = `sha256:${"ab".repeat(32)}`;
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 7, digest },
    layers: [],
  });
  await ecr.send(
    new PutImageCommand({ repositoryName: "retail-forecast-train", imageManifest, imageTag: "v1" }),
  );
}

/** As the AWS Load Balancer Controller makes them for a Service: a load balancer with its own group, a shared group whose rules name the first, a target group. */
async function balanceLoad(ec2: EC2Client, balancing: ElasticLoadBalancingV2Client): Promise<void> {
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "tag:Environment", Values: ["dev"] }] }),
  );
  const { VpcId, SubnetId = "" } = Subnets[0] ?? {};
  const group = async (GroupName: string) => {
    const TagSpecifications = [{ ResourceType: "security-group" as const, Tags: CONTROLLER_TAGS }];
    const answer = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName, Description: "[k8s] Managed", TagSpecifications }),
    );
    return answer.GroupId ?? "";
  };
  const groups = [await group("k8s-shop-web"), await group("k8s-traffic-retail")];
  const { LoadBalancers: [balancer] = [] } = await balancing.send(
    new CreateLoadBalancerCommand({
      Name: "k8s-shop-web",
      Type: "network",
      Scheme: "internal",
      Subnets: [SubnetId],
      SecurityGroups: groups,
      Tags: CONTROLLER_TAGS,
    }),
  );
  const { TargetGroups: [target] = [] } = await balancing.send(
    new CreateTargetGroupCommand({
      Name: "k8s-shop-web",
      Protocol: "TCP",
      Port: 80,
      VpcId,
      Tags: CONTROLLER_TAGS,
    }),
  );
  await balancing.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer?.LoadBalancerArn,
      Port: 80,
      Protocol: "TCP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: target?.TargetGroupArn }],
    }),
  );
  // The VPC CNI leaves these when a node goes too fast.
  const Tags = [{ Key: "cluster.k8s.amazonaws.com/name", Value: CLUSTER }];
  await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId,
      Groups: groups.slice(0, 1),
      Description: "aws-K8S-i-0123456789abcdef0",
      TagSpecifications: [{ ResourceType: "network-interface", Tags }],
    }),
  );
}

/** By hand, beside those of the declaration, with the role and the subnets of the first of them. */
async function makeNodeGroup(eks: EKSClient): Promise<void> {
  const { nodegroups: [first] = [] } = await eks.send(new ListNodegroupsCommand({ clusterName: CLUSTER }));
  const { nodegroup } = await eks.send(
    new DescribeNodegroupCommand({ clusterName: CLUSTER, nodegroupName: first }),
  );
  await eks.send(
    new CreateNodegroupCommand({
      clusterName: CLUSTER,
      nodegroupName: "by-hand",
      nodeRole: nodegroup?.nodeRole,
      subnets: nodegroup?.subnets,
      scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    }),
  );
}
