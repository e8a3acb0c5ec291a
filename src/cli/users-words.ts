const TARGETS: Readonly<Record<string, string>> = { rehearse: "demo" };

/** Flags that the Makefile has a variable for; all others go through ARGS. */
const VARIABLES: Readonly<Record<string, string>> = { "--local": "LOCAL=1", "--yes": "YES=1" };

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
          ...variables(flags.match(FLAGS) ?? []),
        ].join(" ");
        return `${start ?? /\n */.exec(all)?.[0] ?? (all.startsWith(" ") ? " " : "")}${command}`;
      })
      .replace(/\badd(\s+)--local\b/g, "add$1LOCAL=1");
}

function variables(flags: readonly string[]): string[] {
  const own = Object.entries(VARIABLES).flatMap(([flag, variable]) =>
    flags.includes(flag) ? [variable] : [],
  );
  const rest = flags.filter((flag) => !(flag in VARIABLES)).map((flag) => flag.replace(/\n */, " "));
  return rest.length > 0 ? [...own, `ARGS=${quoted(rest.join(" "))}`] : own;
}

/** As a shell takes it for one word; make hands its inside to a shell again. */
function quoted(text: string): string {
  const plain = text.replace(/\$/g, "$$$$");
  return plain.includes("'") ? `"${plain.replace(/["\\$`]/g, "\\$&")}"` : `'${plain}'`;
}

/** Flags that the product's own texts put behind a command: those that stand alone, and those with a value. */
const FLAG =
  /--(?:local|yes|destroy|json|full|refresh)(?![\w-])|--(?:var|usage|from|format|output|out|plan)(?: |\n *)(?:'[^']*'|[^\s'"]*[^\s'",.;:)])/
    .source;
const FLAGS = new RegExp(FLAG, "g");

/** Words are one space or one line break apart; whatever stands before the first one on its line is captured only where that is a margin. */
const COMMAND = new RegExp(
  `(?:(^ *)| |\\b)infra(?: |\\n *)(rehearse|init|plan|cost|diagram|report|apply|destroy|output|validate)(?: |\\n *)([\\w-]+)((?:(?: |\\n *)(?:${FLAG}))*)`,
  "gm",
);
