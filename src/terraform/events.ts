import type { Diagnostic } from "./diagnostic.ts";

/**
 * The lines of the engine's `-json` stream, in its own words: https://developer.hashicorp.com/terraform/internals/machine-readable-ui.
 * The union names what we use; whatever else an engine says arrives as an `OtherEvent`.
 */
export type EngineEvent =
  | VersionEvent
  | DiagnosticEvent
  | PlannedChangeEvent
  | ChangeSummaryEvent
  | OutputsEvent
  | RefreshEvent
  | ApplyStartEvent
  | ApplyProgressEvent
  | ApplyCompleteEvent
  | ApplyErroredEvent
  | InitOutputEvent
  | LogEvent
  | OtherEvent;

/** What every event carries: the line for people, and when it was said (ISO 8601). */
export interface EventBase {
  readonly message: string;
  readonly timestamp: string;
}

export interface VersionEvent extends EventBase {
  readonly type: "version";
  /** Version of the format, `major.minor`; an unknown major version is refused. */
  readonly ui: string;
}

export interface DiagnosticEvent extends EventBase {
  readonly type: "diagnostic";
  readonly diagnostic: Diagnostic;
}

/** A change that the plan holds, or drift that the refresh found (`resource_drift`). */
export interface PlannedChangeEvent extends EventBase {
  readonly type: "planned_change" | "resource_drift";
  readonly change: {
    readonly resource: ResourceAddress;
    readonly previous_resource?: ResourceAddress;
    readonly action: ChangeAction;
    readonly reason?: string;
  };
}

/** Printed once at the end of a plan, an apply or a destroy. */
export interface ChangeSummaryEvent extends EventBase {
  readonly type: "change_summary";
  readonly changes: ChangeCounts;
}

export interface OutputsEvent extends EventBase {
  readonly type: "outputs";
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly sensitive: boolean;
        readonly type?: unknown;
        readonly value?: unknown;
        readonly action?: string;
      }
    >
  >;
}

export interface RefreshEvent extends EventBase {
  readonly type: "refresh_start" | "refresh_complete";
  readonly hook: ResourceHook;
}

export interface ApplyStartEvent extends EventBase {
  readonly type: "apply_start";
  readonly hook: ResourceHook & { readonly action: ChangeAction };
}

/** Said about every ten seconds for each resource under way. */
export interface ApplyProgressEvent extends EventBase {
  readonly type: "apply_progress";
  readonly hook: ResourceHook & { readonly action: ChangeAction; readonly elapsed_seconds: number };
}

export interface ApplyCompleteEvent extends EventBase {
  readonly type: "apply_complete";
  readonly hook: ResourceHook & { readonly action: ChangeAction; readonly elapsed_seconds: number };
}

export interface ApplyErroredEvent extends EventBase {
  readonly type: "apply_errored";
  readonly hook: ResourceHook & { readonly action: ChangeAction; readonly elapsed_seconds: number };
}

export interface InitOutputEvent extends EventBase {
  readonly type: "init_output";
  readonly message_code?: string;
}

export interface LogEvent extends EventBase {
  readonly type: "log";
}

/** An event whose type we do not use; `name` is the engine's type. */
export interface OtherEvent extends EventBase {
  readonly type: "other";
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type ChangeAction =
  | "noop"
  | "create"
  | "read"
  | "update"
  | "replace"
  | "delete"
  | "remove"
  | "forget"
  | "import"
  | "move"
  | "open"
  | "renew"
  | "close";

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly import: number;
  readonly remove: number;
  readonly operation: "plan" | "apply" | "destroy";
}

export interface ResourceAddress {
  readonly addr: string;
  readonly module: string;
  readonly resource: string;
  readonly implied_provider: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly resource_key: string | number | null;
}

export interface ResourceHook {
  readonly resource: ResourceAddress;
  /** Name and value of the identifying attribute, once it is known (`id`, `arn`). */
  readonly id_key?: string;
  readonly id_value?: string;
}
