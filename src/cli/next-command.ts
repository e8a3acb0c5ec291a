import type { Deployment } from "./deployment.ts";

/** A command that goes on with the same deployment: the same settings belong to it, since with others a plan would not fit. */
export function nextCommand(
  name: string,
  { environment, local }: Pick<Deployment, "environment" | "local">,
  { overrides = [], flags = [] }: { overrides?: readonly string[]; flags?: readonly string[] } = {},
): string {
  const settings = overrides.flatMap((one) => ["--var", quoted(one)]);
  return ["infra", name, environment, ...(local ? ["--local"] : []), ...settings, ...flags].join(" ");
}

/** As a shell takes it for one word. */
export function quoted(text: string): string {
  return /^[\w=.,:/@-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
