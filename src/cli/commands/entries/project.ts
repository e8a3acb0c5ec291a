import type { Command } from "../../command.ts";
import { ENV, JSON_OUT, LOCAL, VAR } from "../options.ts";

/** Of the project and its tools, whatever is deployed. */
export const project: readonly Command[] = [
  {
    name: "validate",
    summary: "check types, settings, synthesis and terraform validate",
    description:
      "Checks what can be checked without credentials: TypeScript's types, the settings, the synthesized configuration, and Terraform's own validate against the provider's schema.",
    arguments: [ENV],
    options: [LOCAL, VAR, JSON_OUT],
    examples: [["infra validate dev", "before a commit, or in CI"]],
    load: () => import("../validate.ts"),
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
    load: () => import("../fmt.ts"),
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
    load: () => import("../local.ts"),
  },
  {
    name: "version",
    summary: "versions of this tool, Node, Terraform and the AWS provider",
    description: "Prints the versions that a bug report needs.",
    arguments: [],
    options: [JSON_OUT],
    examples: [["infra version --json", "for a bug report"]],
    load: () => import("../version.ts"),
  },
];
