import { ServiceError } from "../errors.ts";
import type { ProtocolName } from "../protocols/protocol.ts";
import type { ErrorCode } from "../service-errors.ts";

/** What can be wrong with the credentials of a request. */
export type CredentialProblem = "missing" | "unknown" | "badToken" | "expired";

const missing = "Request is missing Authentication Token";
const invalid = "The security token included in the request is invalid.";
const expired = "The security token included in the request is expired";

/**
 * How the services of each protocol word it. Sources: "Common errors" of each API reference, "Error responses" of S3's and
 * "Error codes" of EC2's, read in November 2026.
 */
const words: Readonly<Record<ProtocolName, Readonly<Record<CredentialProblem, Required<ErrorCode>>>>> = {
  awsJson: {
    missing: { code: "MissingAuthenticationTokenException", status: 400, message: missing },
    unknown: { code: "UnrecognizedClientException", status: 400, message: invalid },
    badToken: { code: "UnrecognizedClientException", status: 400, message: invalid },
    expired: { code: "ExpiredTokenException", status: 400, message: expired },
  },
  restJson: {
    missing: { code: "MissingAuthenticationTokenException", status: 403, message: missing },
    unknown: { code: "UnrecognizedClientException", status: 403, message: invalid },
    badToken: { code: "UnrecognizedClientException", status: 403, message: invalid },
    expired: { code: "ExpiredTokenException", status: 403, message: expired },
  },
  awsQuery: {
    missing: { code: "MissingAuthenticationToken", status: 403, message: missing },
    unknown: { code: "InvalidClientTokenId", status: 403, message: invalid },
    badToken: { code: "InvalidClientTokenId", status: 403, message: invalid },
    expired: { code: "ExpiredToken", status: 403, message: expired },
  },
  ec2Query: {
    missing: { code: "MissingAuthenticationToken", status: 403, message: missing },
    unknown: {
      code: "AuthFailure",
      status: 401,
      message: "AWS was not able to validate the provided access credentials",
    },
    badToken: {
      code: "AuthFailure",
      status: 401,
      message: "AWS was not able to validate the provided access credentials",
    },
    expired: { code: "RequestExpired", status: 400, message: "Request has expired." },
  },
  restXml: {
    missing: { code: "AccessDenied", status: 403, message: "Access Denied" },
    unknown: {
      code: "InvalidAccessKeyId",
      status: 403,
      message: "The AWS Access Key Id you provided does not exist in our records.",
    },
    badToken: {
      code: "InvalidToken",
      status: 400,
      message: "The provided token is malformed or otherwise invalid.",
    },
    expired: { code: "ExpiredToken", status: 400, message: "The provided token has expired." },
  },
};

/** Refuses a request for its credentials, in the words of its service's protocol. */
export function badCredentials(problem: CredentialProblem, protocol: ProtocolName): ServiceError {
  const { code, status, message } = words[protocol][problem];
  return new ServiceError(code, message, status);
}
