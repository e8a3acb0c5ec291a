/** AWS told no prices at all: no credentials, no permission, no way there. Prices that are known already can be used. */
export class PriceListUnavailable extends Error {
  override readonly name = "PriceListUnavailable";
  readonly received: string;
  readonly expected: string;
  readonly fix: string;

  constructor(
    message: string,
    problem: { received: string; expected: string; fix: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.received = problem.received;
    this.expected = problem.expected;
    this.fix = problem.fix;
  }
}

interface Reason {
  readonly when: readonly string[];
  readonly message: string;
  readonly expected: (action: string) => string;
  readonly fix: (action: string) => string;
}

/** The SDK's names of what concerns every question alike, and what helps. */
const reasons: readonly Reason[] = [
  {
    when: [
      "CredentialsProviderError",
      "TokenProviderError",
      "ExpiredToken",
      "ExpiredTokenException",
      "RequestExpired",
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidSignatureException",
      "SignatureDoesNotMatch",
      "AuthFailure",
      "IncompleteSignature",
      "MissingAuthenticationTokenException",
    ],
    message: "AWS's prices cannot be asked for without valid credentials.",
    expected: () => "credentials of any AWS account",
    fix: () => "log in (AWS_PROFILE, aws sso login), or go on with the prices that are here",
  },
  {
    when: ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"],
    message: "These credentials may not ask for AWS's prices.",
    expected: (action) => `permission for ${action}`,
    fix: (action) => `allow ${action} on "*", or go on with the prices that are here`,
  },
  {
    when: ["ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"],
    message: "AWS answers no more questions about prices for now.",
    expected: () => "an answer within the SDK's retries",
    fix: () => "try again in a minute, or go on with the prices that are here",
  },
  {
    when: [
      "ENOTFOUND",
      "EAI_AGAIN",
      "ECONNREFUSED",
      "ECONNRESET",
      "ETIMEDOUT",
      "EHOSTUNREACH",
      "TimeoutError",
    ],
    message: "AWS's prices cannot be reached from here.",
    expected: () => "HTTPS to AWS's endpoints",
    fix: () => "check the network and HTTPS_PROXY, or go on with the prices that are here",
  },
];

/** The error for users when it concerns every question alike; any other error is given back as it is. */
export function asUnavailable(error: unknown, action: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const reason = reasons.find(({ when }) => when.includes(error.name) || when.includes(code));
  if (!reason) return error;
  return new PriceListUnavailable(
    reason.message,
    {
      received: `${code || error.name}: ${error.message}`,
      expected: reason.expected(action),
      fix: reason.fix(action),
    },
    { cause: error },
  );
}
