import { createHash } from "node:crypto";
import { NormalizedSchema, TypeRegistry } from "@smithy/core/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { type SampleOverrides, type SampleStyle, sampleOf } from "./contract-sample.ts";
import { ServiceError } from "./errors.ts";
import { LocalAws } from "./local-aws.ts";
import { memoryTransport } from "./memory-transport.ts";
import type { Operation } from "./operation.ts";
import { keyOf, type Service, service } from "./service.ts";
import { services } from "./services/index.ts";

/*
 * One contract for every operation there is, whatever its protocol: what an SDK's client sends is what the handler gets, and what
 * the handler returns, or throws, is what the client parses. Both sides are AWS's own schemas, so nothing here is written by hand.
 */

type Sdk = Readonly<Record<string, unknown>>;

/** A service's SDK, by its signing name: a new service is one line here. */
const sdks: Readonly<Record<string, () => Promise<Sdk>>> = {
  autoscaling: () => import("@aws-sdk/client-auto-scaling"),
  cloudtrail: () => import("@aws-sdk/client-cloudtrail"),
  ec2: () => import("@aws-sdk/client-ec2"),
  ecr: () => import("@aws-sdk/client-ecr"),
  "elasticloadbalancing-2015-12-01": () => import("@aws-sdk/client-elastic-load-balancing-v2"),
  "elasticloadbalancing-2012-06-01": () => import("@aws-sdk/client-elastic-load-balancing"),
  eks: () => import("@aws-sdk/client-eks"),
  iam: () => import("@aws-sdk/client-iam"),
  kms: () => import("@aws-sdk/client-kms"),
  logs: () => import("@aws-sdk/client-cloudwatch-logs"),
  s3: () => import("@aws-sdk/client-s3"),
  sts: () => import("@aws-sdk/client-sts"),
  tagging: () => import("@aws-sdk/client-resource-groups-tagging-api"),
};

/** A customer's own key for S3, which clients check: 32 bytes in base64. */
const customerKey = Buffer.alloc(32, "key").toString("base64");

function md5(key: string): string {
  return createHash("md5").update(Buffer.from(key, "base64")).digest("base64");
}

/** Values that a client checks or makes itself before it sends, by signing name. */
const overrides: Readonly<Record<string, SampleOverrides>> = {
  s3: {
    Bucket: "contract-bucket",
    ChecksumAlgorithm: "CRC32",
    ContentLength: 5,
    SSECustomerKey: customerKey,
    SSECustomerKeyMD5: md5(customerKey),
    CopySourceSSECustomerKey: customerKey,
    CopySourceSSECustomerKeyMD5: md5(customerKey),
    // S3 says nothing for us-east-1, and so nothing is read back from an empty text.
    LocationConstraint: "eu-west-1",
    // The client repeats the header that it also parses.
    ExpiresString: "Mon, 23 Nov 2026 12:34:56 GMT",
  },
};

describe.each(services.map((one) => [keyOf(one), one] as const))("%s", (name, real) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = (await sdks[name]?.()) ?? {};
  });

  it.each(real.operations.map((operation) => [operation.name, operation] as const))(
    "%s carries every member there and back",
    async (_name, operation) => {
      for (const style of ["maximal", "falsy"] as const) {
        const { sent, received, returned, parsed } = await roundTrip(sdk, real, operation, style);
        expect(received).toEqual(comparable(sent));
        expect(parsed).toEqual(comparable(returned));
      }
    },
  );

  it("hands each of its errors over with class, message, status and members", async () => {
    const classes = errorClasses(sdk, real.namespace);
    for (const [schema, Exception] of classes) {
      const members = { ...sampleOf(schema), message: `The <message> & its "words"` };
      const thrown = new Exception({ ...members, $metadata: {} });
      const caught = await call(sdk, real, () => {
        throw thrown;
      });
      expect(caught).toBeInstanceOf(Exception);
      expect({ ...caught }).toMatchObject({
        ...plainMembers(thrown),
        $metadata: { httpStatusCode: statusOf(schema, real.protocol.name) },
      });
      expect(caught.message).toBe(thrown.message);
    }
  });

  it("hands over an error that the model does not know", async () => {
    const caught = await call(sdk, real, () => {
      throw new ServiceError("Some.Code", "Some <message>", 418);
    });
    expect(caught).toMatchObject({
      name: "Some.Code",
      message: "Some <message>",
      $metadata: { httpStatusCode: 418 },
    });
  });
});

