import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { RawRequest } from "./http-load.ts";

const account = "123456789012";

// The clients warn of a Node version that this project still supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** One client of each service, all to one endpoint. */
export function makeClients(endpoint: string, requestHandler?: object) {
  const options = {
    endpoint,
    region: "ap-southeast-1",
    credentials: { accessKeyId: account, secretAccessKey: "bench" },
    maxAttempts: 1,
    ...(requestHandler ? { requestHandler } : {}),
  } as const;
  return {
    account,
    cloudtrail: new CloudTrailClient(options as object),
    ec2: new EC2Client(options as object),
    ecr: new ECRClient(options as object),
    eks: new EKSClient(options as object),
    iam: new IAMClient(options as object),
    kms: new KMSClient(options as object),
    logs: new CloudWatchLogsClient(options as object),
    s3: new S3Client(options as object),
    sts: new STSClient(options as object),
  };
}

export type Clients = ReturnType<typeof makeClients>;

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Clients that send nothing: each call leaves the signed request that it would have sent in `recorded`. */
export function recordingClients(endpoint: string): { clients: Clients; recorded: RawRequest[] } {
  const recorded: RawRequest[] = [];
  const host = new URL(endpoint).host;
  const requestHandler = {
    handle: async (request: SdkRequest) => {
      recorded.push(raw(request, host));
      throw new Error("recorded");
    },
  };
  return { clients: makeClients(endpoint, requestHandler), recorded };
}

function raw({ method, path, query, headers, body = "" }: SdkRequest, host: string): RawRequest {
  const content = typeof body === "string" ? Buffer.from(body) : Buffer.from(new Uint8Array(body));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    for (const one of [value].flat()) search.append(key, one ?? "");
  const target = search.size > 0 ? `${path}?${search}` : path;
  const lines = Object.entries({ ...headers, host, "content-length": String(content.byteLength) });
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""];
  return {
    bytes: Buffer.concat([Buffer.from(head.join("\r\n")), content]),
    bodiless: method === "HEAD",
    name: `${method} ${target} ${content.toString().slice(0, 100)}`,
  };
}
