import { setTimeout as sleep } from "node:timers/promises";
import type { Running, Victim } from "../running.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";

const VICTIMS: readonly Victim[] = ["terraform", "tool", "both"];
/** How many resources dev has. */
const RESOURCES = 108;
/** Requests are under way when the kill comes. */
const SLOW = "latency=30-300";

/** `kill -9`, spread over a whole run: every third time Terraform, our tool, or both. */
export const kills: readonly Scenario[] = [
  {
    id: "kill-apply",
    title: "kill -9 in the middle of an apply: Terraform, the tool, both",
    happens: "`kill -9` of Terraform, of the tool, or of both, in the middle of an apply",
    sees: "that an earlier run broke off, what it left behind, and what of it is taken over",
    types: "`infra apply dev`",
    moments: 30,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      const note = await killed(sandbox, { moment, moments: 30, args: APPLY });
      await converges(sandbox, APPLY);
      return note;
    },
  },
  {
    id: "kill-destroy",
    title: "kill -9 in the middle of a destroy: Terraform, the tool, both",
    happens: "`kill -9` of Terraform, of the tool, or of both, in the middle of a destroy",
    sees: "that an earlier run broke off, and what is still there",
    types: "`infra destroy dev`",
    moments: 15,
    from: "deployed",
    ends: "nothing",
    async run(sandbox, moment) {
      const note = await killed(sandbox, { moment, moments: 15, args: DESTROY });
      await converges(sandbox, DESTROY);
      return note;
    },
  },
];

export const APPLY = ["apply", "dev", "--local", "--yes"] as const;
export const DESTROY = ["destroy", "dev", "--local", "--yes", "--empty-buckets", "--sweep"] as const;

interface Kill {
  readonly moment: number;
  readonly moments: number;
  readonly args: readonly string[];
}

/** Starts a command and kills it at its moment: after the n-th resource began or was done, and a little later. */
async function killed(sandbox: Sandbox, { moment, moments, args }: Kill): Promise<string> {
  await sandbox.faults(`${SLOW},seed=${sandbox.seed}`);
  if (moment % 2 === 1) await sandbox.awsTime("x300");
  const victim = VICTIMS[moment % VICTIMS.length] as Victim;
  const type = moment % 4 < 2 ? "apply_start" : "apply_complete";
  const count = Math.max(1, Math.round(((moment + sandbox.random()) / moments) * (RESOURCES - 2)));
  const running = sandbox.start(...args);
  sandbox.expect(
    await running.event(type, count),
    `there is a ${type} number ${count} to kill at\n${running.output}`,
  );
  const late = Math.round(sandbox.random() * 400);
  await sleep(late);
  await end(sandbox, running, victim);
  await sandbox.faults("");
  await sandbox.awsTime("off");
  return `${victim} killed ${late} ms after ${type} number ${count}`;
}

/** Kills, and waits for whoever is left: a Terraform without its tool goes on until it is done or has failed. */
async function end(sandbox: Sandbox, running: Running, victim: Victim): Promise<void> {
  running.kill(victim);
  await running.ended;
  if (victim === "tool") await sandbox.quiet();
}

/** Types the same command until it goes through; a user has to type it once, or once more where it says so. */
export async function converges(sandbox: Sandbox, args: readonly string[], tries = 1): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await sandbox.run(...args);
    if (code === 0) return;
    sandbox.expect(attempt < tries, `\`infra ${args.join(" ")}\` goes through\n${stderr || stdout}`);
  }
}
