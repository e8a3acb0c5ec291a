import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import type { Engine } from "./engine.ts";
import { engineEnvironment } from "./environment.ts";
import { EngineFailed } from "./errors.ts";
import { diagnosticOf } from "./event-stream.ts";
import { EventSummary } from "./event-summary.ts";
import type { EngineEvent } from "./events.ts";
import { Initialization } from "./initialization.ts";
import { installedProvider } from "./installed-provider.ts";
import { readIfThere } from "./lock-file.ts";
import type { OutputJson, PlanJson, StateJson } from "./plan-json.ts";
import { captureEngine, type StreamResult, streamEngine } from "./run.ts";
import { type StateResource, stateAddresses, stateResources, taintedAddresses } from "./state-addresses.ts";
import type {
  ApplyOptions,
  ApplyResult,
  PlanOptions,
  PlanResult,
  ValidateResult,
  WorkspaceOptions,
} from "./workspace-options.ts";

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
    const summary = new EventSummary();
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
    const summary = new EventSummary();
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

function parseDocument<T>(command: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    const output = `It printed no JSON: ${error instanceof Error ? error.message : error}\n${text.slice(0, 500)}`;
    throw new EngineFailed({ command, exitCode: 0, interrupted: false, diagnostics: [], output });
  }
}
