import type { Diagnostic } from "./diagnostic.ts";
import type { Engine } from "./engine.ts";
import type { ChangeCounts, EngineEvent, OutputsEvent } from "./events.ts";
import type { InterruptSource } from "./interrupts.ts";

export interface WorkspaceOptions {
  readonly engine: Engine;
  /** Made when it does not exist. Holds `cdk.tf.json`, `.terraform/`, saved plans and `logs/`. */
  readonly directory: string;
  /** Environment for the engine and its providers (credentials, endpoints), with `configurePlugins` applied. */
  readonly env: NodeJS.ProcessEnv;
  /** The dependency lock file that the user commits. */
  readonly lockFile?: LockFile;
  /** Value of `TF_REATTACH_PROVIDERS`; used by everything but init. */
  readonly reattach?: string;
  /** Told everything the engine says, on every command that has no `onEvent` of its own. */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Told the same, whoever else listens. */
  readonly log?: (event: EngineEvent) => void;
  /** Told the process of every run that plans or applies, before it has done anything. */
  readonly onProcess?: (pid: number) => void;
  /** @default process */
  readonly signals?: InterruptSource;
}

export interface LockFile {
  readonly path: string;
  /** Whether a changed selection is written back to `path`. */
  readonly writeBack: boolean;
}

export interface PlanOptions {
  readonly destroy?: boolean;
  /** Only read what there is, and plan no changes. @default false */
  readonly refreshOnly?: boolean;
  /** @default true */
  readonly refresh?: boolean;
  /** The plan file, relative to the working directory or absolute. @default "plan.tfplan" */
  readonly out?: string;
  /** How many operations at once. @default the engine's ten */
  readonly parallelism?: number;
  /** Further arguments, such as `-target=…` or `-lock-timeout=60s`. */
  readonly extra?: readonly string[];
  readonly onEvent?: (event: EngineEvent) => void;
}

export interface PlanResult {
  /** Whether there is anything to apply, outputs included. */
  readonly changes: boolean;
  /** Absolute path of the saved plan. */
  readonly planFile: string;
  readonly counts?: ChangeCounts;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  readonly logFile: string;
}

export interface ApplyOptions {
  /** The saved plan, relative to the working directory or absolute. */
  readonly planFile: string;
  /** How many operations at once. @default the engine's ten */
  readonly parallelism?: number;
  readonly onEvent?: (event: EngineEvent) => void;
}

export interface ApplyResult {
  readonly counts?: ChangeCounts;
  /** Outputs after the apply; sensitive ones without their value. */
  readonly outputs: OutputsEvent["outputs"];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  readonly logFile: string;
}

export interface ValidateResult {
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
