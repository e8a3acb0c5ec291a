import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { type AwsPlace, clientOptions } from "../access.ts";

type ClientClass<T> = new (options: ReturnType<typeof clientOptions>) => T;

/** The SDK's clients of one place, each made when it is first asked for. */
export class AwsClients {
  readonly place: AwsPlace;
  readonly #made = new Map<unknown, { destroy(): void }>();

  constructor(place: AwsPlace) {
    this.place = place;
  }

  get cloudTrail(): CloudTrailClient {
    return this.#client(CloudTrailClient);
  }
  get logs(): CloudWatchLogsClient {
    return this.#client(CloudWatchLogsClient);
  }
  get ec2(): EC2Client {
    return this.#client(EC2Client);
  }
  get ecr(): ECRClient {
    return this.#client(ECRClient);
  }
  get eks(): EKSClient {
    return this.#client(EKSClient);
  }
  get iam(): IAMClient {
    return this.#client(IAMClient);
  }
  get kms(): KMSClient {
    return this.#client(KMSClient);
  }
  get s3(): S3Client {
    return this.#client(S3Client);
  }

  /** Connections keep a process alive: whoever made these closes them. */
  close(): void {
    for (const client of this.#made.values()) client.destroy();
  }

  #client<T extends { destroy(): void }>(type: ClientClass<T>): T {
    const made = (this.#made.get(type) as T | undefined) ?? new type(clientOptions(this.place));
    this.#made.set(type, made);
    return made;
  }
}
