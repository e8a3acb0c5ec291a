/** A request as it came over the wire, or as an in-memory transport hands it over. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent: percent-encoded, without the query. */
  readonly path: string;
  /** Query as sent, without the question mark. */
  readonly query: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly secure: boolean;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
  /** The connection ends instead of carrying it. @default false */
  readonly lost?: boolean;
}

const utf8 = new TextDecoder();

/** The body of a request as text. */
export function bodyText(request: WireRequest): string {
  return utf8.decode(request.body);
}
