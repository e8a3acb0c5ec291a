const TARGETS: Readonly<Record<string, string>> = { rehearse: "demo" };

/** Whoever typed `make plan` is answered in make's words: `infra apply dev --local` becomes `make apply ENV=dev LOCAL=1`. */
export function usersWords(env: NodeJS.ProcessEnv): (line: string) => string {
  if (!env.INFRA_MAKE) return (line) => line;
  return (line) =>
    line.replace(COMMAND, (_all, name: string, environment: string, flags: string) =>
      [
        `make ${TARGETS[name] ?? name} ENV=${environment}`,
        ...(flags.includes("--local") ? ["LOCAL=1"] : []),
        ...(flags.includes("--yes") ? ["YES=1"] : []),
      ].join(" "),
    );
}

const COMMAND = /\binfra (rehearse|init|plan|apply|destroy|output|validate) ([\w-]+)((?: --(?:local|yes))*)/g;
