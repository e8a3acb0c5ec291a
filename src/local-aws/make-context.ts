import type { Caller, Context, RequestFacts } from "./context.ts";
import type { FaultInjector, StateView } from "./faults/injector.ts";
import type { AccessLog } from "./iam/access-log.ts";
import type { Ids } from "./ids.ts";
import { type QuotaOverrides, quotaOf } from "./quotas.ts";
import { fromInside } from "./request-facts.ts";
import type { Schedule } from "./schedule.ts";
import type { Store } from "./store.ts";

/** What of an embedded AWS its contexts rest on. */
interface Surroundings {
  readonly store: Store;
  readonly ids: Ids;
  readonly endpoint: string;
  readonly accessLog: AccessLog;
  readonly schedule: Schedule;
  readonly faults: FaultInjector;
  readonly quotas: QuotaOverrides;
}

/** Where, when and by whom a context is. */
interface ContextAt {
  readonly caller: Caller;
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  readonly now: () => Date;
  /** @default what goes on inside AWS */
  readonly request?: RequestFacts;
  /** How its state looks. @default as it is, and what is written is kept for reads that lag */
  readonly view?: () => StateView;
}

/** Everything that a handler may touch besides its input. */
export function makeContext(aws: Surroundings, at: ContextAt): Context {
  const { account, region, now } = at;
  const view = at.view ?? byItself(aws);
  return {
    account,
    region,
    partition: "aws",
    caller: at.caller,
    request: at.request ?? fromInside,
    accessLog: aws.accessLog,
    requestId: at.requestId,
    endpoint: aws.endpoint,
    ids: aws.ids,
    now,
    state: (slot) => view()(slot, account, region),
    after: (seconds, transition, payload) =>
      aws.schedule.add(seconds, transition, payload, { account, region, now: now() }),
    quota: (name) => quotaOf(name, aws.quotas),
    fate: (venture) => aws.faults.fate(venture, { region }),
    in: (place) => makeContext(aws, { ...at, ...place }),
  };
}

/** What happens without a request writes as well. */
function byItself({ faults, store }: Surroundings): () => StateView {
  const view: StateView =
    faults.recorder() ?? ((slot, account, region) => store.state(slot, account, region));
  return () => view;
}