interface RoundTrip {
  readonly sent: object;
  readonly received: unknown;
  readonly returned: object;
  readonly parsed: unknown;
}

/** Sends a sample input through the real client to a stub that answers with a sample output. */
async function roundTrip(
  sdk: Sdk,
  real: Service,
  operation: Operation,
  style: SampleStyle,
): Promise<RoundTrip> {
  const own = overrides[real.signingName];
  const sent = sampleOf(operation.input, style, own);
  const returned = sampleOf(operation.output, style, own);
  let received: unknown;
  const aws = stubbed(real, (input) => {
    received = comparable(input);
    return returned;
  });
  const { $metadata, ...parsed } = (await send(aws, sdk, operation.name, sent)) as { $metadata: unknown };
  await readBody(parsed);
  return { sent, received, returned, parsed: comparable(parsed) };
}

/** The error that a client makes of what a handler throws. */
async function call(sdk: Sdk, real: Service, handle: () => never): Promise<Error> {
  const [operation] = real.operations as [Operation];
  const input = sampleOf(operation.input, "maximal", overrides[real.signingName]);
  return send(stubbed(real, handle), sdk, operation.name, input).then(
    () => expect.unreachable(`${operation.name} was not refused`),
    (error: Error) => error,
  );
}

/** An embedded AWS of one service, all of whose operations are answered by one function. */
function stubbed(real: Service, handle: (input: unknown) => unknown): LocalAws {
  const operations = real.operations.map((operation) => ({ ...operation, handle }));
  return new LocalAws({ services: [service({ ...real, operations })], seed: 1, strict: false });
}

interface Client {
  send(command: object): Promise<object>;
}

function send(aws: LocalAws, sdk: Sdk, operation: string, input: object): Promise<object> {
  const [, Client] = Object.entries(sdk).find(([name]) => /^[A-Z]\w+Client$/.test(name)) as [
    string,
    new (options: object) => Client,
  ];
  const Command = sdk[`${operation}Command`] as new (input: object) => object;
  const client = new Client({
    region: "ap-southeast-1",
    credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
    requestHandler: memoryTransport(aws),
    endpoint: "http://127.0.0.1",
    maxAttempts: 1,
    // Checksums are S3's, not the protocol's.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return client.send(new Command(input));
}

type ExceptionClass = new (options: object) => Error & { $metadata: object };

function errorClasses(sdk: Sdk, namespace: string): [NormalizedSchema, ExceptionClass][] {
  const base = Object.entries(sdk).find(([name]) => name.endsWith("ServiceException"))?.[1] as ExceptionClass;
  const classes = Object.values(sdk).filter(
    (value): value is ExceptionClass => typeof value === "function" && value.prototype instanceof base,
  );
  const registry = TypeRegistry.for(namespace);
  return classes.map((type) => [
    NormalizedSchema.of(registry.getSchema(`${namespace}#${type.name}`) as never),
    type,
  ]);
}

interface ErrorTraits {
  readonly awsQueryError?: readonly [string, number];
  readonly httpError?: number;
  readonly error?: "client" | "server";
}

/** KMS and CloudTrail blame their callers with 400 alone, whatever status their models keep from a query protocol. */
function statusOf(schema: NormalizedSchema, protocol: string): number {
  const { awsQueryError, httpError, error } = schema.getMergedTraits() as ErrorTraits;
  if (protocol === "awsJson") return error === "server" ? (httpError ?? 500) : 400;
  return awsQueryError?.[1] ?? httpError ?? (error === "server" ? 500 : 400);
}

/** Its own members; the message is compared by itself, whatever the model calls it. */
function plainMembers(error: Error): Record<string, unknown> {
  const { $metadata, $response, message, Message, ...members } = { ...error } as Record<string, unknown>;
  return members;
}

/** A streamed body as the bytes that it carries. */
async function readBody(parsed: Record<string, unknown>): Promise<void> {
  const body = parsed.Body as { transformToByteArray?(): Promise<Uint8Array> } | undefined;
  if (body?.transformToByteArray) parsed.Body = new Uint8Array(await body.transformToByteArray());
}

/** The same value without what cannot be told apart on the wire: an absent list or map from an empty one, kinds of byte arrays. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, comparable(inner)] as const)
    .filter(([, inner]) => inner !== undefined && !isEmpty(inner));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  return Object.keys(value).length === 0;
}
