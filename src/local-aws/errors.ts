/**
 * An error of a service whose model declares none (EC2), or a code that the model leaves out (many of S3's).
 * Where the SDK has an exception class, throw that one: its schema carries code and status.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's body, such as `BucketName`. */
  readonly members: Readonly<Record<string, string>>;
  /** Headers that come along, such as S3's `x-amz-bucket-region`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    members: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
    this.headers = headers;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: every exception class of every client
type ExceptionClass<E> = new (options: any) => E;

/**
 * An exception of the SDK's own class, ready to be thrown.
 *
 * @example
 * throw exception(ResourceInUseException, "Cluster has nodegroups attached", { clusterName });
 */
export function exception<E extends Error>(
  type: ExceptionClass<E>,
  message: string,
  members: object = {},
): E {
  return new type({ message, ...members, $metadata: {} });
}
