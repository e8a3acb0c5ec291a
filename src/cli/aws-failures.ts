import { printable } from "../terraform/printable.ts";
import { UserError } from "./errors.ts";

/** What the AWS SDK adds to what it throws: answers of AWS have a fault, lost connections the number of attempts. */
interface SdkFailure extends Error {
  readonly $fault?: "client" | "server";
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
  };
  readonly code?: string;
}

/** AWS said no to one of our own requests, or did not answer at all: the user's to mend. Undefined for everything else. */
export function awsFailure(thrown: unknown): UserError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { name, message, $fault, $metadata, code } = thrown as SdkFailure;
  if (CREDENTIAL_ERRORS.has(name))
    return new UserError(`AWS did not accept the credentials: ${printable(message)}`, {
      next: [
        "Give it some that work: aws configure, aws sso login, or AWS_PROFILE=…",
        "To try without an account, add --local.",
      ],
    });
  if ($fault === undefined) {
    // Only the SDK counts its attempts: a lost connection of anybody else's is no word about AWS.
    return $metadata?.attempts !== undefined && UNREACHABLE.has(code ?? name)
      ? new UserError(`AWS could not be reached: ${printable(message)}`, {
          next: [
            "Check the network, a proxy, and AWS_ENDPOINT_URL if it is set; then run the command again.",
          ],
        })
      : undefined;
  }
  const said = [name, message].filter((text) => text && text !== "UnknownError").join(": ");
  const request = $metadata?.requestId ? ` (request ${$metadata.requestId})` : "";
  return new UserError(`AWS refused a request: ${printable(said)}${request}`, { next: advice(thrown) });
}

function advice({ name, $fault, $metadata }: SdkFailure): string[] {
  if ($metadata?.httpStatusCode === 403 || /AccessDenied|Unauthorized/.test(name))
    return ["Give these credentials that permission, or use others: AWS_PROFILE=…"];
  if (name === "NoSuchBucket") return ["If it is the state's bucket: infra init <env> makes it."];
  return $fault === "server" || /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded/.test(name)
    ? ["AWS is busy or has trouble: run the command again in a while."]
    : ["Nothing of this command is under way any more; run it again once that is settled."];
}

/** Names of the SDK's errors about credentials: none found, or AWS does not know them. */
const CREDENTIAL_ERRORS = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/** Node's codes, and the SDK's name, for an endpoint that does not answer. */
const UNREACHABLE = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "TimeoutError",
]);
