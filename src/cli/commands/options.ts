import type { Argument, Option } from "../command.ts";

/* What several commands take, said once. */

export const ENV: Argument = {
  name: "env",
  description: "the environment: a folder of infra/envs, e.g. dev",
};
export const LOCAL: Option = {
  flags: "--local",
  description: "act on the embedded AWS instead of an account",
};
export const JSON_OUT: Option = {
  flags: "--json",
  description: "print one JSON object on stdout (progress goes to stderr)",
};
export const YES: Option = {
  flags: "-y, --yes",
  description: "answer every question with yes (Terraform's -auto-approve)",
};
export const VAR: Option = {
  flags: "--var <name=value>",
  description: "set a variable, over terraform.tfvars; may be repeated",
  repeatable: true,
};
export const USAGE: Option = {
  flags: "--usage <name=value>",
  description: "another assumption than usage.tfvars has, e.g. nat_gb=500; may be repeated",
  repeatable: true,
};
export const LOCK_TIMEOUT: Option = {
  flags: "--lock-timeout <time>",
  description:
    "wait this long while somebody else works on the environment, e.g. 30s or 10m (default: not at all)",
};
export const ALLOW_LOSS: Option = {
  flags: "--allow-loss <address>",
  description:
    "let this one of what holds data, keys, cluster or trail be deleted or replaced; may be repeated. state: begin with a new one",
  repeatable: true,
};
