const TARGETS: Readonly<Record<string, string>> = { rehearse: "demo" };

/**
 * Whoever typed `make plan` is answered in make's words: `infra apply dev --local` becomes `make apply ENV=dev LOCAL=1`. Takes wrapped text as
 * well: a command that was broken starts a line of its own.
 */
export function usersWords(env: NodeJS.ProcessEnv): (text: string) => string {
  if (!env.INFRA_MAKE) return (text) => text;
  return (text) =>
    text
      .replace(COMMAND, (all, start?: string, name?: string, environment?: string, flags = "") => {
        const command = [
          `make ${TARGETS[name ?? ""] ?? name} ENV=${environment}`,
          ...(flags.includes("--local") ? ["LOCAL=1"] : []),
          ...(flags.includes("--yes") ? ["YES=1"] : []),
        ].join(" ");
        return `${start ?? /\n */.exec(all)?.[0] ?? (all.startsWith(" ") ? " " : "")}${command}`;
      })
      .replace(/\badd(\s+)--local\b/g, "add$1LOCAL=1");
}

/** Words are one space or one line break apart; whatever stands before the first one on its line is captured only where that is a margin. */
const COMMAND =
  /(?:(^ *)| |\b)infra(?: |\n *)(rehearse|init|plan|apply|destroy|output|validate)(?: |\n *)([\w-]+)((?:(?: |\n *)--(?:local|yes))*)/gm;
