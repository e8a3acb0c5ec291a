import type { Fate } from "./faults/outcomes.ts";
import type { NamedPolicy, Principal } from "./iam/access.ts";
import type { AccessLog } from "./iam/access-log.ts";
import type { Ids } from "./ids.ts";
import type { QuotaName } from "./quotas.ts";
import type { Transition } from "./schedule.ts";
import type { Slot } from "./store.ts";

/** Who sends a request. */
export interface Caller extends Principal {
  /** `AIDA…` of a user, `AROA…:session` of a role's session, or the account's id for its root. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** Region that the request was signed for; signatures of version 2 and unsigned requests name none. */
  readonly signedRegion: string | undefined;
  /** The administrator of an account, whom every identity policy would allow everything. */
  readonly administrator?: boolean;
  /** Of temporary credentials. */
  readonly session?: CallerSession;
  /** Services through which the request came, in their order: `aws:CalledVia`. */
  readonly via?: readonly string[];
  /** Of a service that acts by itself: for whose resource (`aws:SourceArn`) and account (`aws:SourceAccount`). */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

export interface CallerSession {
  readonly name: string;
  readonly issued: Date;
  readonly expires: Date;
  /** Policies that were handed over when it began; undefined when there were none. */
  readonly policies?: readonly NamedPolicy[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys of those tags that the next role's session takes over. */
  readonly transitiveTags?: readonly string[];
  readonly sourceIdentity?: string;
  /** Whether it began with a code of a second device. */
  readonly mfa?: boolean;
}

/** What policies may ask of a request besides its input. */
export interface RequestFacts {
  /** TLS, or a connection that never leaves this machine. */
  readonly secure: boolean;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** Everything that a handler may touch besides its input. */
export interface Context {
  readonly account: string;
  readonly region: string;
  readonly partition: "aws";
  readonly caller: Caller;
  readonly request: RequestFacts;
  readonly requestId: string;
  /** Keeps what IAM was asked and what it said no to. */
  readonly accessLog: AccessLog;
  /** Base URL by which the client reached the endpoint. */
  readonly endpoint: string;
  readonly ids: Ids;
  now(): Date;
  /** This account's and region's part of a service's state; made when it is first asked for. */
  state<T extends object>(slot: Slot<T>): T;
  /** Lets something happen so many seconds of AWS's time from now; the clock of `--aws-time` decides how long that is here. */
  after<P>(seconds: number, transition: Transition<P>, payload: P): void;
  /** How many of something the account may have. */
  quota(name: QuotaName): number;
  /** How something that is being made ends, by the faults' rules. */
  readonly fate: Fate;
  /** The same request's context elsewhere, by somebody else or at a moment: how services reach across, and how they act by themselves. */
  in(place: { region?: string; account?: string; caller?: Caller; now?: () => Date }): Context;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` of the context's place. */
export function arn(ctx: Context, service: string, resource: string): string {
  return `arn:${ctx.partition}:${service}:${ctx.region}:${ctx.account}:${resource}`;
}
