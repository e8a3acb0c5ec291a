import { EngineFailed } from "../terraform/errors.ts";
import { shortFailure } from "./views/failure.ts";

export interface Persistence {
  /** How often it is tried at most; 1 gives up at the first failure. */
  readonly limit: number;
  /** Told of each failure, the last one too; says where things stand then: the same twice means that nothing got further. */
  readonly onFailure?: (failure: Failure) => Promise<string>;
  /** Told before another try. */
  readonly onRetry?: () => void;
}

/** One failed try. */
export interface Failure {
  readonly error: unknown;
  /** Counts from 1. */
  readonly attempt: number;
  /** Each thing that went wrong, in a line. */
  readonly lines: readonly string[];
}

/**
 * Tries a piece of work as often as a user would on a bad day: again after what passes, and not again when the same refusal came twice and
 * nothing got further in between. @throws the last failure
 */
export async function persist<T>(
  work: (attempt: number) => Promise<T>,
  { limit, onFailure, onRetry }: Persistence,
): Promise<T> {
  let before: string | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const lines = shortFailure(error);
      const now = JSON.stringify([lines.map(withoutIds), await onFailure?.({ error, attempt, lines })]);
      if (attempt >= limit || (now === before && !lines.some(passes))) throw error;
      before = now;
      onRetry?.();
    }
  }
}

/** Whether somebody outside said no: Terraform, AWS or the network; what is broken in here is not tried again. */
function isRefusal(error: unknown): boolean {
  if (error instanceof EngineFailed) return !error.interrupted;
  if (!(error instanceof Error)) return false;
  return "$metadata" in error || networkErrors.has((error as NodeJS.ErrnoException).code ?? "");
}

const networkErrors = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET"]);

/** Errors that say of themselves that they pass: throttling, a service's own failures, lost connections. */
const passing =
  /Throttl|RequestLimitExceeded|SlowDown|TooManyRequests|Rate exceeded|reduce your request rate|Unavailable|InternalError|InternalFailure|ServerException|ServiceFailure|KMSInternal|InsufficientInstanceCapacity|StatusCode: 50[0-4]|connection reset|ECONNRESET|socket hang up|\bEOF\b/i;

/** What AWS made anew for another try has another id. */
const withoutIds = (line: string): string =>
  line.replaceAll(/\b[a-z]+-[0-9a-f]{8,17}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "…");

const passes = (line: string): boolean => passing.test(line);
