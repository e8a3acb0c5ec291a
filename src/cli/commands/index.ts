import type { Command } from "../command.ts";
import { ALLOW_LOSS, ENV, JSON_OUT, LOCAL, LOCK_TIMEOUT, USAGE, VAR, YES } from "./options.ts";

/** Every command, in the order in which help lists them. A new one is a file beside this one and an entry here. */
export const commands: readonly Command[] = [
  {
    name: "rehearse",
    summary: "the whole path on the embedded AWS: plan, apply, read back, destroy",
    description:
      "Starts a fresh embedded AWS and runs the real Terraform against it: init, plan, apply, output, a second plan (which must find nothing to do), destroy, and an inventory (which must find nothing left). Needs no account and leaves nothing behind. Takes one and a half to two minutes, nearly all of it fixed waits inside the AWS provider.",
    arguments: [ENV],
    options: [
      {
        flags: "--keep",
        description: "stop before destroying: leave the embedded AWS running and say how to use it",
      },
      {
        flags: "--aws-time <speed>",
        description: "how fast AWS's time passes: real, x60 (a minute takes a second) or off (default: off)",
      },
      {
        flags: "--faults <rules>",
        description:
          "what kind of day AWS has: bad-day, worst-day, rules such as throttle=0.2,seed=7, a file of them (@file), or replay=<journal>",
      },
      {
        flags: "--quota <name=value>",
        description: "another quota than AWS's default, e.g. vpc:vpcs=1; may be repeated",
        repeatable: true,
      },
      {
        flags: "--deployer <file>",
        description: "deploy as a role that has just this policy, instead of as an administrator",
      },
      {
        flags: "--attempts <number>",
        description: "with --faults: how often apply and destroy are tried before giving up (default: 10)",
      },
      VAR,
      JSON_OUT,
    ],
    examples: [
      ["infra rehearse dev", "the demo"],
      ['infra rehearse dev --var \'zones=["a","b"]\'', "what if"],
      ["infra rehearse dev --keep", "then look around with the AWS CLI"],
      ["infra rehearse dev --aws-time x60", "with AWS's own waits, a minute a second"],
      ["infra rehearse dev --faults bad-day,seed=4", "throttled, delayed, stale; the same faults each time"],
      ["infra rehearse dev --deployer policy.json", "is this policy enough to deploy with?"],
    ],
    load: () => import("./rehearse.ts"),
  },
  {
    name: "init",
    summary: "make the state bucket if it is missing, then terraform init",
    description:
      "Creates the bucket that holds Terraform's state (versioned, encrypted, no public access, TLS only, states that nobody deletes, old ones kept for 90 days) or mends the settings of an existing one and says how they were, refuses a bucket or credentials of another account, and runs terraform init. Safe to run again.",
    arguments: [ENV],
    options: [LOCAL, VAR, JSON_OUT],
    examples: [
      ["infra init dev", "once per account and environment"],
      ["infra init dev --local", "the same on the embedded AWS (other commands do it by themselves there)"],
    ],
    load: () => import("./init.ts"),
  },
  {
    name: "plan",
    summary: "show what would change, and save it for apply",
    description:
      "Checks the settings, synthesizes the configuration, lets Terraform plan, saves the plan and prints a summary: every change under its module, then what matters, the worst first (data that is lost, what is destroyed or replaced and why, what is interrupted, who gets access to what), time and cost. The last line is what it comes down to.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      {
        flags: "--detailed-exitcode",
        description: "exit with 0: nothing to change, 1: error, 2: there are changes",
      },
      { flags: "--full", description: "name every resource, attribute and statement: nothing folded" },
      {
        flags: "--out <file>",
        description: "also write the plan to a file of its own, for `apply --plan` on another machine",
      },
      LOCK_TIMEOUT,
      ALLOW_LOSS,
      JSON_OUT,
    ],
    examples: [
      ["infra plan dev", "against your account"],
      ["infra plan dev --local", "against the embedded AWS"],
      ["infra plan dev --var nat_gateways=per-az", "what if"],
      ["infra plan prod --out plan.infra", "in CI: for the job that applies it"],
    ],
    load: () => import("./plan.ts"),
  },
  {
    name: "cost",
    summary: "what a month costs, by module and resource, and how to pay less",
    description:
      "Prices what the settings declare, with the use that infra/envs/<env>/usage.tfvars assumes (network traffic, logs, stored data, requests). Every figure shows its price, source and date; what has no price is listed. Needs no account: prices are public data in this project, or with --refresh what AWS's price list answers.",
    arguments: [ENV],
    options: [
      VAR,
      USAGE,
      {
        flags: "--by <grouping>",
        description: "module, service or resource: what lines are added up by (default: module)",
      },
      {
        flags: "--refresh",
        description: "ask AWS's price list for today's prices and keep them (needs credentials)",
      },
      JSON_OUT,
    ],
    examples: [
      ["infra cost dev", "what dev costs"],
      ["infra cost prod --var nat_gateways=single", "what if"],
      ["infra cost prod --usage nat_gb=2000 --by resource", "with another use, line by line"],
    ],
    load: () => import("./cost.ts"),
  },
  {
    name: "diagram",
    summary: "the picture: network, cluster, stores, roles, and who reaches what",
    description:
      "Draws what a plan would make, with its changes in colour, or what the state says is there, or what the settings declare (which needs no account). Writes SVG that suits light and dark pages, or Mermaid text for a README.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      {
        flags: "--from <source>",
        description: "plan, state or declaration (default: plan)",
      },
      { flags: "--format <format>", description: "svg or mermaid (default: svg)" },
      {
        flags: "-o, --output <file>",
        description: "where to write it, - for stdout (default: diagram-<env>.svg, Mermaid to stdout)",
      },
      { flags: "--theme <theme>", description: "auto, light or dark (default: auto)" },
      JSON_OUT,
    ],
    examples: [
      ["infra diagram dev --local", "what a plan on the embedded AWS would make"],
      ["infra diagram prod --from state", "what is there"],
      ["infra diagram dev --from declaration --format mermaid", "for a README, without an account"],
    ],
    load: () => import("./diagram.ts"),
  },
  {
    name: "report",
    summary: "one page for whoever approves: changes, dangers, cost, time, picture, security",
    description:
      "Plans (or takes the saved plan), and writes everything there is to say about it as one self-contained HTML file that needs no network, or as Markdown that is short enough for a comment on a pull request.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      { flags: "--destroy", description: "report on the removal of everything" },
      USAGE,
      { flags: "--format <format>", description: "html or markdown (default: html)" },
      {
        flags: "-o, --output <file>",
        description: "where to write it, - for stdout (default: report-<env>.html, Markdown to stdout)",
      },
      JSON_OUT,
    ],
    examples: [
      ["infra report dev --local", "the page, on the embedded AWS"],
      ["infra report prod --format markdown", "for a comment on a pull request"],
    ],
    load: () => import("./report.ts"),
  },
  {
    name: "apply",
    summary: "apply exactly the plan that was shown, after a yes",
    description:
      "Applies the plan that `infra plan` saved, as long as settings, code, providers and state are still the same and nobody changed AWS by hand since; otherwise says what changed, plans anew and shows it first. With --yes a plan that no longer fits is not replaced by another: exit code 1. In CI (CI is set) there must be a plan. Ctrl-C once lets Terraform finish what it is doing and save its state; a second one ends it at once.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      YES,
      { flags: "--plan <file>", description: "apply the plan that `infra plan --out` wrote to this file" },
      ALLOW_LOSS,
      LOCK_TIMEOUT,
      JSON_OUT,
    ],
    examples: [
      ["infra apply dev", "shows the plan, asks, applies"],
      ["infra apply dev --yes", "for scripts"],
      ["infra apply dev --local", "on the embedded AWS, which remembers it"],
    ],
    load: () => import("./apply.ts"),
  },
  {
    name: "destroy",
    summary: "show what goes, ask for the environment's name, destroy",
    description:
      "Plans the removal of everything in the environment, shows it and all that would stop it half-way (what buckets and repositories hold, what the cluster's controllers left, node groups outside the state), asks for the environment's name, removes it, and looks whether anything is left. Broken off, the same command goes on. Exit code 0: nothing is left, 1: something is, or it was refused.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      YES,
      {
        flags: "--empty-buckets",
        description: "delete what buckets and repositories still hold, all versions of it, before they go",
      },
      {
        flags: "--sweep",
        description:
          "delete what controllers in the cluster left: load balancers, their security groups, interfaces",
      },
      { flags: "--production", description: "required for prod, besides the environment's name" },
      LOCK_TIMEOUT,
      JSON_OUT,
    ],
    examples: [
      ["infra destroy dev", "asks you to type dev"],
      ["infra destroy dev --local --yes", "without asking"],
      ["infra destroy dev --empty-buckets --sweep", "with what buckets hold and controllers left"],
    ],
    load: () => import("./destroy.ts"),
  },
  {
    name: "drift",
    summary: "what somebody changed outside Terraform: who, when, and the two ways out",
    description:
      "Compares the state with what AWS has, attribute by attribute, and says who changed it and when, where the account's trail knows. Shows the two ways out of each: take it back (apply), or take it over (the setting to change). Changes nothing. Exit code 0: no drift, 2: drift, 1: error.",
    arguments: [ENV],
    options: [LOCAL, VAR, LOCK_TIMEOUT, JSON_OUT],
    examples: [
      ["infra drift dev", "what differs, since when, by whom"],
      ["infra drift prod --json", "for a scheduled job: exit code 2 means drift"],
    ],
    answersByExitCode: true,
    load: () => import("./drift.ts"),
  },
  {
    name: "state",
    summary: "the state's versions: list them, bring one back, save a copy",
    description:
      "`history` lists the state's versions in its bucket, the newest first: when, by whom, serial, how many resources, and what changed. `restore` brings one back, or a saved file, after showing what that changes, under the state's lock. `pull` saves a copy.",
    arguments: [
      { name: "action", description: "what to do", choices: ["history", "restore", "pull"] },
      ENV,
      {
        name: "version",
        description: "restore: a version of `history`, or a file. pull: the file to write (default: stdout)",
        optional: true,
      },
    ],
    options: [
      LOCAL,
      VAR,
      { flags: "--full", description: "history: every version that is kept, not only the newest twenty" },
      {
        flags: "--force",
        description: "restore: although it is of another lineage, or a file older than the bucket's state",
      },
      YES,
      LOCK_TIMEOUT,
      JSON_OUT,
    ],
    examples: [
      ["infra state history dev", "what was there, and what each run changed"],
      ["infra state restore dev 3HL4kqtJlcpXroDTDmJ", "shows what it would change, asks, restores"],
      ["infra state pull dev dev.tfstate", "a copy, before something bold"],
    ],
    load: () => import("./state.ts"),
  },
  {
    name: "unlock",
    summary: "show who holds the state's lock, and release it once nobody works there any more",
    description:
      "Shows the lock's holder, host, command and age, and whether the holder is still alive, where that can be known; releases it after a yes. Refuses while the holder lives: two applies at once lose each other's resources.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      {
        flags: "--id <lock-id>",
        description: "release only this very lock, as `terraform force-unlock` does",
      },
      { flags: "--force", description: "release it although its holder seems to be alive" },
      YES,
      JSON_OUT,
    ],
    examples: [
      ["infra unlock dev", "who holds it; asks before it releases"],
      ["infra unlock dev --id 6f2a… --yes", "for scripts: this lock and no other"],
    ],
    load: () => import("./unlock.ts"),
  },
  {
    name: "output",
    summary: "the outputs of what is deployed",
    description: "Reads the outputs from the environment's state. Sensitive values are only in --json.",
    arguments: [ENV, { name: "name", description: "only this output, its value alone", optional: true }],
    options: [LOCAL, VAR, JSON_OUT],
    examples: [
      ["infra output dev", "all of them"],
      ["infra output dev eks_cluster_endpoint", "one value, for scripts"],
      ["infra output dev --json", "all of them, as data"],
    ],
    load: () => import("./output.ts"),
  },
  {
    name: "validate",
    summary: "check types, settings, synthesis and terraform validate",
    description:
      "Checks what can be checked without credentials: TypeScript's types, the settings, the synthesized configuration, and Terraform's own validate against the provider's schema.",
    arguments: [ENV],
    options: [LOCAL, VAR, JSON_OUT],
    examples: [["infra validate dev", "before a commit, or in CI"]],
    load: () => import("./validate.ts"),
  },
  {
    name: "fmt",
    summary: "format sources and tfvars",
    description: "Formats the TypeScript sources and every terraform.tfvars and example below infra/envs.",
    arguments: [{ ...ENV, optional: true }],
    options: [
      { flags: "--check", description: "change nothing; exit with 1 when something is not formatted" },
      JSON_OUT,
    ],
    examples: [
      ["infra fmt", "everything"],
      ["infra fmt --check", "in CI"],
    ],
    load: () => import("./fmt.ts"),
  },
  {
    name: "local",
    summary:
      "the embedded AWS as a server: start, stop, its faults, its time, tokens of pods, what IAM refused",
    description:
      "The embedded AWS keeps what --local commands made, in the project's cache folder. `start` runs it as a server on this machine (loopback only) and prints how any AWS client can use it; `reset` forgets everything it holds. While it runs, `faults` shows or changes what kind of day AWS has, `time` how fast its time passes, `token` prints the token that a pod of a service account would have, `denials` what IAM refused.",
    arguments: [
      {
        name: "action",
        description: "what to do",
        choices: ["start", "status", "stop", "reset", "faults", "time", "token", "denials"],
      },
      {
        name: "value",
        description:
          "faults: bad-day, worst-day, rules, @file or off; time: real, x60 (a minute takes a second) or off. Without one they show how it stands",
        optional: true,
      },
    ],
    options: [
      { flags: "--port <number>", description: "start: listen on this port (default: any free one)" },
      { flags: "-y, --yes", description: "reset: do not ask" },
      { flags: "--force", description: "stop, reset: even while a run holds its state's lock" },
      {
        flags: "--service-account <namespace/name>",
        description: "token: whose, e.g. kube-system/cluster-autoscaler",
      },
      { flags: "--cluster <name>", description: "token: of which cluster (default: the only one there is)" },
      { flags: "--audience <name>", description: "token: for whom (default: sts.amazonaws.com)" },
      JSON_OUT,
    ],
    examples: [
      ['eval "$(infra local start)"', "set AWS_ENDPOINT_URL and credentials in this shell"],
      ["infra local status", "is it running, and what does it hold"],
      ["infra local faults bad-day", "throttle, delay and fail from now on; off ends it"],
      ["infra local time x60", "clusters take ten seconds instead of none"],
      ["infra local token --service-account kube-system/cluster-autoscaler", "act as that pod"],
      ["infra local denials", "what did IAM refuse, and which policy decided"],
    ],
    load: () => import("./local.ts"),
  },
  {
    name: "version",
    summary: "versions of this tool, Node, Terraform and the AWS provider",
    description: "Prints the versions that a bug report needs.",
    arguments: [],
    options: [JSON_OUT],
    examples: [["infra version --json", "for a bug report"]],
    load: () => import("./version.ts"),
  },
];
