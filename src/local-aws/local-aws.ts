import { type CallCounts, CallTally } from "./call-tally.ts";
import { administratorOf, defaultAccount, nobody } from "./caller.ts";
import type { Caller, Context } from "./context.ts";
import { type CredentialScope, credentialScope, unsignedService } from "./credential-scope.ts";
import { ServiceError } from "./errors.ts";
import { cutOff, type Exchange, readInput, type Step, writeOutput } from "./exchange.ts";
import { ConnectionCut, FaultInjector, type StateView } from "./faults/injector.ts";
import { AccessLog } from "./iam/access-log.ts";
import { authorize, requireCredentials } from "./iam/authorize.ts";
import { badCredentials, type CredentialProblem } from "./iam/credential-errors.ts";
import { identifyCaller } from "./iam/identify.ts";
import type { Ids } from "./ids.ts";
import { lastingIds } from "./lasting-ids.ts";
import { makeContext } from "./make-context.ts";
import type { Routed } from "./protocols/protocol.ts";
import type { QuotaOverrides } from "./quotas.ts";
import { faultFor, refusal } from "./refusal.ts";
import { requestFacts } from "./request-facts.ts";
import { type AwsTime, Schedule } from "./schedule.ts";
import type { EndedCall, Service } from "./service.ts";
import { type PlacedItem, type Slot, Store } from "./store.ts";
import { validateInput } from "./validation/validate.ts";
import { bodyText, type WireRequest, type WireResponse } from "./wire.ts";

export interface LocalAwsOptions {
  readonly services: readonly Service[];
  readonly store?: Store;
  /** Makes ids, and so whole runs, repeatable. @default random */
  readonly seed?: number;
  /** @default the system's clock */
  readonly now?: () => Date;
  /** Base URL that answers name. @default "http://127.0.0.1" */
  readonly endpoint?: string;
  /** @default "off": everything is ready with the next request */
  readonly awsTime?: AwsTime;
  /** @default AWS's own */
  readonly quotas?: QuotaOverrides;
  /** Whether requests are validated and put to IAM: benches compare. @default true */
  readonly strict?: boolean;
}

/** The embedded AWS without a transport: requests in, answers out. */
export class LocalAws {
  readonly store: Store;
  readonly services: readonly Service[];
  endpoint: string;
  readonly #bySigningName: Map<string, Service[]>;
  readonly #observers: readonly ((call: EndedCall) => void)[];
  readonly accessLog = new AccessLog();
  readonly faults: FaultInjector;
  readonly schedule: Schedule;
  quotas: QuotaOverrides;
  readonly #strict: boolean;
  readonly ids: Ids;
  readonly #now: () => Date;
  readonly #tally = new CallTally();

