import { defaultAccount } from "./caller.ts";
import { LocalAws } from "./local-aws.ts";
import { memoryTransport } from "./memory-transport.ts";
import type { QuotaOverrides } from "./quotas.ts";
import type { AwsTime } from "./schedule.ts";
import { services } from "./services/index.ts";

interface ClientOptions {
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly requestHandler: ReturnType<typeof memoryTransport>;
  readonly endpoint: string;
  readonly maxAttempts: number;
}

/** Where a client is, and by whose key: `as` takes what STS and IAM hand out. */
interface ClientPlace {
  readonly region?: string;
  readonly account?: string;
  readonly as?: { readonly AccessKeyId?: string; readonly SessionToken?: string };
}

export interface TestAws {
  readonly aws: LocalAws;
  /** A real SDK client whose requests reach the embedded AWS in memory. */
  client<T>(type: new (options: ClientOptions) => T, place?: ClientPlace): T;
}

/** A fresh embedded AWS for one test: ids repeat, the clock stands at `now` where given. */
export function testAws({
  account = defaultAccount,
  region = "ap-southeast-1",
  now,
  awsTime,
  quotas,
}: {
  account?: string;
  region?: string;
  now?: () => Date;
  /** @default "off" */
  awsTime?: AwsTime;
  /** @default AWS's own */
  quotas?: QuotaOverrides;
} = {}): TestAws {
  const aws = new LocalAws({ services, seed: 1, now, awsTime, quotas });
  return {
    aws,
    client: (type, place = {}) =>
      new type({
        region: place.region ?? region,
        credentials: {
          accessKeyId: place.as?.AccessKeyId ?? place.account ?? account,
          secretAccessKey: "secret",
          sessionToken: place.as?.SessionToken,
        },
        requestHandler: memoryTransport(aws),
        endpoint: "http://127.0.0.1",
        maxAttempts: 1,
      }),
  };
}
