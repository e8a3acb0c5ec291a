import type { ProtocolName } from "./protocols/protocol.ts";

/** An error by its wire code. */
export interface ErrorCode {
  readonly code: string;
  readonly status: number;
  /** @default the code's usual words */
  readonly message?: string;
}

/** The errors that any request to a service may meet, whatever its operation. */
export interface ServiceErrors {
  /** The input breaks a constraint of the model. */
  readonly invalid: ErrorCode;
  /** IAM says no. */
  readonly denied: ErrorCode;
  /** Too many requests. */
  readonly throttled: ErrorCode;
  /** The service fails, and does not know why. */
  readonly internal: ErrorCode;
  /** The service is down for a while. */
  readonly unavailable: ErrorCode;
}

const unknownFailure = "The request processing has failed because of an unknown error, exception or failure.";

/** The errors that AWS's API references list as common to their services. */
const commonFailures = {
  internal: { code: "InternalFailure", status: 500, message: unknownFailure },
  unavailable: {
    code: "ServiceUnavailable",
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
  },
};

const serverException = {
  code: "ServerException",
  status: 500,
  message: "These errors are usually caused by a server-side issue.",
};

/** What the services of each protocol mostly say; where one differs, its definition says so. */
export const serviceErrors: Readonly<Record<ProtocolName, ServiceErrors>> = {
  awsJson: {
    invalid: { code: "ValidationException", status: 400 },
    denied: { code: "AccessDeniedException", status: 400 },
    throttled: { code: "ThrottlingException", status: 400, message: "Rate exceeded" },
    ...commonFailures,
  },
  restJson: {
    invalid: { code: "InvalidParameterException", status: 400 },
    denied: { code: "AccessDeniedException", status: 403 },
    throttled: { code: "ThrottlingException", status: 429, message: "Rate exceeded" },
    internal: serverException,
    unavailable: {
      code: "ServiceUnavailableException",
      status: 503,
      message: "The service is unavailable. Back off and retry the operation.",
    },
  },
  awsQuery: {
    invalid: { code: "ValidationError", status: 400 },
    denied: { code: "AccessDenied", status: 403 },
    throttled: { code: "Throttling", status: 400, message: "Rate exceeded" },
    ...commonFailures,
  },
  ec2Query: {
    invalid: { code: "InvalidParameterValue", status: 400 },
    denied: { code: "UnauthorizedOperation", status: 403 },
    throttled: { code: "RequestLimitExceeded", status: 503, message: "Request limit exceeded." },
    internal: { code: "InternalError", status: 500, message: "An internal error has occurred" },
    unavailable: {
      code: "Unavailable",
      status: 503,
      message: "The service is unavailable. Please try again shortly.",
    },
  },
  restXml: {
    invalid: { code: "InvalidArgument", status: 400 },
    denied: { code: "AccessDenied", status: 403 },
    throttled: { code: "SlowDown", status: 503, message: "Please reduce your request rate." },
    internal: {
      code: "InternalError",
      status: 500,
      message: "We encountered an internal error. Please try again.",
    },
    unavailable: { code: "ServiceUnavailable", status: 503, message: "Service is unable to handle request." },
  },
};

/**
 * Where a service has its own words for what may befall every request: the API references' lists of errors, November 2026,
 * and for KMS's throttling issues of aws-dynamodb-encryption-java and hyperlane-monorepo.
 */
export const errorsByService: Readonly<Record<string, Partial<ServiceErrors>>> = {
  ecr: {
    internal: serverException,
  },
  eks: {
    throttled: {
      code: "ThrottlingException",
      status: 429,
      message: "The request or operation couldn't be performed because a service is throttling requests.",
    },
  },
  iam: {
    internal: { code: "ServiceFailure", status: 500, message: unknownFailure },
  },
  kms: {
    throttled: {
      code: "ThrottlingException",
      status: 400,
      message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    },
    internal: {
      code: "KMSInternalException",
      status: 500,
      message: "The request was rejected because an internal exception occurred. The request can be retried.",
    },
  },
  logs: {
    unavailable: {
      code: "ServiceUnavailableException",
      status: 500,
      message: "The service cannot complete the request.",
    },
  },
};