  constructor({
    services,
    store = new Store(),
    seed,
    now = () => new Date(),
    endpoint = "http://127.0.0.1",
    awsTime = "off",
    quotas = {},
    strict = true,
  }: LocalAwsOptions) {
    this.services = services;
    this.store = store;
    this.endpoint = endpoint;
    this.#observers = services.flatMap(({ observe }) => observe ?? []);
    this.#bySigningName = new Map();
    for (const service of services)
      this.#bySigningName.set(service.signingName, [
        ...(this.#bySigningName.get(service.signingName) ?? []),
        service,
      ]);
    this.ids = lastingIds(store, seed);
    this.#now = now;
    this.#strict = strict;
    this.quotas = quotas;
    this.faults = new FaultInjector({ store, services, now, seed });
    this.schedule = new Schedule(
      store,
      services.flatMap(({ transitions = [] }) => transitions),
      awsTime,
    );
  }

  /** The way of every request. */
  readonly #chain: readonly Step[] = [
    (exchange) => this.#findService(exchange),
    () => this.passTime(),
    (exchange) => this.#makeContext(exchange),
    (exchange) => this.#route(exchange),
    readInput,
    (exchange) => this.#disturb(exchange),
    (exchange) => this.#validate(exchange),
    (exchange) => this.#authorize(exchange),
    (exchange) => this.#invoke(exchange),
    writeOutput,
  ];

  async handle(request: WireRequest): Promise<WireResponse> {
    const exchange: Exchange = { request };
    this.#tally.called(request);
    try {
      for (const step of this.#chain) {
        const pending = step(exchange);
        if (pending) await pending;
      }
      if (!exchange.response) throw new TypeError("the chain ended without an answer");
      this.#observe(exchange);
      return this.#deliver(exchange.response, exchange);
    } catch (error) {
      return this.#deliver(this.#refuse(error, exchange), exchange);
    } finally {
      if (exchange.routed && !exchange.routed.operation.readOnly) this.store.touch();
    }
  }

  now(): Date {
    return this.#now();
  }

  /** Lets happen what is due by now. */
  passTime(): void {
    this.schedule.run(this.#now(), ({ account, region }, at) =>
      makeContext(this, { caller: nobody, account, region, requestId: this.ids.uuid(), now: () => at }),
    );
  }

  inventory(): PlacedItem[] {
    this.passTime();
    return this.store.inventory(this.slots());
  }

  slots(): Slot<object>[] {
    return this.services.flatMap(({ slots }) => slots);
  }

  counts(): CallCounts {
    return this.#tally.counts();
  }

  #findService(exchange: Exchange): void {
    const scope = credentialScope(exchange.request);
    const name = scope?.service ?? unsignedService(exchange.request);
    const named = this.#bySigningName.get(name) ?? [];
    const service = named.length > 1 ? ofVersion(named, exchange.request) : named[0];
    if (!service) throw new ServiceError("NotImplemented", `The embedded AWS has no service "${name}"`, 501);
    exchange.service = service;
    const prepared = service.prepare?.(exchange.request, this.#now());
    if (prepared) Object.assign(exchange, prepared);
  }

  #makeContext(exchange: Exchange): void {
    const { request } = exchange;
    const scope = credentialScope(request);
    const caller = this.#caller(exchange, scope);
    exchange.ctx = makeContext(this, {
      caller,
      account: caller.account || defaultAccount,
      region: scope?.region ?? "us-east-1",
      requestId: this.ids.uuid(),
      now: this.#now,
      request: requestFacts(request),
      view: () => exchange.view ?? this.#state,
    });
  }

  /** Who sends a request; without strictness whoever is not known is the administrator. */
  #caller({ request, service }: Exchange, scope: CredentialScope | undefined): Caller {
    const caller = identifyCaller({ scope, request, state: this.#state, now: this.#now });
    if (typeof caller !== "string" && (caller.kind !== "anonymous" || this.#strict)) return caller;
    if (!this.#strict) return administratorOf(defaultAccount, scope?.accessKeyId ?? "", scope?.region);
    throw badCredentials(caller as CredentialProblem, (service as Service).protocol.name);
  }

  /** A context of a place for what is asked of the endpoint itself. */
  at(place: { readonly account: string; readonly region: string }): Context {
    return makeContext(this, { ...place, caller: nobody, requestId: this.ids.uuid(), now: this.#now });
  }

  readonly #state: StateView = (slot, account, region) => this.store.state(slot, account, region);

  #route(exchange: Exchange): Promise<void> | undefined {
    const routed = (exchange.service as Service).route(exchange.request, exchange.labels);
    if (routed instanceof Promise) return routed.then((awaited) => this.#arrive(exchange, awaited));
    this.#arrive(exchange, routed);
    return undefined;
  }

  #arrive(exchange: Exchange, routed: Routed): void {
    const service = exchange.service as Service;
    if ("missing" in routed)
      throw new ServiceError(
        "NotImplemented",
        `The embedded AWS does not have ${service.signingName}:${routed.missing}`,
        501,
      );
    if (this.#strict) requireCredentials(service, routed.operation, (exchange.ctx as Context).caller);
    exchange.routed = routed;
    const key = `${service.signingName}:${routed.operation.name}`;
    this.#tally.reached(key);
  }

  #disturb(exchange: Exchange): Promise<void> | undefined {
    const { service, routed, input, ctx } = exchange as Required<Exchange>;
    const disturbance = this.faults.before({ service, operation: routed.operation, input, ctx });
    if (disturbance instanceof Promise)
      return disturbance.then((awaited) => {
        exchange.disturbance = awaited;
      });
    exchange.disturbance = disturbance;
    return undefined;
  }

  #validate({ service, routed, input }: Exchange): Promise<void> | undefined {
    if (!this.#strict || !service || !routed) return undefined;
    return validateInput(service, routed.operation, input);
  }

  #authorize({ service, routed, input, ctx }: Exchange): void {
    if (!this.#strict || !service || !routed || !ctx) return;
    authorize(service, routed.operation, input, ctx);
  }

  #refuse(error: unknown, exchange: Exchange): WireResponse {
    const { request, service, ctx } = exchange;
    if (error instanceof ConnectionCut) {
      this.#tally.refused();
      return cutOff;
    }
    const fault = faultFor(error, service);
    this.#tally.refused(fault.code);
    this.#observe(exchange, fault);
    return refusal(fault, service, request, ctx?.requestId ?? this.ids.uuid());
  }

  /** Reads may see an older state; writes leave the older one behind for them. */
  #invoke(exchange: Exchange): Promise<void> | undefined {
    const { service, routed, input, ctx } = exchange as Required<Exchange>;
    const { operation } = routed;
    exchange.view = exchange.disturbance?.view ?? this.faults.recorder(service, operation);
    const output = operation.handle(input, ctx);
    if (output instanceof Promise)
      return output.then((awaited) => {
        exchange.output = awaited;
      });
    exchange.output = output;
    return undefined;
  }

  /** Shows what may have changed something to the services that look on. */
  #observe({ service, routed, input, output, ctx }: Exchange, refusal?: EndedCall["refusal"]): void {
    if (!service || !ctx || !routed || routed.operation.readOnly) return;
    const { operation } = routed;
    for (const observe of this.#observers) observe({ service, operation, input, output, refusal, ctx });
  }

  /** An answer, unless its connection is cut. */
  #deliver(response: WireResponse, { disturbance }: Exchange): WireResponse {
    return disturbance?.lost ? { ...response, lost: true } : response;
  }
}

/** Of services that share a signing name, the one whose API version a query request names. */
function ofVersion(services: readonly Service[], request: WireRequest): Service | undefined {
  const version = new URLSearchParams(bodyText(request)).get("Version");
  return services.find(({ apiVersion }) => apiVersion === version) ?? services[0];
}
