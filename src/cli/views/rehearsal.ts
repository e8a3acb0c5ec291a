import type { Conditions } from "../conditions.ts";
import type { Look } from "../paint.ts";
import { exportLines } from "./exports.ts";
import { wrap } from "./text.ts";

/** What each stage is for, in one sentence. */
const stages: Readonly<Record<string, readonly [title: string, why: string]>> = {
  declare: [
    "Declare",
    "Checks the settings, builds the constructs of infra/ in TypeScript, writes Terraform's JSON, and starts an AWS on this machine.",
  ],
  init: [
    "Init",
    "Makes the bucket for the state and prepares Terraform's working directory, as on a new account.",
  ],
  plan: [
    "Plan",
    "The real Terraform and the real AWS provider work out what to create. This is what you would read before saying yes.",
  ],
  apply: [
    "Apply",
    "Creates all of it, in the order that AWS demands. Beside AWS's time, if that was asked for, the waiting is the provider's own: fixed pauses for an AWS that answers late.",
  ],
  output: ["Output", "Reads back what the next step of a deployment needs."],
  "plan again": [
    "Plan again",
    "The test of a good plan: right after an apply, there must be nothing left to change.",
  ],
  destroy: [
    "Destroy",
    "Takes everything down in the opposite order; AWS refuses to delete what something else still uses.",
  ],
  inventory: ["Inventory", "Asks the embedded AWS, not Terraform, what still exists."],
};

/** The lines above a rehearsal. */
export function rehearsalIntro(
  environment: string,
  { awsTime = "off", faults }: Conditions,
  look: Look,
): string[] {
  const took =
    awsTime === "off" && !faults
      ? "One and a half to two minutes, nearly all of it fixed waits of the provider."
      : "The plan will say how long AWS would take.";
  return [
    look.paint("bold", `Rehearsing ${environment}`),
    ...wrap(
      `The real Terraform and the real AWS provider, against an AWS that runs on this machine. No account, no credentials; nothing stays behind. ${took}`,
      Math.min(look.columns - 2, 96),
    ),
  ];
}

/** What is not as it is by default, a line each. */
export function conditionLines(
  { awsTime = "off", faults, quotas, deployer, attempts }: Conditions,
  look: Look,
): string[] {
  const changed = Object.entries(quotas).map(([name, value]) => `${name} ${value}`);
  const texts = [
    ...(awsTime === "off"
      ? []
      : [
          `AWS's time: ${awsTime === "real" ? "as long as AWS takes" : `${awsTime.slice(1)} times as fast as AWS`}`,
        ]),
    ...(faults
      ? [`not its best day: ${faults.trim().replace(/\s*\n\s*/g, "; ")} (up to ${attempts} tries)`]
      : []),
    ...(changed.length > 0 ? [`quotas: ${changed.join(", ")}`] : []),
    ...(deployer === undefined ? [] : ["deployed by a role with your policy, not by an administrator"]),
  ];
  return texts.flatMap((text) =>
    wrap(text, look.columns - 5).map(
      (line, index) => `  ${index === 0 ? look.paint("cyan", "·") : " "} ${line}`,
    ),
  );
}

export function stageHeading(name: string, look: Look): string[] {
  const [title, why] = stages[name] ?? [name, ""];
  const number = Object.keys(stages).indexOf(name) + 1;
  return [
    "",
    `${look.paint("cyan", `${number}/${Object.keys(stages).length}`)} ${look.paint("bold", title)}`,
    ...wrap(why, Math.min(look.columns - 2, 96)).map((line) => look.paint("dim", line)),
  ];
}

/** The seconds of each stage on one line: `85.3 s: declare 0.4, init 1.2, …`. */
export function secondsLine(seconds: Readonly<Record<string, number>>): string {
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  const parts = Object.entries(seconds).map(([name, one]) => `${name} ${one.toFixed(1)}`);
  return `${total.toFixed(1)} s: ${parts.join(", ")}`;
}

/** How to use the endpoint that `--keep` left running. */
export function keptLines(
  kept: { endpoint: string; environment: Readonly<Record<string, string>> },
  look: Look,
): string[] {
  return [
    "",
    `The embedded AWS keeps running at ${look.paint("bold", kept.endpoint)}, with all of it. In a shell:`,
    "",
    ...exportLines(kept.environment).map((line) => `  ${line}`),
    "",
    "Then any AWS client works, for example:",
    "  aws eks describe-cluster --name retail-mlops-dev",
    "  aws ec2 describe-subnets --query 'Subnets[].[SubnetId,CidrBlock]' --output table",
    "",
    "Stop it and forget what it holds: infra local stop",
  ];
}
