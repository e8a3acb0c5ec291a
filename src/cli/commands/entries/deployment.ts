import type { Command } from "../../command.ts";
import { ALLOW_LOSS, ENV, JSON_OUT, LOCAL, LOCK_TIMEOUT, VAR, YES } from "../options.ts";

/** From a rehearsal to a destroy: what a deployment goes through. */
export const deployment: readonly Command[] = [
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
    load: () => import("../rehearse.ts"),
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
    load: () => import("../init.ts"),
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
    load: () => import("../plan.ts"),
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
    load: () => import("../apply.ts"),
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
    load: () => import("../destroy.ts"),
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
    load: () => import("../output.ts"),
  },
];
