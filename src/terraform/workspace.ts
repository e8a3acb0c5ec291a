import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Engine } from "./engine.ts";
import { engineEnvironment } from "./environment.ts";
import { EngineFailed } from "./errors.ts";
import { diagnosticOf } from "./event-stream.ts";
import type { ChangeCounts, EngineEvent, OutputsEvent } from "./events.ts";
import { Initialization } from "./initialization.ts";
import { installedProvider } from "./installed-provider.ts";
import type { InterruptSource } from "./interrupts.ts";
import { readIfThere } from "./lock-file.ts";
import type { OutputJson, PlanJson, StateJson } from "./plan-json.ts";
import { captureEngine, type StreamResult, streamEngine } from "./run.ts";
import { type StateResource, stateAddresses, stateResources, taintedAddresses } from "./state-addresses.ts";

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

/**
 * One environment's working directory, and what the engine can do in it. Every method throws `EngineFailed` when the engine does,
 * with its diagnostics; `interrupted` says that the user stopped it.
 */
export class Workspace {
  readonly directory: string;
  readonly engine: Engine;
  readonly #options: WorkspaceOptions;

  constructor(options: WorkspaceOptions) {
    this.directory = options.directory;
    this.engine = options.engine;
    this.#options = options;
  }

  /** Writes the configuration as `cdk.tf.json`; `digest` identifies its content. */
  async write(configuration: unknown): Promise<{ changed: boolean; digest: string }> {
    const file = join(this.directory, "cdk.tf.json");
    const text = `${JSON.stringify(configuration, null, 2)}\n`;
    const digest = createHash("sha256").update(text).digest("hex");
    if ((await readIfThere(file)) === text) return { changed: false, digest };
    await mkdir(this.directory, { recursive: true });
    await writeFileAtomically(file, text);
    return { changed: true, digest };
  }

  /** Prepares the directory (backend, providers). Skipped when nothing that matters to it changed since it last succeeded. */
  async init(
    options: { upgrade?: boolean; onEvent?: (event: EngineEvent) => void } = {},
  ): Promise<{ skipped: boolean }> {
    const { engine, env, lockFile } = this.#options;
    const initialization = new Initialization({
      engine,
      directory: this.directory,
      env: engineEnvironment(env),
      lockFile,
    });
    return initialization.ensure(options.upgrade ?? false, (args, onStart) =>
      this.#stream(args, { ...options, onStart, reattach: false }),
    );
  }

  /** Checks the configuration against the providers' schemas. An invalid one is an answer, not an error. */
  async validate(): Promise<ValidateResult> {
    const { stdout } = await this.#capture(["validate", "-json", "-no-color"], [0, 1]);
    const { valid, diagnostics } = parseDocument<{ valid: boolean; diagnostics: readonly unknown[] }>(
      "validate",
      stdout,
    );
    return { valid, diagnostics: diagnostics.map(diagnosticOf) };
  }

  /** Plans and saves the plan. */
  async plan(options: PlanOptions = {}): Promise<PlanResult> {
    const {
      destroy = false,
      refreshOnly = false,
      refresh = true,
      out = "plan.tfplan",
      parallelism,
      extra = [],
      onEvent,
    } = options;
    const planFile = resolve(this.directory, out);
    const summary = new Summary();
    const { exitCode, diagnostics, logFile } = await this.#stream(
      [
        ...["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${out}`],
        ...(destroy ? ["-destroy"] : []),
        ...(refreshOnly ? ["-refresh-only"] : []),
        ...(refresh ? [] : ["-refresh=false"]),
        ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]),
        ...extra,
      ],
      { onEvent: summary.tee(onEvent ?? this.#options.onEvent), success: [0, 2] },
    );
    return { changes: exitCode === 2, planFile, counts: summary.counts, diagnostics, logFile };
  }

  /** A saved plan in full. Sensitive values are in it. */
  async show(planFile = "plan.tfplan"): Promise<PlanJson> {
    const { stdout } = await this.#capture(["show", "-json", planFile]);
    return parseDocument("show", stdout);
  }

