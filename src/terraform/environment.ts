import { existsSync } from "node:fs";

export interface EngineEnvironment {
  /** Value of `TF_REATTACH_PROVIDERS`; see `startProvider`. */
  readonly reattach?: string;
}

/**
 * The environment for an engine: the user's own, made fit for a program that reads the answers. It asks nothing, looks for no updates, and keeps to
 * the working directory and the state that we chose.
 */
export function engineEnvironment(
  base: NodeJS.ProcessEnv,
  options: EngineEnvironment = {},
): NodeJS.ProcessEnv {
  // One environment, one state, one folder: these two would silently choose another.
  const { TF_WORKSPACE: _workspace, TF_DATA_DIR: _dataDirectory, ...rest } = withoutMissingConfig(base);
  return {
    ...rest,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    ...(options.reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: options.reattach }),
  };
}

/** The environment without a `TF_CLI_CONFIG_FILE` that names no file: engines warn about it on every run. */
export function withoutMissingConfig(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: file, ...rest } = env;
  return file && !existsSync(file) ? rest : env;
}
