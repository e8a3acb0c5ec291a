import { setTime, timeReport } from "../../../local-aws/control-client.ts";
import { FaultsRefused, faultReport, setFaults } from "../../../local-aws/daemon.ts";
import { parseAwsTime } from "../../../local-aws/schedule.ts";
import { type Invocation, printJson } from "../../command.ts";
import { badTime, faultProblems, readFaults } from "../../conditions.ts";
import { type Problem, UserError } from "../../errors.ts";
import { renderFaults, renderTime } from "../../views/local-day.ts";
import { runningServer } from "./running.ts";

/** Shows what kind of day the running server has, or changes it. */
export async function faults({ io, screen, project, args, options }: Invocation): Promise<void> {
  const { endpoint } = await runningServer(project);
  const [, wanted] = args;
  const report = wanted === undefined ? await faultReport(endpoint) : await change(endpoint, wanted);
  if (options.json) printJson(io, { ...report });
  else screen.say(...renderFaults(report, screen.look));
}

async function change(endpoint: string, wanted: string): ReturnType<typeof setFaults> {
  const problems: Problem[] = [];
  const rules = wanted === "off" ? "" : readFaults(wanted, problems);
  const refused = (more: readonly Problem[]) =>
    new UserError("The faults stay as they were.", { problems: more });
  if (problems.length > 0) throw refused(problems.map((one) => ({ ...one, subject: "faults" })));
  try {
    return await setFaults(endpoint, rules);
  } catch (error) {
    if (!(error instanceof FaultsRefused)) throw error;
    const told = faultProblems(error).map((one) => ({ ...one, subject: "faults" }));
    throw refused(
      told.length > 0 ? told : [{ subject: "faults", received: wanted, expected: error.message }],
    );
  }
}

/** Shows how fast AWS's time passes and what is under way, or changes the speed. */
export async function time({ io, screen, project, args, options }: Invocation): Promise<void> {
  const { endpoint } = await runningServer(project);
  const [, wanted] = args;
  if (wanted !== undefined && parseAwsTime(wanted) === undefined)
    throw new UserError("AWS's time stays as it was.", {
      problems: [{ ...badTime(wanted), subject: "time" }],
    });
  const report = wanted === undefined ? await timeReport(endpoint) : await setTime(endpoint, wanted);
  if (options.json) printJson(io, { ...report });
  else screen.say(...renderTime(report, screen.look));
}
