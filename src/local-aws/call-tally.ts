import type { WireRequest } from "./wire.ts";

/** Counts of what was asked, for progress views and reports. */
export interface CallCounts {
  readonly calls: number;
  readonly errors: number;
  readonly byOperation: Readonly<Record<string, number>>;
  /** Requests that an SDK sent once more. */
  readonly retries: number;
  readonly errorsByCode: Readonly<Record<string, number>>;
}

/** Counts requests and what became of them. */
export class CallTally {
  #calls = 0;
  #errors = 0;
  #retries = 0;
  readonly #byOperation: Record<string, number> = {};
  readonly #errorsByCode: Record<string, number> = {};

  called({ headers }: WireRequest): void {
    this.#calls++;
    if (isRetry(headers["amz-sdk-request"])) this.#retries++;
  }

  /** A request found its operation, written `service:Operation`. */
  reached(operation: string): void {
    this.#byOperation[operation] = (this.#byOperation[operation] ?? 0) + 1;
  }

  /** A request was refused; without a code its connection was cut. */
  refused(code?: string): void {
    this.#errors++;
    if (code !== undefined) this.#errorsByCode[code] = (this.#errorsByCode[code] ?? 0) + 1;
  }

  counts(): CallCounts {
    return {
      calls: this.#calls,
      errors: this.#errors,
      retries: this.#retries,
      byOperation: { ...this.#byOperation },
      errorsByCode: { ...this.#errorsByCode },
    };
  }
}

/** SDKs number their attempts: `attempt=2; max=3`. */
function isRetry(sdkRequest: string | undefined): boolean {
  if (sdkRequest === undefined || sdkRequest.startsWith("attempt=1;")) return false;
  const [, attempt = "1"] = /attempt=(\d+)/.exec(sdkRequest) ?? [];
  return Number(attempt) > 1;
}
