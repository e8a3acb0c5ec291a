/** The environment without what changes the command's answers or its colours. */
export function neutralEnv(env) {
  const own =
    /^(AWS_|TF_VAR_|TF_LOG|TF_CLI_ARGS|INFRA_|MAKE|MFLAGS|GNUMAKEFLAGS|npm_|CI$|NO_COLOR$|FORCE_COLOR$|COLUMNS$|LINES$)/;
  const kept = Object.entries(env).filter(([name]) => !own.test(name));
  return {
    ...Object.fromEntries(kept),
    SHELL: "/bin/sh",
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
  };
}
