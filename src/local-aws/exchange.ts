import type { Context } from "./context.ts";
import type { Disturbance, StateView } from "./faults/injector.ts";
import type { Routed } from "./protocols/protocol.ts";
import type { Service } from "./service.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** One request on its way through the chain; each step fills in what the next ones need. */
export interface Exchange {
  request: WireRequest;
  service?: Service;
  labels?: Record<string, string>;
  routed?: Exclude<Routed, { missing: string }>;
  ctx?: Context;
  input?: unknown;
  /** What faults do to it from here on. */
  disturbance?: Disturbance;
  /** How its handler sees the state. @default as it is */
  view?: StateView;
  output?: unknown;
  response?: WireResponse;
}

/** One step of the chain. */
export type Step = (exchange: Exchange) => void | Promise<void>;

/** The answer of a connection that was cut. */
export const cutOff: WireResponse = { status: 503, headers: {}, body: "", lost: true };

/** Reads the input off the wire. */
export function readInput(exchange: Exchange): void {
  const { service, routed, request } = exchange as Required<Exchange>;
  exchange.input = service.protocol.readInput(routed, request);
}

/** Writes the output onto the wire. */
export function writeOutput(exchange: Exchange): void {
  const { service, routed, output, ctx } = exchange as Required<Exchange>;
  exchange.response = service.protocol.writeOutput(routed.operation, output, ctx);
}
