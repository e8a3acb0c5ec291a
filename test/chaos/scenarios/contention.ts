import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY } from "./kills.ts";

/** How many apply at once, and whether they wait for each other. */
const CROWDS = [
  { applies: 2, waiting: false },
  { applies: 8, waiting: false },
  { applies: 8, waiting: true },
] as const;

const LOG_GROUP = "/aws/eks/retail-mlops-dev/cluster";

/** Several people apply the same environment at the same moment, each from a checkout of their own. */
export const contention: Scenario = {
  id: "applies-at-once",
  title: "two, then eight applies at once, and eight that wait",
  happens: "Two or eight people apply at the same moment",
  sees: "one runs; the others read who it is, since when, with which command, and that it lives; with `--lock-timeout` they wait for their turn",
  types: "`infra apply dev --lock-timeout 10m`",
  moments: CROWDS.length,
  from: "deployed",
  ends: "deployed",
  async run(sandbox, moment) {
    const { applies, waiting } = CROWDS[moment] as (typeof CROWDS)[number];
    await somethingToDo(sandbox);
    const before = await serial(sandbox);
    const people = Array.from({ length: applies }, (_, index) => colleague(sandbox, index));
    const args = [...APPLY, ...(waiting ? ["--lock-timeout", "8m"] : [])];
    const ends = await Promise.all(people.map((one) => one.run(...args)));
    const through = ends.filter(({ code }) => code === 0);
    const applied = ends.filter(({ stdout }) => /1 updated/.test(stdout));
    for (const { code, stdout, stderr } of ends)
      sandbox.expect(
        code === 0 || (code === 1 && /Somebody else works on dev/.test(stdout + stderr)),
        `whoever does not apply reads who does\n${stderr}${stdout}`,
      );
    sandbox.expect(applied.length === 1, `exactly one applies the change; ${applied.length} did`);
    if (waiting)
      sandbox.expect(through.length === applies, `all ${applies} get their turn; ${through.length} did`);
    sandbox.expect((await serial(sandbox)) > before, "the state has the change");
    return `${through.length} of ${applies} went through, 1 of them with something to do`;
  },
};

/** A checkout of somebody else's: the same AWS, another working directory. */
function colleague(sandbox: Sandbox, index: number): Sandbox {
  const cacheDir = join(sandbox.cacheDir, `colleague-${index}`);
  mkdirSync(cacheDir, { recursive: true });
  symlinkSync(sandbox.stateDir, join(cacheDir, "local-aws"));
  return new Sandbox(cacheDir, sandbox.seed);
}

/** Somebody changed a log group by hand, which an apply takes back. */
async function somethingToDo(sandbox: Sandbox): Promise<void> {
  const logs = new CloudWatchLogsClient(await sandbox.client());
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays: 3653 }));
  logs.destroy();
}

async function serial(sandbox: Sandbox): Promise<number> {
  const stored = await sandbox.store((store) => store.read(store.props.key));
  return Number(JSON.parse(stored?.text ?? "{}").serial);
}
