export interface EngineEnvironment {
  /** CLI configuration to use; without one, a `TF_CLI_CONFIG_FILE` of the base stays. */
  readonly cliConfigFile?: string;
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
  const { TF_WORKSPACE: _workspace, TF_DATA_DIR: _dataDirectory, ...rest } = base;
  return {
    ...rest,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    ...(options.cliConfigFile === undefined ? {} : { TF_CLI_CONFIG_FILE: options.cliConfigFile }),
    ...(options.reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: options.reattach }),
  };
}
