import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../../errors.ts";
import { malformedXml } from "../../protocols/malformed.ts";
import type { Problem } from "../problem.ts";

interface Words {
  readonly code: string;
  readonly message: string;
}

/**
 * What S3 says of the values of single shapes.
 *
 * Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and the messages that S3-compatible servers and
 * their test suites record of S3 (2026-11-23).
 */
const words: Readonly<Record<string, Words>> = {
  Event: {
    code: "InvalidArgument",
    message: "A specified event is not supported for notifications.",
  },
  ObjectKey: { code: "KeyTooLongError", message: "Your key is too long" },
  MaxKeys: {
    code: "InvalidArgument",
    message: "Argument maxKeys must be an integer between 0 and 2147483647",
  },
  PartNumber: {
    code: "InvalidArgument",
    message: "Part number must be an integer between 1 and 10000, inclusive",
  },
  StorageClass: { code: "InvalidStorageClass", message: "The storage class you specified is not valid" },
  MetadataDirective: { code: "InvalidArgument", message: "Unknown metadata directive." },
  TaggingDirective: { code: "InvalidArgument", message: "Unknown tagging directive." },
  EncodingType: { code: "InvalidArgument", message: "Invalid Encoding Method specified in Request" },
  ServerSideEncryption: {
    code: "InvalidArgument",
    message: "The encryption method specified is not supported",
  },
  ObjectOwnership: { code: "InvalidArgument", message: "Invalid x-amz-object-ownership header" },
  ObjectLockMode: { code: "InvalidArgument", message: "Unknown wormMode directive." },
  ObjectLockLegalHoldStatus: {
    code: "InvalidArgument",
    message: "Legal Hold must be either of 'ON' or 'OFF'",
  },
  ChecksumAlgorithm: {
    code: "InvalidRequest",
    message:
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  },
};

/** Shapes that S3 words in the same way wherever they stand; in a body, everything else makes it malformed. */
const evenInBodies = new Set(["Event"]);

interface Bindings {
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPayload?: 1;
  readonly httpLabel?: 1;
}

/** S3 names the first problem only; what is wrong within a body is malformed XML. */
export function s3Refusal(
  [problem]: readonly [Problem, ...Problem[]],
  input: NormalizedSchema,
): ServiceError {
  const { path, rule, value, shape = "" } = problem;
  const [first] = path as [string];
  const { httpHeader, httpQuery, httpPayload, httpLabel } = input
    .getMemberSchema(first)
    .getMergedTraits() as Bindings;
  if (httpPayload && path.length === 1 && rule.kind === "required")
    return new ServiceError("MissingRequestBodyError", "Request Body is empty");
  const argument = httpHeader ?? httpQuery ?? (httpLabel && first);
  if (argument === undefined && !evenInBodies.has(itemShape(problem)) && httpPayload) return malformedXml();
  if (rule.kind === "required")
    return new ServiceError(
      "InvalidRequest",
      `Missing required header for this request: ${argument ?? first}`,
    );
  const { code, message } = words[itemShape(problem)] ?? words[shape] ?? invalid(argument ?? first);
  return new ServiceError(code, message, 400, {
    ArgumentName: argument ?? first,
    ArgumentValue: String("broken" in rule ? rule.broken.value : value),
  });
}

function invalid(argument: string): Words {
  return { code: "InvalidArgument", message: `Invalid ${argument}` };
}

/** The shape of what is wrong: of a list, its items' one, which S3 calls as the list without its plural. */
function itemShape({ rule, shape = "" }: Problem): string {
  return rule.kind === "item" ? shape.replace(/List$/, "") : shape;
}