  /** Applies exactly the saved plan. */
  async apply(options: ApplyOptions): Promise<ApplyResult> {
    const { planFile, parallelism, onEvent } = options;
    const summary = new Summary();
    const { diagnostics, logFile } = await this.#stream(
      [
        "apply",
        "-json",
        "-input=false",
        ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]),
        planFile,
      ],
      { onEvent: summary.tee(onEvent ?? this.#options.onEvent) },
    );
    return { counts: summary.counts, outputs: summary.outputs, diagnostics, logFile };
  }

  /** The outputs in the state, sensitive values included; empty before the first apply. */
  async output(): Promise<Record<string, OutputJson>> {
    const { stdout } = await this.#capture(["output", "-json", "-no-color"]);
    return parseDocument("output", stdout);
  }

  /** Addresses of what the state holds, data sources included. Needs no provider, so it is quick. */
  async stateList(): Promise<readonly string[]> {
    const { stdout } = await this.#capture(["state", "pull"]);
    return stdout.trim() === "" ? [] : stateAddresses(parseDocument("state", stdout));
  }

  /** What the state holds, with its attributes, data sources excluded. Sensitive values are in it; needs no provider. */
  async stateResources(): Promise<readonly StateResource[]> {
    const { stdout } = await this.#capture(["state", "pull"]);
    return stdout.trim() === "" ? [] : stateResources(parseDocument("state", stdout));
  }

  /** Addresses of what the state marks as unfinished, and the next plan would replace. */
  async stateTainted(): Promise<readonly string[]> {
    const { stdout } = await this.#capture(["state", "pull"]);
    return stdout.trim() === "" ? [] : taintedAddresses(parseDocument("state", stdout));
  }

  /** Writes a state file, such as the `errored.tfstate` of a run that could not save its own, to the backend. */
  async pushState(file: string): Promise<void> {
    await this.#capture(["state", "push", file]);
  }

  /** Releases a lock that nobody holds any more. */
  async forceUnlock(lockId: string): Promise<void> {
    await this.#capture(["force-unlock", "-force", lockId]);
  }

  /** Takes from a resource the mark that it is unfinished. Takes the state's lock. */
  async untaint(address: string): Promise<void> {
    await this.#capture(["untaint", "-no-color", address]);
  }

  /** The same directory with other options. */
  with(options: Partial<Pick<WorkspaceOptions, "env" | "reattach">>): Workspace {
    return new Workspace({ ...this.#options, ...options });
  }

  /** The state in full. Sensitive values are in it. */
  async showState(): Promise<StateJson> {
    const { stdout } = await this.#capture(["show", "-json", "-no-color"]);
    return parseDocument("show", stdout);
  }

  /** The executable of an installed provider (`hashicorp/aws`), for `startProvider`; needs an init. */
  async providerBinary(source: string): Promise<string> {
    return installedProvider(this.directory, source, this.engine.product);
  }

  #stream(
    args: readonly string[],
    options: {
      onEvent?: (event: EngineEvent) => void;
      onStart?: (pid: number) => Promise<void>;
      success?: readonly number[];
      reattach?: boolean;
    },
  ): Promise<StreamResult> {
    const { engine, directory, env, reattach, signals, log, onProcess } = this.#options;
    const { onEvent = this.#options.onEvent, success } = options;
    const onStart = options.onStart ?? (async (pid: number) => onProcess?.(pid));
    const tell = (event: EngineEvent) => {
      log?.(event);
      onEvent?.(event);
    };
    const attached = options.reattach === false ? undefined : reattach;
    const logs = join(directory, "logs");
    return streamEngine({
      engine,
      directory,
      env: engineEnvironment(env, { reattach: attached }),
      args,
      logs,
      onEvent: tell,
      onStart,
      success,
      signals,
    });
  }

  #capture(args: readonly string[], success?: readonly number[]): Promise<{ stdout: string }> {
    const { engine, directory, env, reattach, signals } = this.#options;
    return captureEngine({
      engine,
      directory,
      env: engineEnvironment(env, { reattach }),
      args,
      success,
      signals,
    });
  }
}

/** Picks from the events what a result repeats. */
class Summary {
  counts: ChangeCounts | undefined;
  outputs: OutputsEvent["outputs"] = {};

  tee(onEvent: ((event: EngineEvent) => void) | undefined): (event: EngineEvent) => void {
    return (event) => {
      if (event.type === "change_summary") this.counts = event.changes;
      if (event.type === "outputs") this.outputs = event.outputs;
      onEvent?.(event);
    };
  }
}

function parseDocument<T>(command: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    const output = `It printed no JSON: ${error instanceof Error ? error.message : error}\n${text.slice(0, 500)}`;
    throw new EngineFailed({ command, exitCode: 0, interrupted: false, diagnostics: [], output });
  }
}
