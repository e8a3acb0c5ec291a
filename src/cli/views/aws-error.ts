/** What AWS said, out of the provider's words around it. */
export interface AwsError {
  /** What the provider was at, such as `creating EC2 VPC`. */
  readonly doing: string;
  readonly service: string;
  readonly operation: string;
  readonly status?: string;
  readonly requestId?: string;
  readonly code: string;
  readonly message: string;
}

/** The AWS SDK for Go's words around an answer: `operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: …, api error Code: words`. */
const wrapping =
  /operation error (?<service>[\w ]+): (?<operation>\w+), (?:exceeded maximum number of attempts, \d+, )?https response error StatusCode: (?<status>\d+), RequestID: (?<requestId>[^,]*), (?:HostID: [^,]*, )?(?:api error )?(?<code>[\w.-]+): ?/;

/** The first AWS error in a text of the provider's; undefined where there is none. */
export function awsErrorIn(text: string): AwsError | undefined {
  const found = wrapping.exec(text);
  if (!found) return undefined;
  const { service = "", operation = "", status, requestId, code = "" } = found.groups ?? {};
  return {
    doing: text.slice(0, found.index).trim().replace(/:$/, ""),
    service,
    operation,
    status,
    requestId,
    code,
    message: text
      .slice(found.index + found[0].length)
      .trim()
      .replace(encoded, "$1…"),
  };
}

/** EC2's encoded reasons fill half a screen; they are whole in the engine's log, for `aws sts decode-authorization-message`. */
const encoded = /(Encoded authorization failure message: \S{12})\S+/;
