/**
 * What `show -json` says about a plan or a state, as far as we read it; format versions 1.x:
 * https://developer.hashicorp.com/terraform/internals/json-format. Sensitive values are in it in plain text.
 */
export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version: string;
  /** When the plan was made, ISO 8601. */
  readonly timestamp?: string;
  readonly applyable?: boolean;
  readonly complete?: boolean;
  readonly errored?: boolean;
  readonly planned_values?: ValuesJson;
  /** Every resource instance of configuration and state, the unchanged ones too (`actions: ["no-op"]`). */
  readonly resource_changes?: readonly ResourceChangeJson[];
  /** What changed outside of Terraform since the last apply. */
  readonly resource_drift?: readonly ResourceChangeJson[];
  readonly output_changes?: Readonly<Record<string, ChangeJson>>;
  readonly prior_state?: StateJson;
  readonly configuration?: unknown;
  readonly checks?: readonly unknown[];
}

export interface StateJson {
  readonly format_version: string;
  readonly terraform_version: string;
  /** Absent when the state is empty. */
  readonly values?: ValuesJson;
}

export interface ValuesJson {
  readonly outputs?: Readonly<Record<string, OutputJson>>;
  readonly root_module?: ModuleJson;
}

export interface ModuleJson {
  readonly address?: string;
  readonly resources?: readonly ResourceJson[];
  readonly child_modules?: readonly ModuleJson[];
}

export interface ResourceJson {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly schema_version?: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sensitive_values?: unknown;
  readonly depends_on?: readonly string[];
  readonly tainted?: boolean;
}

export interface ResourceChangeJson {
  readonly address: string;
  /** Where it was before a `moved` block. */
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly deposed?: string;
  readonly provider_name: string;
  readonly change: ChangeJson;
  /** Why, such as `replace_because_cannot_update` or `delete_because_no_resource_config`. */
  readonly action_reason?: string;
}

export interface ChangeJson {
  /** A replacement is `["delete", "create"]`, or `["create", "delete"]` when the new one comes first. */
  readonly actions: readonly PlanAction[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** Mirrors `after`; `true` where the value is known only after the apply. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths of the attributes that force the replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

export type PlanAction =
  | "no-op"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "forget"
  | "open"
  | "renew"
  | "close";

/** One output of `output -json`; `type` is Terraform's type expression as JSON. */
export interface OutputJson {
  readonly sensitive: boolean;
  readonly type?: unknown;
  readonly value?: unknown;
}
