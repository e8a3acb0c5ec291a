import type { Ids } from "./ids.ts";
import type { Slot } from "./store.ts";

/** Who sends a request. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** `AIDA…` of a user, `AROA…:session` of a role's session, or the account's id for its root. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** Region that the request was signed for; signatures of version 2 and unsigned requests name none. */
  readonly signedRegion: string | undefined;
}

/** Everything that a handler may touch besides its input. */
export interface Context {
  readonly account: string;
  readonly region: string;
  readonly partition: "aws";
  readonly caller: Caller;
  readonly requestId: string;
  /** Base URL by which the client reached the endpoint. */
  readonly endpoint: string;
  readonly ids: Ids;
  now(): Date;
  /** This account's and region's part of a service's state; made when it is first asked for. */
  state<T extends object>(slot: Slot<T>): T;
  /** The same request's context in another region or account: how services reach across. */
  in(place: { region?: string; account?: string }): Context;
}

/** `arn:aws:<service>:<region>:<account>:<resource>` of the context's place. */
export function arn(ctx: Context, service: string, resource: string): string {
  return `arn:${ctx.partition}:${service}:${ctx.region}:${ctx.account}:${resource}`;
}
