import type { FaultReport } from "./faults/injector.ts";
import { FaultLanguageError } from "./faults/problem.ts";
import type { LocalAws } from "./local-aws.ts";
import { stateLocks } from "./services/s3/state-locks.ts";
import { changeTime, timeReport } from "./time-control.ts";
import { mintToken, oidcPage } from "./token-control.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** What a server's own paths can ask of it. */
export interface ServerControl {
  readonly onStop?: () => void;
  /** Do not end when idle any more: somebody works with the endpoint by hand. */
  readonly onStay?: () => void;
}

/** The endpoint's own paths, beside AWS's: health, what exists, what was called, staying and stopping. */
export function control(
  aws: LocalAws,
  { method, path, body }: WireRequest,
  { onStop, onStay }: ServerControl = {},
): WireResponse {
  switch (`${method} ${path}`) {
    case "GET /_local/health":
      return json({ status: "ok", pid: process.pid, ...usage() });
    case "PUT /_local/faults":
      return orRefusal(() => changeFaults(aws, new TextDecoder().decode(body)));
    case "PUT /_local/time":
      return orRefusal(() => changeTime(aws, new TextDecoder().decode(body)));
    case "POST /_local/tokens":
      return orRefusal(() => mintToken(aws, new TextDecoder().decode(body)));
    case "POST /_local/stay":
      onStay?.();
      return json({ status: "staying" });
    case "POST /_local/stop":
      if (onStop) setImmediate(onStop);
      return json({ status: "stopping" });
    default: {
      const page = method === "GET" ? (reports[path]?.(aws) ?? oidcPage(aws, path)) : undefined;
      if (page) return json(page);
      return { ...json({ message: `The embedded AWS has no ${method} ${path}` }), status: 404 };
    }
  }
}

/** What can be asked of it, by path. */
const reports: Readonly<Record<string, (aws: LocalAws) => unknown>> = {
  "/_local/inventory": (aws) => aws.inventory(),
  "/_local/locks": ({ store }) => stateLocks(store),
  "/_local/calls": (aws) => aws.counts(),
  "/_local/faults": ({ faults }) => faults.report(),
  "/_local/time": timeReport,
  "/_local/denials": ({ accessLog }) => accessLog.denials(),
  "/_local/actions": ({ accessLog }) => accessLog.actions(),
};

/** Takes a text of the language of faults. @throws Error that says all that is wrong with it */
function changeFaults({ faults }: LocalAws, rules: string): FaultReport {
  faults.set(rules);
  return faults.report();
}

/** What the server has used so far: for benches, and for whoever wonders. */
function usage(): { cpuSeconds: number; residentMegabytes: number } {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    residentMegabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
}

/** What the work gives, or what is wrong with the request for it. */
function orRefusal(work: () => unknown): WireResponse {
  try {
    return json(work());
  } catch (error) {
    const problems = error instanceof FaultLanguageError ? error.problems : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { ...json({ message, problems }), status: 400 };
  }
}

function json(value: unknown): WireResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
