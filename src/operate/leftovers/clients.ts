import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { EKSClient } from "@aws-sdk/client-eks";
import type { ElasticLoadBalancingClient } from "@aws-sdk/client-elastic-load-balancing";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { S3Client } from "@aws-sdk/client-s3";
import { type AwsPlace, clientOptions } from "../access.ts";

/** The clients that looking for leftovers, and removing them, takes. */
export interface AwsClients {
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly eks: EKSClient;
  readonly classic: ElasticLoadBalancingClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly s3: S3Client;
  close(): void;
}

/** Loads and makes them: together a third of a second, so only a destroy does. Whoever makes them closes them. */
export async function awsClients(place: AwsPlace): Promise<AwsClients> {
  const [ec2, ecr, eks, classic, balancing, s3] = await Promise.all([
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-ecr"),
    import("@aws-sdk/client-eks"),
    import("@aws-sdk/client-elastic-load-balancing"),
    import("@aws-sdk/client-elastic-load-balancing-v2"),
    import("@aws-sdk/client-s3"),
  ]);
  const options = clientOptions(place);
  const clients = {
    ec2: new ec2.EC2Client(options),
    ecr: new ecr.ECRClient(options),
    eks: new eks.EKSClient(options),
    classic: new classic.ElasticLoadBalancingClient(options),
    balancing: new balancing.ElasticLoadBalancingV2Client(options),
    // A replica's bucket is in another region.
    s3: new s3.S3Client({
      ...options,
      forcePathStyle: Boolean(place.access?.endpoint),
      followRegionRedirects: true,
    }),
  };
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
