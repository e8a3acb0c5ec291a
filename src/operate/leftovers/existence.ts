import { type AwsPlace, clientOptions } from "../access.ts";

/** Whether something is there, and when AWS deletes it by itself. */
export interface Existence {
  readonly there: boolean;
  /** ISO 8601. */
  readonly goesOn?: string;
}

/** Reads, directly, whether things are there. Whoever makes it closes it. */
export interface Look {
  /** By an ARN; undefined for kinds that are not known here. */
  ofArn(arn: string): (() => Promise<Existence>) | undefined;
  close(): void;
}

const GONE = /NotFound|NoSuch|ResourceNotFound|404/;

/** Something that is read: there, unless AWS says that it is not. */
async function readable(read: () => Promise<Existence | undefined>): Promise<Existence> {
  try {
    return (await read()) ?? { there: true };
  } catch (error) {
    if (GONE.test((error as Error).name)) return { there: false };
    throw error;
  }
}

/** Makes the clients that reading takes. */
export async function existence(place: AwsPlace): Promise<Look> {
  const options = clientOptions(place);
  const [cloudtrail, logs, ec2, ecr, eks, iam, kms, s3] = await Promise.all([
    import("@aws-sdk/client-cloudtrail"),
    import("@aws-sdk/client-cloudwatch-logs"),
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-ecr"),
    import("@aws-sdk/client-eks"),
    import("@aws-sdk/client-iam"),
    import("@aws-sdk/client-kms"),
    import("@aws-sdk/client-s3"),
  ]);
  const clients = {
    trail: new cloudtrail.CloudTrailClient(options),
    logs: new logs.CloudWatchLogsClient(options),
    ec2: new ec2.EC2Client(options),
    ecr: new ecr.ECRClient(options),
    eks: new eks.EKSClient(options),
    iam: new iam.IAMClient(options),
    kms: new kms.KMSClient(options),
    s3: new s3.S3Client({
      ...options,
      forcePathStyle: Boolean(place.access?.endpoint),
      followRegionRedirects: true,
    }),
  };

  /** AWS shows what was deleted for an hour; of the rest, EC2's own list of tags is never behind, and knows every kind by its id. */
  const ofEc2 = (id: string) => async (): Promise<Existence> => {
    if (id.startsWith("i-")) {
      const { Reservations = [] } = await clients.ec2.send(
        new ec2.DescribeInstancesCommand({ Filters: [{ Name: "instance-id", Values: [id] }] }),
      );
      const states = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ State }) => State?.Name));
      return { there: states.some((state) => state !== "terminated" && state !== "shutting-down") };
    }
    if (id.startsWith("nat-")) {
      const { NatGateways = [] } = await clients.ec2.send(
        new ec2.DescribeNatGatewaysCommand({ Filter: [{ Name: "nat-gateway-id", Values: [id] }] }),
      );
      return { there: NatGateways.some(({ State }) => State !== "deleted" && State !== "failed") };
    }
    const { Tags = [] } = await clients.ec2.send(
      new ec2.DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [id] }] }),
    );
    return { there: Tags.length > 0 };
  };
  const key = (KeyId: string) => () =>
    readable(async () => {
      const { KeyMetadata } = await clients.kms.send(new kms.DescribeKeyCommand({ KeyId }));
      return { there: true, goesOn: KeyMetadata?.DeletionDate?.toISOString() };
    });
  const logGroup = (name: string) => async (): Promise<Existence> => {
    const { logGroups = [] } = await clients.logs.send(
      new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
    );
    return { there: logGroups.some(({ logGroupName }) => logGroupName === name) };
  };
  const sends = (read: () => Promise<unknown>) => () => readable(() => read().then(() => undefined));

  const kinds: Readonly<
    Record<string, (rest: string, arn: string) => (() => Promise<Existence>) | undefined>
  > = {
    ec2: (rest) => ofEc2(rest.slice(rest.indexOf("/") + 1)),
    kms: (rest, arn) => (rest.startsWith("key/") ? key(arn) : undefined),
    s3: (rest) => sends(() => clients.s3.send(new s3.HeadBucketCommand({ Bucket: rest }))),
    logs: (rest) => logGroup(rest.replace(/^log-group:/, "").replace(/:\*$/, "")),
    ecr: (rest) =>
      sends(() =>
        clients.ecr.send(
          new ecr.DescribeRepositoriesCommand({ repositoryNames: [rest.replace("repository/", "")] }),
        ),
      ),
    cloudtrail: (rest) =>
      sends(() => clients.trail.send(new cloudtrail.GetTrailCommand({ Name: rest.replace("trail/", "") }))),
    eks: (rest) => {
      const [kind, clusterName = "", name = ""] = rest.split("/");
      if (kind === "cluster")
        return sends(() => clients.eks.send(new eks.DescribeClusterCommand({ name: clusterName })));
      if (kind === "nodegroup")
        return sends(() =>
          clients.eks.send(new eks.DescribeNodegroupCommand({ clusterName, nodegroupName: name })),
        );
      if (kind === "addon")
        return sends(() => clients.eks.send(new eks.DescribeAddonCommand({ clusterName, addonName: name })));
      // What else there is (access entries, associations) lives and dies with its cluster.
      return sends(() => clients.eks.send(new eks.DescribeClusterCommand({ name: clusterName })));
    },
    iam: (rest, arn) => {
      const name = rest.slice(rest.lastIndexOf("/") + 1);
      if (rest.startsWith("role/"))
        return sends(() => clients.iam.send(new iam.GetRoleCommand({ RoleName: name })));
      if (rest.startsWith("policy/"))
        return sends(() => clients.iam.send(new iam.GetPolicyCommand({ PolicyArn: arn })));
      if (rest.startsWith("oidc-provider/"))
        return sends(() =>
          clients.iam.send(new iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
        );
      return undefined;
    },
  };

  const ofArn = (arn: string) => {
    const [, , service = "", , , ...rest] = arn.split(":");
    return kinds[service]?.(rest.join(":"), arn);
  };
  return {
    ofArn,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Whether what an ARN names is there; kinds that cannot be read here are taken for what the tag index says. */
export async function existenceOfArn(look: Look, arn: string): Promise<Existence> {
  const check = look.ofArn(arn);
  return check ? check() : { there: true };
}
